import { ok } from '@postern/core';
import { writeKeyStorage } from '@postern/crypto';
import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { keepRemovedWrap } from './keep-removed-wrap.ts';

/** Takes the method off the list and leaves the secret that it brought back. */
vi.mock('../packages/crypto/src/key-storage-changes.ts', async (actual) => {
  const real = await actual<typeof import('../packages/crypto/src/key-storage-changes.ts')>();
  return {
    ...real,
    removeMethod: async (
      ...[{ keys, accountSecret, statement }, removed]: Parameters<typeof real.removeMethod>
    ) =>
      ok(
        await writeKeyStorage({
          keys,
          accountSecret,
          secretVersion: statement.secretVersion + 1,
          version: statement.version + 1,
          kept: statement.methods.filter(({ id }) => id !== removed),
          added: [],
        }),
      ),
  };
});

twin('X15', 'a new account secret with each way that is removed', async (scene) => {
  const { later, openNewest } = await keepRemovedWrap(scene);
  const state = await openNewest();
  expect(state?.keyring.some((item) => item.kind === 'vault' && item.vault === later)).toBe(true);
  return 'the key of a vault that Maya made after the sheet was gone';
});
