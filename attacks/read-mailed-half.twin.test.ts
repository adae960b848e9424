import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { openByMailedHalf } from './read-mailed-secret.ts';

vi.mock('../packages/crypto/src/secret-with-words.ts', () => ({
  secretWithWords: async (mailed: Uint8Array) => mailed,
}));

twin('X9', 'the words that complete a mailed secret', async (scene) => {
  const { read, saved, changed } = await openByMailedHalf(scene);
  expect(changed).toMatchObject({ ok: true });
  expect(read).toBe(saved);
  return 'the granted vault, opened';
});
