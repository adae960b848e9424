import { type AccountId, type Bytes, type HashB64, ok, type Result, refuse } from '@postern/core';
import { parseSigned, sealingKeyBytes } from './frames.ts';
import { hashB64 } from './hash.ts';
import { ObjectType } from './object-types.ts';
import { base64Url, hash, id, integer, nullable, oneOf, record } from './strict-shape.ts';
import { type VerifyCode, verifySigned } from './verify-signed.ts';

/** An account's public keys of one generation, signed by themselves. Who vouches for the account is the ledger's matter. */
export interface KeyStatement {
  readonly account: AccountId;
  readonly generation: number;
  /** Ed25519, 32 bytes. */
  readonly signingKey: Bytes;
  /** X-Wing, 1,216 bytes. */
  readonly sealingKey: Bytes;
  /** Hash of the statement of the generation before, null for the first. */
  readonly previous: HashB64 | null;
  readonly createdAtMs: number;
  /** The statement as it was signed: stored and relayed verbatim. */
  readonly bytes: Bytes;
  readonly hash: HashB64;
}

const readPayload = record({
  account: id<AccountId>(),
  createdAtMs: integer(0),
  generation: integer(1),
  kind: oneOf('key-statement'),
  previous: nullable(hash<HashB64>()),
  sealingKey: base64Url(sealingKeyBytes),
  signingKey: base64Url(32),
});

/**
 * The key statement in these bytes, its own signature verified.
 * `object_malformed` for a wrong frame, encoding or field; `signature_wrong` for a signature or key that is refused.
 */
export async function parseKeyStatement(bytes: Bytes): Promise<Result<KeyStatement, VerifyCode>> {
  const statement = readPayload(parseSigned(bytes, ObjectType.keyStatement)?.payload);
  if (statement === undefined) return refuse('object_malformed');
  if ((statement.generation === 1) !== (statement.previous === null)) return refuse('object_malformed');
  const verified = await verifySigned(bytes, ObjectType.keyStatement, statement.signingKey);
  if (!verified.ok) return verified;
  const { kind: _kind, ...fields } = statement;
  return ok({ ...fields, bytes, hash: hashB64(bytes) });
}
