import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { alarmOf } from './scene/mayas-place.ts';
import { splitRosters } from './split-rosters.ts';

attack('X6', 'shows one member a history with a colleague whom nobody else sees', async (scene) => {
  const { ana } = await splitRosters(scene);
  const said = await alarmOf(ana.desk);
  expect(said).toBe('manifest_wrong');
  const { alarm } = ana.desk.client.snapshot();
  expect(alarm?.params).toMatchObject({ reason: 'ledger_reference_wrong' });
  expect(await ana.desk.client.vault.listEntries({ kind: 'all' }, '')).toEqual([]);
  return said;
});
