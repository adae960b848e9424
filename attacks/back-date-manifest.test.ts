import { expect } from 'vitest';
import { backDateFirstManifest, backDateManifest } from './back-date-manifest.ts';
import { attack } from './harness/attack.ts';
import { alarmOf } from './scene/mayas-place.ts';

attack('X17', 'shows what a removed writer signs now and dates from before', async (scene) => {
  const { device, bank } = await backDateManifest(scene);
  const said = await alarmOf(device);
  expect(said).toBe('manifest_wrong');
  expect(device.client.snapshot().alarm?.params).toMatchObject({ reason: 'ledger_reference_wrong' });
  expect(await device.client.vault.openEntry(bank)).toMatchObject({ ok: false });
  return said;
});

attack('X17', 'shows what a removed writer dates back into a vault that was empty', async (scene) => {
  const { device, bank } = await backDateFirstManifest(scene);
  const said = await alarmOf(device);
  expect(said).toBe('manifest_wrong');
  expect(await device.client.vault.openEntry(bank)).toMatchObject({ ok: false });
  return said;
});
