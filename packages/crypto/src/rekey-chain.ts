import { type AccountId, type Bytes, fromBase64Url, type HashB64, type Json } from '@postern/core';
import { parseKeyStatement } from './key-statement.ts';
import { ObjectType } from './object-types.ts';
import { verifySigned } from './verify-signed.ts';

/** The key a chain of rekey events ends with; `statementHash` is absent when the chain was empty. */
export interface FollowedKey {
  readonly generation: number;
  readonly signingKey: Bytes;
  readonly statementHash?: HashB64;
}

/**
 * The key that a chain of `rekey` ledger events leads to from `start`, or `undefined` if a link does not hold: each
 * event is signed by the generation before and names the statement of the next, which signs itself and cites the
 * statement before it.
 */
export async function followRekeys(
  account: AccountId,
  start: { readonly generation: number; readonly signingKey: Bytes },
  rekeys: readonly Bytes[],
): Promise<FollowedKey | undefined> {
  let current: FollowedKey = start;
  for (const event of rekeys) {
    const verified = await verifySigned(event, ObjectType.ledgerEvent, current.signingKey);
    const statementBytes = verified.ok ? statementOf(verified.value) : undefined;
    const parsed = statementBytes && (await parseKeyStatement(statementBytes));
    if (!parsed?.ok) return undefined;
    const next = parsed.value;
    if (next.account !== account || next.generation !== current.generation + 1) return undefined;
    if (current.statementHash !== undefined && next.previous !== current.statementHash) return undefined;
    current = { generation: next.generation, signingKey: next.signingKey, statementHash: next.hash };
  }
  return current;
}

/** The statement that a rekey event carries. Its other fields are the ledger's to judge; this reads only what it needs. */
function statementOf(payload: Json): Bytes | undefined {
  const event = payload as { kind?: Json; type?: Json; body?: { statement?: Json } | null };
  if (event?.kind !== 'ledger-event' || event.type !== 'rekey') return undefined;
  const statement = event.body?.statement;
  return typeof statement === 'string' ? fromBase64Url(statement) : undefined;
}
