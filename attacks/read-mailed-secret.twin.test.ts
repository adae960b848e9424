import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { joinByMailedSecret } from './read-mailed-secret.ts';

vi.mock('../packages/client/src/words/are-words-of.ts', () => ({ areWordsOf: () => true }));

twin('X9', "the comparison of the joiner's words", async (scene) => {
  const { confirmed, read, saved } = await joinByMailedSecret(scene);
  expect(confirmed).toMatchObject({ ok: true });
  expect(await read()).toBe(saved);
  return 'the granted vault, opened';
});
