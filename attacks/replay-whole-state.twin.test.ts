import { mustBeOk } from '@postern/core';
import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { replayWholeState } from './replay-whole-state.ts';
import { loginOf } from './scene/mayas-place.ts';

vi.mock('../packages/client/src/organization/device-confirmation.ts', async (actual) => ({
  ...(await actual<typeof import('../packages/client/src/organization/device-confirmation.ts')>()),
  isDeviceConfirmed: async () => true,
}));

twin('X12', 'the question of a new device who receives keys', async (scene) => {
  const { device, vault, read } = await replayWholeState(scene);
  const saved = 'osprey-41-lantern';
  mustBeOk(await device.client.vault.addEntry(vault, loginOf('Bank', { password: saved })));
  expect(await read()).toBe(saved);
  return 'what Maya saves on her new device, opened by Leo';
});
