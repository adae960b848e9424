import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { serveRecoveryKey } from './serve-recovery-key.ts';

vi.mock('../packages/ledger/src/signature-holds.ts', () => ({ signatureHolds: async () => true }));

twin('1P01', "the signatures of the ledger's events", async (scene) => {
  const { entered, saveAndRead } = await serveRecoveryKey(scene);
  expect(entered).toMatchObject({ ok: true, value: { allowed: true } });
  const { read, saved } = await saveAndRead();
  expect(read).toBe(saved);
  return "a new vault of Maya's, opened with the server's recovery key";
});
