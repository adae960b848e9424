import {
  type AccountId,
  type Bytes,
  type HashB64,
  type KeyMethodId,
  maxKeyStorageMethods,
  ok,
  type Result,
  refuse,
} from '@postern/core';
import { parseSigned, sealingKeyBytes } from './frames.ts';
import { hashB64 } from './hash.ts';
import { type MethodKind, methodKinds, ObjectType } from './object-types.ts';
import { base64Url, hash, id, integer, list, oneOf, record } from './strict-shape.ts';
import { type VerifyCode, verifySigned } from './verify-signed.ts';

/** One way to bring the account secret back, as the account signed it. */
export interface KeyStorageMethod {
  readonly id: KeyMethodId;
  readonly kind: MethodKind;
  /** X-Wing public key that the account secret is wrapped to, 1,216 bytes. */
  readonly sealingKey: Bytes;
  readonly anchorHash: HashB64;
  readonly wrapHash: HashB64;
}

/** The signed list of an account's key-storage methods. */
export interface KeyStorageStatement {
  readonly account: AccountId;
  /** Generation of the signing key that signed it. */
  readonly generation: number;
  /** Counts up by one with every change. */
  readonly version: number;
  /** Counts up whenever a new account secret is drawn. */
  readonly secretVersion: number;
  /** Commitment to the account secret, base64url. */
  readonly secretCommit: HashB64;
  readonly methods: readonly KeyStorageMethod[];
  readonly bytes: Bytes;
  readonly hash: HashB64;
}

const readPayload = record({
  account: id<AccountId>(),
  generation: integer(1),
  kind: oneOf('key-storage'),
  methods: list(
    record({
      anchorHash: hash<HashB64>(),
      id: id<KeyMethodId>(),
      kind: oneOf(...methodKinds),
      sealingKey: base64Url(sealingKeyBytes),
      wrapHash: hash<HashB64>(),
    }),
    maxKeyStorageMethods,
  ),
  secretCommit: hash<HashB64>(),
  secretVersion: integer(1),
  version: integer(1),
});

/**
 * The key-storage statement in these bytes, if `signingKey` (32 bytes) signed it. The caller says which key that must
 * be: the server takes it from the account's key statement, a new device from its method's anchor.
 */
export async function verifyKeyStorage(
  bytes: Bytes,
  signingKey: Bytes,
): Promise<Result<KeyStorageStatement, VerifyCode>> {
  const statement = readPayload(parseSigned(bytes, ObjectType.keyStorage)?.payload);
  if (statement === undefined || statement.methods.length === 0) return refuse('object_malformed');
  if (new Set(statement.methods.map((method) => method.id)).size !== statement.methods.length) {
    return refuse('object_malformed');
  }
  const verified = await verifySigned(bytes, ObjectType.keyStorage, signingKey);
  if (!verified.ok) return verified;
  const { kind: _kind, ...fields } = statement;
  return ok({ ...fields, bytes, hash: hashB64(bytes) });
}
