import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { bankPassword, findHashPrefixes, prefixOf, relay, saveLogin } from './relay-exposed-passwords.ts';

/** A client that looks after its user: it asks about every password before it writes it, through its own server. */
vi.mock('../packages/client/src/vault/prepare-write.ts', async (original) => {
  const actual = await original<typeof import('../packages/client/src/vault/prepare-write.ts')>();
  const prepareWrite: typeof actual.prepareWrite = async (context, keys, verified, sealed) => {
    for (const { intent } of sealed) {
      const password = intent.content === 'purge' ? undefined : intent.content.body.password;
      if (password) await context.api.call(relay, { params: { prefix: prefixOf(password) } });
    }
    return actual.prepareWrite(context, keys, verified, sealed);
  };
  return { ...actual, prepareWrite };
});

twin('X24', 'keeping passwords out of every question', async (scene) => {
  const { evil } = await saveLogin(scene);
  expect(findHashPrefixes(evil.received, [bankPassword])).toEqual([bankPassword]);
  return "20 bits of the hash of the bank's password";
});
