import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { serveEscrowKey } from './serve-escrow-key.ts';

vi.mock('../packages/ledger/src/signature-holds.ts', () => ({ signatureHolds: async () => true }));

twin('BW02', "the signatures of the ledger's events", async (scene) => {
  const { saveAndRead } = await serveEscrowKey(scene);
  const { added, read, saved } = await saveAndRead();
  expect(added).toMatchObject({ ok: true });
  expect(read).toBe(saved);
  return "what Leo saves next, opened with the server's organization key";
});
