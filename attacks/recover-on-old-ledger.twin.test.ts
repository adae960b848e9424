import { mustBeOk } from '@postern/core';
import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { recoverOnOldLedger } from './recover-on-old-ledger.ts';
import { loginOf } from './scene/mayas-place.ts';

vi.mock('../packages/client/src/organization/device-confirmation.ts', async (actual) => ({
  ...(await actual<typeof import('../packages/client/src/organization/device-confirmation.ts')>()),
  isDeviceConfirmed: async () => true,
}));

twin('X13', 'the question of the recovering device who receives keys', async (scene) => {
  const { device, vault, read } = await recoverOnOldLedger(scene);
  const saved = 'osprey-41-lantern';
  mustBeOk(await device.client.vault.addEntry(vault, loginOf('Bank', { password: saved })));
  expect(await read()).toBe(saved);
  return 'what Maya saves after the recovery, opened by Leo';
});
