import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { alarmOf } from './scene/mayas-place.ts';
import { serveRecoveryKey } from './serve-recovery-key.ts';

attack('1P01', 'serves a recovery key of its own, to which new vaults are sealed', async (scene) => {
  const { device, entered, saveAndRead } = await serveRecoveryKey(scene);
  expect(entered).toMatchObject({ ok: false, code: 'signature_wrong' });
  const { made, read } = await saveAndRead();
  expect(made.ok).toBe(false);
  expect(read).toBeUndefined();
  expect(device.sent.filter((request) => /POST .*(ledger|writes)/.test(request))).toEqual([]);
  return alarmOf(device);
});
