import { type AccountId, type Bytes, mustBeOk, newId, toBase64Url } from '@postern/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AccountKeys, createAccountKeys, createNextAccountKeys } from './account-keys.ts';
import {
  createMethod,
  type KeyStorageSet,
  type NewMethod,
  type OpenedKeyStorage,
  openKeyStorage,
  type ServedKeyStorage,
  writeKeyStorage,
} from './key-storage.ts';
import { addMethod, removeMethod, replaceMethod, startKeyStorage } from './key-storage-changes.ts';
import { verifyKeyStorage } from './key-storage-statement.ts';
import { ObjectType } from './object-types.ts';
import { type AccountSecret, drawSecret, type MethodSeed } from './secrets.ts';
import { signObject } from './sign.ts';

const nowMs = 1_790_000_000_000;
const failed = { ok: false, code: 'opening_failed' };

/** What an honest server would hand out for a method. */
function serve(
  set: KeyStorageSet,
  method: NewMethod,
  keys: AccountKeys,
  rekeys: Bytes[] = [],
): ServedKeyStorage {
  const wrap = set.wraps.find((one) => one.method === method.id)?.wrap;
  if (wrap === undefined) throw new Error('no wrap for this method');
  return {
    account: keys.account,
    method,
    anchor: method.anchor,
    wrap,
    statement: set.statement.bytes,
    bundle: set.bundle,
    keyStatement: keys.statement.bytes,
    rekeys,
  };
}

function flip(bytes: Bytes, at: number): Bytes {
  const out = bytes.slice();
  out[at] = (out[at] as number) ^ 1;
  return out;
}

