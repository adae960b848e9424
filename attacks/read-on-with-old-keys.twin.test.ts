import { ok } from '@postern/core';
import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { readOnWithOldKeys } from './read-on-with-old-keys.ts';

/** The account has new keys, and no organization hears of it. */
vi.mock('../packages/client/src/organization/tell-new-keys.ts', async (actual) => ({
  ...(await actual<typeof import('../packages/client/src/organization/tell-new-keys.ts')>()),
  tellNewKeys: async ({ ledger }: { ledger: { known: () => { state: unknown } } }) =>
    ok(ledger.known().state),
}));

twin('X15', '`rekey` in every organization once keys were replaced', async (scene) => {
  const { made } = await readOnWithOldKeys(scene);
  expect(made).toEqual([1]);
  return 'the key of a vault that Maya made after she had replaced her keys';
});
