import { mustBeOk } from '@postern/core';
import { expect } from 'vitest';
import { until } from '../packages/client/test/people.ts';
import { attack } from './harness/attack.ts';
import { newPassword } from './scene/lost-keys.ts';
import { enterAndRead } from './scene/mayas-place.ts';
import { readAtDoorAsThief, stealMailbox } from './steal-mailbox.ts';

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

attack('X25', "shows the history at the owner's door to whoever reads her mail", async (scene) => {
  const { identified, read, shown } = await readAtDoorAsThief(scene);
  expect(identified).toMatchObject({ ok: true, value: { identified: true } });
  expect(mustBeOk(identified).organization).toBeUndefined();
  if (shown.length > 0) scene.leaked('who is in the organization');
  expect(read).toMatchObject({ ok: false, code: 'recovery_code_other' });
  return read.ok ? '' : read.code;
});
