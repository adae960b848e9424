import { expect } from 'vitest';
import { attack, stated } from './harness/attack.ts';
import { joinByExpired } from './keep-invitation-alive.ts';
import { alarmOf } from './scene/mayas-place.ts';

attack('X23', 'lets somebody in by an invitation that has expired', async (scene) => {
  const { device, entered } = await joinByExpired(scene, 'now');
  expect(entered).toMatchObject({ ok: false, code: 'ledger_invalid' });
  expect(device.client.snapshot().entered?.open).toBeUndefined();
  return alarmOf(device);
});

/** Stated: what was sealed to a link stays openable by it, and nothing proves when a join was signed. */
stated('X23', 'helps who finds the link of an expired invitation', async (scene) => {
  const { device, entered, read, saved } = await joinByExpired(scene, 'back');
  expect(entered).toMatchObject({ ok: true });
  expect(device.client.snapshot().entered?.open?.memberCount).toBe(2);
  expect(read).toBe(saved);
  return 'Whoever has the link of an invitation and the server’s help can open what it gives, also when its time is over.';
});
