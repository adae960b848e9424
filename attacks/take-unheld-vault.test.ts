import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { alarmOf } from './scene/mayas-place.ts';
import { colludeWithLeo, takeVault } from './take-unheld-vault.ts';

attack('X11', 'lets a members administrator give himself a vault he holds no key of', async (scene) => {
  const { device, entered } = await takeVault(scene);
  expect(entered).toMatchObject({ ok: false, code: 'ledger_invalid' });
  expect(device.client.snapshot().entered?.open).toBeUndefined();
  expect(device.sent.filter((request) => /POST .*(ledger|writes)/.test(request))).toEqual([]);
  return alarmOf(device);
});

attack('X11', 'lets a members administrator make himself a full one', async (scene) => {
  const { device, entered } = await colludeWithLeo(scene, ({ leo }) => [
    ['role_set', { member: leo, role: 'administrator' }],
  ]);
  expect(entered).toMatchObject({ ok: false, code: 'ledger_invalid' });
  return alarmOf(device);
});
