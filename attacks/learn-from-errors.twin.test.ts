import { encodeCanonical, mustBeOk, parseEmail, toBase64Url } from '@postern/core';
import { deriveSealingKey, openAccountState } from '@postern/crypto';
import { expect, vi } from 'vitest';
import { openAccount, provePassword, TestClient } from '../apps/server/test/support/account-client.ts';
import { twin } from './harness/attack.ts';
import { type Oracle, stateOracle, withByte } from './learn-from-errors.ts';
import { address } from './scene/mayas-place.ts';

/** Opening without looking at the tag: what comes out is whatever went in, and the parser says whether it reads well. */
vi.mock('../packages/crypto/src/seal.ts', async (original) => {
  const actual = await original<typeof import('../packages/crypto/src/seal.ts')>();
  const open: typeof actual.open = async (_type, key, _context, bytes) => {
    const iv = bytes.slice(6, 18);
    const text = bytes.slice(18, -16);
    const stream = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new Uint8Array(text.length));
    return text.map((byte, at) => byte ^ (new Uint8Array(stream, at, 1)[0] ?? 0));
  };
  return { ...actual, open };
});

const alphabet = new Set(Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'));

twin('DL03', 'authenticated encryption', async (scene) => {
  const oracle = await stateOracle(scene);
  const at = 18 + (await offsetOfFirstKey(oracle));
  let candidates = [...alphabet];
  let syncs = 0;
  while (candidates.length > 1) {
    // The difference that splits best what is still possible: the state reads well if the character stays one of the alphabet.
    const [mask] = Array.from({ length: 127 }, (_none, one) => one + 1).sort(
      (a, b) => imbalance(candidates, a) - imbalance(candidates, b),
    );
    if (mask === undefined || imbalance(candidates, mask) === candidates.length) break;
    const { requests } = await oracle.sync(withByte(oracle.sealed, at, mask));
    const readWell = requests.length > 3;
    candidates = candidates.filter((one) => alphabet.has(one ^ mask) === readWell);
    syncs += 1;
  }
  const first = (await firstKeyOf(oracle)).charCodeAt(0);
  expect(candidates).toEqual([first]);
  return `a character of a vault's key, from ${syncs} syncs`;
});

function imbalance(candidates: readonly number[], mask: number): number {
  const inside = candidates.filter((one) => alphabet.has(one ^ mask)).length;
  return Math.abs(candidates.length - 2 * inside);
}

/** Where the state's first key begins: all that stands before it, this server knows. */
async function offsetOfFirstKey({ desk }: Oracle): Promise<number> {
  mustBeOk(await desk.client.organization.enter(address));
  const { organization, ledgerHead } = mustBeOk(await desk.client.organization.evidence());
  const heads = [{ address, hash: ledgerHead.hash, org: organization, seq: ledgerHead.seq }];
  const before = encodeCanonical({
    confirmed: [],
    heads,
    keyStorageVersion: 1,
    keyring: [{ epoch: 1, key: '' }],
  });
  return before.length - '"}]}'.length;
}

/** The truth, by the password. */
async function firstKeyOf({ server, email, password, sealed, evil }: Oracle): Promise<string> {
  evil.behave();
  const client = new TestClient(server.url);
  const proven = await provePassword(client, 'sign-in', { email: mustBeOk(parseEmail(email)), password });
  if (proven === undefined) throw new Error('the password does not sign in');
  const { accountSecret, keys } = await openAccount(client, proven.exportKey);
  const context = { account: keys.account, revision: 1, secretVersion: 1 };
  const state = await openAccountState(
    await deriveSealingKey(accountSecret, 'state'),
    context,
    new Uint8Array(sealed),
  );
  return toBase64Url(state?.keyring[0]?.key ?? new Uint8Array());
}
