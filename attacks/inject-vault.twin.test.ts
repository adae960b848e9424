import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { injectVault, readNextPassword } from './inject-vault.ts';

vi.mock('../packages/ledger/src/signature-holds.ts', () => ({ signatureHolds: async () => true }));

twin('1P03', "the signature under the vault's event", async (scene) => {
  const injected = await injectVault(scene, true);
  expect(injected.entered).toMatchObject({ ok: true });
  const { read, saved } = await readNextPassword(injected);
  expect(read).toBe(saved);
  return "what Maya saves in the server's vault";
});
