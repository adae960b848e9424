import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { swapByEvents } from './swap-organization-key.ts';

vi.mock('../packages/ledger/src/signature-holds.ts', () => ({ signatureHolds: async () => true }));

twin('BW01', "the signatures of the ledger's events", async (scene) => {
  const { join, readNextPassword } = await swapByEvents(scene);
  expect(await join()).toMatchObject({ ok: true });
  const { read, saved } = await readNextPassword();
  expect(read).toBe(saved);
  return "Leo's personal vault, opened with the server's organization key";
});
