import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { swapRecipientKey } from './swap-recipient-key.ts';

vi.mock('../packages/ledger/src/join-proof-holds.ts', () => ({ joinProofHolds: async () => true }));

twin(['LP07', 'DL02', '1P05'], "the invitation's own signature under a join", async (scene) => {
  const { shared, read, saved } = await swapRecipientKey(scene);
  expect(shared).toMatchObject({ ok: true });
  expect(await read()).toBe(saved);
  return 'the shared vault, opened';
});
