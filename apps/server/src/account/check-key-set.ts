import type { KeyStorageSet } from '@postern/contract';
import { type AccountId, type Bytes, fromBase64Url, ok, type Result, refuse } from '@postern/core';
import {
  hashB64,
  isSealed,
  isWrapped,
  type KeyStatement,
  type KeyStorageStatement,
  ObjectType,
  parseKeyStatement,
  verifyKeyStorage,
} from '@postern/crypto/public';
import type { KeyMethodRow } from './key-set-queries.ts';

export type KeyObjectsCode = 'signature_wrong' | 'key_objects_invalid';

/** A key-storage set whose parts belong together. What is sealed inside, nobody here can know. */
export interface CheckedKeySet {
  readonly statement: KeyStorageStatement;
  readonly bundle: Bytes;
  readonly methods: readonly KeyMethodRow[];
}

/** The bytes of a field that the contract has found to be base64url. */
function bytesOf(text: string): Bytes {
  const bytes = fromBase64Url(text);
  if (bytes === undefined) throw new Error('a field of the contract is not base64url');
  return bytes;
}

/** The first key statement of a new account: self-signed, of this account, generation 1. */
export async function checkFirstKeyStatement(
  keyStatementB64: string,
  account: AccountId,
): Promise<Result<KeyStatement, KeyObjectsCode>> {
  const parsed = await parseKeyStatement(bytesOf(keyStatementB64));
  if (!parsed.ok) return refuseObject(parsed.code, '/keyStatement');
  const { value } = parsed;
  return value.account === account && value.generation === 1
    ? ok(value)
    : refuseObject('object_malformed', '/keyStatement');
}

/**
 * The key statement of a generation that is begun without keys: self-signed, of the same account, of the next free number,
 * following on the latest (`before`). What that is worth the organizations judge.
 */
export async function checkNextKeyStatement(
  keyStatementB64: string,
  before: KeyStatement,
  generation: number,
): Promise<Result<KeyStatement, KeyObjectsCode | 'state_moved'>> {
  const parsed = await parseKeyStatement(bytesOf(keyStatementB64));
  if (!parsed.ok) return refuseObject(parsed.code, '/keyStatement');
  const { value } = parsed;
  if (value.account !== before.account) return refuseObject('object_malformed', '/keyStatement');
  // Another reset came in between.
  return value.generation === generation && value.previous === before.hash
    ? ok(value)
    : refuse('state_moved');
}

/**
 * The set, if the account's current signing key signed its statement, the statement is the one after `version` and
 * lists exactly these methods with these anchors and wraps, and every object has its frame. INVARIANT: nothing that a
 * client would refuse to open for its outside is ever stored (attack row BW11). `secretVersion` is the stored one, 0 for
 * a new account; `nowMs` is when its new methods are made.
 */
export async function checkKeySet(
  set: KeyStorageSet,
  signer: KeyStatement,
  stored: { readonly version: number; readonly secretVersion: number; readonly nowMs: number },
): Promise<Result<CheckedKeySet, KeyObjectsCode>> {
  const verified = await verifyKeyStorage(bytesOf(set.keyStorage), signer.signingKey);
  if (!verified.ok) return refuseObject(verified.code, '/keys/keyStorage');
  const statement = verified.value;
  const { account, generation, version, secretVersion, methods: listed } = statement;
  const follows =
    account === signer.account &&
    generation === signer.generation &&
    version === stored.version + 1 &&
    (secretVersion === stored.secretVersion + 1 ||
      (stored.secretVersion > 0 && secretVersion === stored.secretVersion));
  if (!follows) return refuseObject('object_malformed', '/keys/keyStorage');

  const bundle = bytesOf(set.bundle);
  if (!isSealed(bundle, ObjectType.accountBundle)) return refuseObject('object_malformed', '/keys/bundle');

  if (set.methods.length !== listed.length) return refuseObject('object_malformed', '/keys/methods');
  const sent = new Map(set.methods.map((method, at) => [method.id, { method, at }]));
  const methods: KeyMethodRow[] = [];
  for (const { id, kind, anchorHash, wrapHash } of listed) {
    const found = sent.get(id);
    if (found?.method.kind !== kind) return refuseObject('object_malformed', '/keys/methods');
    const anchor = bytesOf(found.method.anchor);
    const wrap = bytesOf(found.method.wrap);
    const field = `/keys/methods/${found.at}`;
    if (!isSealed(anchor, ObjectType.methodAnchor) || hashB64(anchor) !== anchorHash) {
      return refuseObject('object_malformed', `${field}/anchor`);
    }
    if (!isWrapped(wrap, ObjectType.accountSecret) || hashB64(wrap) !== wrapHash) {
      return refuseObject('object_malformed', `${field}/wrap`);
    }
    methods.push({ id, kind, anchor, wrap, created_at_ms: stored.nowMs });
  }
  return ok({ statement, bundle, methods });
}

/** The sealed state's bytes, if they have its frame; `field` is where the request holds them. */
export function checkSealedState(sealedB64: string, field: string): Result<Bytes, 'key_objects_invalid'> {
  const sealed = bytesOf(sealedB64);
  return isSealed(sealed, ObjectType.accountState) ? ok(sealed) : refuse('key_objects_invalid', { field });
}

function refuseObject(code: 'signature_wrong' | 'object_malformed', field: string) {
  return refuse(code === 'signature_wrong' ? code : 'key_objects_invalid', { field });
}
