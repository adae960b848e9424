import { expect, vi } from 'vitest';
import { admitSmallOrderKey } from './admit-small-order-key.ts';
import { twin } from './harness/attack.ts';

vi.mock('../packages/crypto/src/ed25519-checks.ts', async (actual) => ({
  ...(await actual<typeof import('../packages/crypto/src/ed25519-checks.ts')>()),
  acceptablePublicKey: () => true,
}));

twin('X21', 'the refusal of such keys', async (scene) => {
  const { device, entered } = await admitSmallOrderKey(scene, 'Renamed by nobody');
  expect(entered).toMatchObject({ ok: true });
  expect(device.client.snapshot().entered?.open?.name).toBe('Renamed by nobody');
  return 'an event in the name of Maya that nobody signed';
});
