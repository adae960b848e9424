import { ok } from '@postern/core';
import { expect, vi } from 'vitest';
import { until } from '../packages/client/test/people.ts';
import { twin } from './harness/attack.ts';
import { splitRosters } from './split-rosters.ts';

vi.mock('../packages/ledger/src/manifest/check-ledger-reference.ts', () => ({
  checkLedgerReference: () => ok(),
}));

twin('X6', 'the ledger head in a manifest', async (scene) => {
  const { ana, desk } = await splitRosters(scene);
  const { entered } = await until(ana.desk.client, (snapshot) => snapshot.entered?.open?.counts.all === 1);
  expect(entered?.open?.memberCount).toBe(4);
  expect(desk.client.snapshot().entered?.open?.memberCount).toBe(3);
  return 'members who work on, each with another roster';
});
