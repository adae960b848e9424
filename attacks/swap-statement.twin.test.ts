import type { HashB64 } from '@postern/core';
import { ok, refuse } from '@postern/core';
import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { swapStatement } from './swap-statement.ts';

/** A fixer's client that takes the words for a formality. */
vi.mock('../packages/client/src/relink/hear-words.ts', async (actual) => {
  const real = await actual<typeof import('../packages/client/src/relink/hear-words.ts')>();
  return {
    ...real,
    hearWords: async (...[relink, , member]: Parameters<typeof real.hearWords>) => {
      const statement = await real.statementOf(relink, member);
      return statement === undefined
        ? refuse('statement_wrong')
        : ok({ statement, proof: 'A'.repeat(43) as HashB64 });
    },
  };
});

twin(['X3', 'X10'], 'words that are bound to the statement', async (scene) => {
  const { settled, readNextPassword } = await swapStatement(scene);
  expect(settled).toMatchObject({ ok: true });
  const { read, saved } = await readNextPassword();
  expect(read).toBe(saved);
  return "what Maya saves next in Leo's vault, opened by the server";
});
