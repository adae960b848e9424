import { expect } from 'vitest';
import { attack, stated } from './harness/attack.ts';
import { alarmOf } from './scene/mayas-place.ts';
import { withholdRemoval } from './withhold-removal.ts';

attack('X23', 'keeps a removal back from who sees what was written after it', async (scene) => {
  const { ana, share } = await withholdRemoval(scene, true);
  const said = await alarmOf(ana.desk);
  expect(said).toBe('manifest_wrong');
  expect(ana.desk.client.snapshot().alarm?.params).toMatchObject({ reason: 'ledger_behind' });
  const { shared, read } = await share();
  expect(shared).toMatchObject({ ok: false, code: said });
  if (read !== undefined) scene.leaked('the key of the vault');
  return said;
});

/** Stated: what Ana sees is consistent, and only fresher news could tell. */
stated('X23', 'keeps back a removal after which nobody wrote', async (scene) => {
  const { share, saved } = await withholdRemoval(scene, false);
  expect(await share()).toMatchObject({ shared: { ok: true }, read: saved });
  return 'The server can keep back what is newest, a removal for instance, from a device that has not seen it, for as long as it keeps back everything that was written since.';
});
