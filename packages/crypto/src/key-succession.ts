import type { AccountId, Bytes, HashB64, Json } from '@postern/core';
import type { KeyStatement } from './key-statement.ts';
import { ObjectType } from './object-types.ts';
import { hash, id, integer, oneOf, record } from './strict-shape.ts';
import { verifySigned } from './verify-signed.ts';

type Next = Pick<KeyStatement, 'account' | 'generation' | 'hash' | 'previous'>;

/** SPEC: docs/protocol/objects.md, type `07`: what the keys of one generation sign of the statement after theirs. */
export function keySuccessionPayload({ account, generation, hash: statementHash }: Next): Json {
  return { account, generation, kind: 'key-succession', statementHash };
}

const readPayload = record({
  account: id<AccountId>(),
  generation: integer(2),
  kind: oneOf('key-succession'),
  statementHash: hash<HashB64>(),
});

/** Whether the keys of `before` say that `next` comes after them, and `next` says the same by naming `before`. */
export async function isKeySuccession(
  bytes: Bytes,
  before: Pick<KeyStatement, 'account' | 'generation' | 'hash' | 'signingKey'>,
  next: Next,
): Promise<boolean> {
  const verified = await verifySigned(bytes, ObjectType.keySuccession, before.signingKey);
  const said = verified.ok ? readPayload(verified.value) : undefined;
  return (
    said !== undefined &&
    said.account === before.account &&
    said.account === next.account &&
    said.statementHash === next.hash &&
    said.generation === next.generation &&
    next.generation > before.generation &&
    next.previous === before.hash
  );
}
