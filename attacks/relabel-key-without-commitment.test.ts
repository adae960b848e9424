import { expect, vi } from 'vitest';
import { attack } from './harness/attack.ts';
import { refuseRelabelled } from './relabel-key.ts';

/** Two defences stand against this row, and each is enough: here the context of a sealed key alone. */
vi.mock('../packages/crypto/src/is-committed-key.ts', () => ({ isCommittedKey: async () => true }));

attack('X20', 'the same, where the ledger does not say which key it is', async (scene) => {
  const said = await refuseRelabelled(scene);
  expect(said).toBe('key_commitment_wrong');
  return said;
});
