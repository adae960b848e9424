import { mustBeOk } from '@postern/core';
import { expect } from 'vitest';
import { until } from '../packages/client/test/people.ts';
import { attack } from './harness/attack.ts';
import { newPassword } from './scene/lost-keys.ts';
import { enterAndRead } from './scene/mayas-place.ts';
import { stealMailbox } from './steal-mailbox.ts';

attack('X25', 'resets the password of somebody whose mail it reads', async (scene) => {
  const { desk, thief, enterAsThief, unlock } = await stealMailbox(scene);
  const told = await enterAsThief();
  expect(told).toBe('recovery_code_required');
  // She works on with what she knows and has, and ends it.
  mustBeOk(await unlock());
  await enterAndRead(desk, 1);
  await until(desk.client, ({ waitingGeneration }) => waitingGeneration?.isOwn === false);
  expect(mustBeOk(await desk.client.forgotPassword.refuseWaiting())).toEqual({ untold: [] });
  await until(thief.client, ({ phase }) => phase === 'locked');
  expect(await thief.client.account.unlock(newPassword)).toMatchObject({ ok: false });
  return told;
});
