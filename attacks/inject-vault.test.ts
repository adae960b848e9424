import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { injectVault } from './inject-vault.ts';
import { alarmOf, loginOf } from './scene/mayas-place.ts';

attack('1P03', "creates a vault in Maya's name with a key of its own", async (scene) => {
  const { device, entered } = await injectVault(scene, true);
  expect(entered).toMatchObject({ ok: false, code: 'signature_wrong' });
  expect(device.client.snapshot().entered?.open).toBeUndefined();
  return alarmOf(device);
});

attack('1P03', "seals the key of a vault that no event created to Maya's public key", async (scene) => {
  const { device, entered, vault } = await injectVault(scene, false);
  expect(entered).toMatchObject({ ok: true });
  expect(device.client.snapshot().entered?.open?.vaults.map(({ id }) => id)).not.toContain(vault);
  const added = await device.client.vault.addEntry(vault, loginOf('Bank'));
  expect(added).toMatchObject({ ok: false });
  return added.ok ? '' : added.code;
});
