import { mustBeOk, ok } from '@postern/core';
import { drawSecret, type VaultKey } from '@postern/crypto';
import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { alarmOf, loginOf, mayasPlace } from './scene/mayas-place.ts';
import { withholdVaultKey } from './withhold-keys.ts';

/** A client that makes good what is missing. */
vi.mock('../packages/client/src/organization/refuse-missing-key.ts', () => ({
  refuseMissingKey: () => ok(drawSecret<VaultKey>()),
}));

twin('BW11', 'the refusal of missing keys', async (scene) => {
  const place = await mayasPlace(scene);
  const { device, vault } = await withholdVaultKey(place);
  mustBeOk(await device.client.vault.addEntry(vault, loginOf('Harbour portal')));
  // The desk has the vault's true key, and is lied to by nobody.
  place.evil.behave();
  place.desk.client.wake();
  expect(await alarmOf(place.desk)).toBe('opening_failed');
  return 'a later entry under a key that no other device has';
});
