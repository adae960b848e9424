import { ok } from '@postern/core';
import { expect, vi } from 'vitest';
import { until } from '../packages/client/test/people.ts';
import { twin } from './harness/attack.ts';
import { withholdRemoval } from './withhold-removal.ts';

vi.mock('../packages/ledger/src/manifest/check-ledger-reference.ts', () => ({
  checkLedgerReference: () => ok(),
}));

twin('X23', 'the ledger head in a manifest', async (scene) => {
  const { ana, share, saved } = await withholdRemoval(scene, true);
  await until(ana.desk.client, ({ entered }) => entered?.open?.counts.all === 2);
  expect(await share()).toMatchObject({ shared: { ok: true }, read: saved });
  return 'the vault, opened by Leo who was removed';
});
