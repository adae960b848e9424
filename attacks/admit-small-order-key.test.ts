import { expect } from 'vitest';
import { admitSmallOrderKey } from './admit-small-order-key.ts';
import { attack } from './harness/attack.ts';
import { alarmOf } from './scene/mayas-place.ts';

attack('X21', 'admits a public key of small order and signs with it', async (scene) => {
  const { device, entered } = await admitSmallOrderKey(scene, 'Renamed by nobody');
  expect(entered).toMatchObject({ ok: false, code: 'ledger_invalid' });
  expect(device.client.snapshot().entered?.open).toBeUndefined();
  return alarmOf(device);
});
