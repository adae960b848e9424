import { mustBeOk } from '@postern/core';
import { until } from '../packages/client/test/people.ts';
import type { Scene } from './harness/attack.ts';
import { beginAnew } from './scene/lost-keys.ts';
import { addEntry, address, loginOf, mayasPlace } from './scene/mayas-place.ts';

/** Somebody reads Maya's mail and resets her password. She has lost nothing, and is at work. */
export async function stealMailbox(scene: Scene) {
  const place = await mayasPlace(scene, scene.watch());
  const { desk, email, password } = place;
  await addEntry(place, loginOf('Shop'));
  const thief = await beginAnew(place, email);
  await until(desk.client, ({ phase }) => phase === 'locked');
  return {
    ...place,
    thief,
    /** What the thief is told at Northwind's gate. */
    enterAsThief: async () => {
      const gate = mustBeOk(await thief.client.organization.enter(address));
      return gate.denial?.code ?? '';
    },
    unlock: () => desk.client.account.unlock(password),
  };
}
