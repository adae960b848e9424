import { readRecovery } from '@postern/contract';
import { mustBeOk } from '@postern/core';
import { formatRecoveryCode, newRecoveryCode } from '@postern/crypto';
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

/** The thief goes on to the owner's door, with a kit of somebody else's. */
export async function readAtDoorAsThief(scene: Scene) {
  const place = await mayasPlace(scene, scene.watch().keep(readRecovery));
  const { evil, email, desk } = place;
  const { organization } = mustBeOk(await desk.client.organization.evidence());
  const { account } = (await beginAnew(place, email)).client;
  mustBeOk(await account.beginRecovery(address));
  const identified = await account.identifyOrganization(organization);
  return {
    email,
    identified,
    read: await account.readWithCode(formatRecoveryCode(newRecoveryCode(1))),
    /** Whatever the server has shown of the history. */
    shown: evil.kept(readRecovery).flatMap(({ body }) => {
      const { events } = JSON.parse(Buffer.from(body).toString('utf8')) as { events: string[] };
      return events.map((event) => Buffer.from(event, 'base64url').toString('utf8'));
    }),
  };
}
