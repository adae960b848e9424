import { ok } from '@postern/core';
import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { replayOldPolicy } from './replay-old-policy.ts';

vi.mock('../packages/client/src/organization/judge-served-ledger.ts', () => ({
  judgeServedLedger: () => ok('ahead'),
}));

twin('X8', 'the pinned head of the ledger', async (scene) => {
  const { device, entered, minutesBefore } = await replayOldPolicy(scene);
  expect(entered).toMatchObject({ ok: true });
  const settings = device.client.snapshot().entered?.open?.settings;
  expect(minutesBefore).toBeGreaterThan(15);
  expect(settings?.sessionAgeMinutes).toBe(minutesBefore);
  return `sessions of ${minutesBefore} minutes instead of 15`;
});
