import {
  type KeyMethodView,
  keyCredential,
  type listKeyMethods,
  type NewKeyMethod,
  type noteKeyMethodUsed,
} from '@postern/contract';
import { type AccountId, type HashB64, ok, refuse, toBase64Url } from '@postern/core';
import type { Queries } from '../platform/db/database.ts';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { ServerKeys } from '../platform/keys.ts';
import type { AccountContext } from './account-context.ts';
import { limitConfirmation } from './attempt-limits.ts';
import { describeMethod, findLastSignIn, listMethodFacts, noteMethodUse } from './key-method-queries.ts';
import { findPendingGeneration, type KeysOf, listPasswords } from './key-set-queries.ts';
import { recordAccess } from './record-access.ts';
import type { Session } from './session.ts';

/** What is known of a generation's ways to its keys. The password counts as used with every sign-in. */
export async function describeKeyMethods(queries: Queries, of: KeysOf): Promise<KeyMethodView[]> {
  const rows = await listMethodFacts(queries, of);
  const signedInAtMs = await findLastSignIn(queries, of.account);
  return rows.map((row) => {
    const lastUsedAtMs = row.kind === 'password' ? signedInAtMs : (row.last_used_at_ms ?? undefined);
    return {
      id: row.id,
      kind: row.kind,
      label: row.label,
      createdAtMs: row.created_at_ms,
      ...(lastUsedAtMs === undefined ? {} : { lastUsedAtMs }),
      ...(row.credential === null ? {} : { credential: keyCredential.parse(JSON.parse(row.credential)) }),
      ...(row.unpaired_at_ms === null ? {} : { unpairedAtMs: row.unpaired_at_ms }),
    };
  });
}

/** Stores what comes with the new methods of a key storage that was just stored, in the same transaction. */
export async function keepMethodFacts(
  queries: Queries,
  keys: Pick<ServerKeys, 'lookupHash'>,
  of: KeysOf,
  added: readonly NewKeyMethod[],
): Promise<void> {
  for (const { id, label, credential, proof } of added) {
    await describeMethod(queries, of, {
      id,
      label,
      credential: credential === undefined ? null : JSON.stringify(credential),
      proof_hash: proof === undefined ? null : methodProofHash(keys, of.account, proof),
    });
  }
}

/** What the database keeps of a method's proof. */
export function methodProofHash(
  keys: Pick<ServerKeys, 'lookupHash'>,
  account: AccountId,
  proofB64: string,
): HashB64 {
  return toBase64Url(keys.lookupHash('key-method-proof', `${proofB64}\0${account}`)) as HashB64;
}

/**
 * Notes the use of the method that this proves, and answers which it is; `undefined` when it proves none of this
 * generation's. Run it in the transaction that depends on it.
 */
export function useMethod(
  queries: Queries,
  keys: Pick<ServerKeys, 'lookupHash'>,
  of: KeysOf,
  proofB64: string,
  nowMs: number,
) {
  return noteMethodUse(queries, of, methodProofHash(keys, of.account, proofB64), nowMs);
}

/** The generation that the password of this version leads to; `undefined` when it counts no more. */
export async function findGeneration(
  queries: Queries,
  account: AccountId,
  passwordVersion: number,
): Promise<number | undefined> {
  const passwords = await listPasswords(queries, account);
  return passwords.find(({ password_version }) => password_version === passwordVersion)?.generation;
}

/** Whether keys of this generation wait for organizations to know them, while others are in force. */
export async function isWaiting(queries: Queries, { account, generation }: KeysOf): Promise<boolean> {
  return (await findPendingGeneration(queries, account))?.generation === generation;
}

/** The ways to the keys of the caller's generation. */
export function showKeyMethods({ platform }: AccountContext): Handler<typeof listKeyMethods, Session> {
  return async ({ caller }) => ok({ methods: await describeKeyMethods(platform.db.kysely, caller) });
}

/** Notes that somebody who is signed in got the keys back by a method they hold. */
export function noteMethodUsed({ platform }: AccountContext): Handler<typeof noteKeyMethodUsed, Session> {
  return async ({ caller, body }) => {
    const limited = await limitConfirmation(platform.limits, 'key method', caller.account);
    if (!limited.ok) return limited;
    const { account, clientKind, address } = caller;
    const { db, keys, clock } = platform;
    const used = await useMethod(db.kysely, keys, caller, body.proof, clock.nowMs());
    if (!used) return refuse('key_opens_nothing');
    await recordAccess(platform, { account, kind: 'key_method_used', clientKind, address });
    return ok({});
  };
}