describe('key storage', () => {
  const passwordSeed = drawSecret<MethodSeed>();
  const sheetSeed = drawSecret<MethodSeed>();
  let maya: AccountKeys;
  let password: NewMethod;
  let sheet: NewMethod;
  let set: KeyStorageSet;
  let opened: OpenedKeyStorage;

  beforeAll(async () => {
    maya = await createAccountKeys(newId<AccountId>(), nowMs);
    password = await createMethod('password', passwordSeed, maya);
    sheet = await createMethod('qr', sheetSeed, maya);
    set = await startKeyStorage(maya, [password, sheet]);
    opened = mustBeOk(await openKeyStorage(passwordSeed, serve(set, password, maya)));
  });

  it('brings keys and secret back through every method', async () => {
    const throughSheet = mustBeOk(await openKeyStorage(sheetSeed, serve(set, sheet, maya)));
    expect(opened.accountSecret).toEqual(set.accountSecret);
    expect(throughSheet.accountSecret).toEqual(set.accountSecret);
    expect(opened.keys.seeds).toEqual(maya.seeds);
    expect(opened.statement.version).toBe(1);
  });

  it('refuses another seed, another kind, and a method that the statement does not list', async () => {
    const served = serve(set, password, maya);
    expect(await openKeyStorage(sheetSeed, served)).toEqual(failed);
    const asPhone = { ...served, method: { id: password.id, kind: 'phone' as const } };
    expect(await openKeyStorage(passwordSeed, asPhone)).toEqual(failed);
    const others = await startKeyStorage(maya, [sheet]);
    expect(await openKeyStorage(passwordSeed, { ...served, statement: others.statement.bytes })).toEqual(
      failed,
    );
  });

  it.each(['anchor', 'wrap', 'statement', 'bundle', 'keyStatement'] as const)(
    'refuses a flipped bit anywhere in the %s, and a missing one',
    async (part) => {
      const served = serve(set, password, maya);
      for (const at of [0, 4, 5, 6, 40, Math.floor(served[part].length / 2), served[part].length - 1]) {
        expect(await openKeyStorage(passwordSeed, { ...served, [part]: flip(served[part], at) })).toEqual(
          failed,
        );
      }
      expect(await openKeyStorage(passwordSeed, { ...served, [part]: new Uint8Array(0) })).toEqual(failed);
    },
  );

  it('refuses keys and storage that the server made itself (BW11)', async () => {
    const forged = await createAccountKeys(maya.account, nowMs);
    // The server knows the method's public key, so it can wrap a secret of its own to it and sign a whole set.
    const forgedSet = await writeKeyStorage({
      keys: forged,
      accountSecret: drawSecret<AccountSecret>(),
      secretVersion: 1,
      version: 2,
      kept: [password],
      added: [],
    });
    expect(await openKeyStorage(passwordSeed, serve(forgedSet, password, forged))).toEqual(failed);
    expect(
      await openKeyStorage(passwordSeed, { ...serve(forgedSet, password, forged), bundle: set.bundle }),
    ).toEqual(failed);
    expect(
      await openKeyStorage(passwordSeed, {
        ...serve(set, password, maya),
        keyStatement: forged.statement.bytes,
      }),
    ).toEqual(failed);
  });

  it('adds a method under the same secret', async () => {
    const phoneSeed = drawSecret<MethodSeed>();
    const phone = await createMethod('phone', phoneSeed, opened.keys);
    const next = mustBeOk(await addMethod(opened, phone));
    expect(next.anchors).toEqual([{ method: phone.id, anchor: phone.anchor }]);
    expect(next.statement).toMatchObject({ version: 2, secretVersion: 1 });
    for (const [seed, method] of [
      [phoneSeed, phone],
      [passwordSeed, password],
      [sheetSeed, sheet],
    ] as const) {
      const again = mustBeOk(await openKeyStorage(seed, serve(next, method, maya)));
      expect(again.accountSecret).toEqual(set.accountSecret);
    }
  });

  it('replaces a method under a new secret without having the others at hand (X15)', async () => {
    const newSeed = drawSecret<MethodSeed>();
    const newPassword = await createMethod('password', newSeed, opened.keys);
    const next = mustBeOk(await replaceMethod(opened, password.id, newPassword));
    expect(next.statement).toMatchObject({ version: 2, secretVersion: 2 });
    expect(next.accountSecret).not.toEqual(set.accountSecret);
    const throughSheet = mustBeOk(await openKeyStorage(sheetSeed, serve(next, sheet, maya)));
    expect(throughSheet.accountSecret).toEqual(next.accountSecret);
    expect((await openKeyStorage(newSeed, serve(next, newPassword, maya))).ok).toBe(true);
    // The removed method's old wrap opens neither the new statement nor the new bundle.
    const old = serve(set, password, maya);
    expect(await openKeyStorage(passwordSeed, { ...old, statement: next.statement.bytes })).toEqual(failed);
    expect(await openKeyStorage(passwordSeed, { ...old, bundle: next.bundle })).toEqual(failed);
  });

  it('removes a method, and never the last one', async () => {
    const next = mustBeOk(await removeMethod(opened, sheet.id));
    const alone = mustBeOk(await openKeyStorage(passwordSeed, serve(next, password, maya)));
    expect(alone.statement.methods.map((method) => method.id)).toEqual([password.id]);
    expect(await removeMethod(alone, password.id)).toEqual({ ok: false, code: 'key_method_last' });
    expect(await removeMethod(alone, sheet.id)).toEqual({ ok: false, code: 'key_method_unknown' });
    expect(await replaceMethod(alone, sheet.id, sheet)).toEqual({ ok: false, code: 'key_method_unknown' });
  });

  it('refuses an eleventh method', async () => {
    let current = opened;
    for (let count = 2; count < 10; count++) {
      const next = mustBeOk(await addMethod(current, await createMethod('qr', drawSecret(), maya)));
      current = { ...current, statement: next.statement };
    }
    const eleventh = await createMethod('qr', drawSecret(), maya);
    expect(await addMethod(current, eleventh)).toEqual({ ok: false, code: 'key_methods_full' });
  });

  describe('after a rekey', () => {
    let next: AccountKeys;
    let rekeyed: KeyStorageSet;
    const rekeyEvent = (by: AccountKeys, to: AccountKeys) =>
      signObject(ObjectType.ledgerEvent, by.signing, {
        body: { statement: toBase64Url(to.statement.bytes) },
        kind: 'ledger-event',
        type: 'rekey',
      });

    beforeAll(async () => {
      next = await createNextAccountKeys(maya.statement, nowMs + 1);
      const parts = { accountSecret: drawSecret<AccountSecret>(), secretVersion: 2, version: 2, added: [] };
      rekeyed = await writeKeyStorage({ keys: next, ...parts, kept: set.statement.methods });
    });

    it('follows the rekey from the anchored key', async () => {
      const served = serve(rekeyed, sheet, next, [await rekeyEvent(maya, next)]);
      expect(mustBeOk(await openKeyStorage(sheetSeed, served)).keys.generation).toBe(2);
      const third = await createNextAccountKeys(next.statement, nowMs + 2);
      const thirdSet = await writeKeyStorage({
        keys: third,
        accountSecret: drawSecret<AccountSecret>(),
        secretVersion: 3,
        version: 3,
        kept: set.statement.methods,
        added: [],
      });
      const chain = [await rekeyEvent(maya, next), await rekeyEvent(next, third)];
      expect((await openKeyStorage(sheetSeed, serve(thirdSet, sheet, third, chain))).ok).toBe(true);
      expect(await openKeyStorage(sheetSeed, serve(thirdSet, sheet, third, chain.slice(0, 1)))).toEqual(
        failed,
      );
      expect(await openKeyStorage(sheetSeed, serve(thirdSet, sheet, third, chain.toReversed()))).toEqual(
        failed,
      );
    });

    it('refuses a new generation that the anchored key did not sign', async () => {
      expect(await openKeyStorage(sheetSeed, serve(rekeyed, sheet, next))).toEqual(failed);
      const bySelf = serve(rekeyed, sheet, next, [await rekeyEvent(next, next)]);
      expect(await openKeyStorage(sheetSeed, bySelf)).toEqual(failed);
      const otherEvent = await signObject(ObjectType.ledgerEvent, maya.signing, {
        body: { statement: toBase64Url(next.statement.bytes) },
        kind: 'ledger-event',
        type: 'join',
      });
      expect(await openKeyStorage(sheetSeed, serve(rekeyed, sheet, next, [otherEvent]))).toEqual(failed);
    });
  });

  it('gives the server a statement it can verify and not alter', async () => {
    const { bytes } = set.statement;
    expect((await verifyKeyStorage(bytes, maya.signing.publicKey)).ok).toBe(true);
    const stranger = await createAccountKeys(newId<AccountId>(), nowMs);
    expect(await verifyKeyStorage(bytes, stranger.signing.publicKey)).toEqual({
      ok: false,
      code: 'signature_wrong',
    });
    const empty = await signObject(ObjectType.keyStorage, maya.signing, {
      account: maya.account,
      generation: 1,
      kind: 'key-storage',
      methods: [],
      secretCommit: set.statement.secretCommit,
      secretVersion: 1,
      version: 1,
    });
    expect(await verifyKeyStorage(empty, maya.signing.publicKey)).toEqual({
      ok: false,
      code: 'object_malformed',
    });
  });
});
