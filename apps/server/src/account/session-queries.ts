import type { AccountId, HashB64, SessionId } from '@postern/core';
import type { Insertable, Selectable } from 'kysely';
import type { Queries } from '../platform/db/database.ts';
import { prepareRead } from '../platform/db/prepare-read.ts';
import { type KeysOf, listPasswords } from './key-set-queries.ts';
import { type AccountTables, sessionColumns } from './tables.ts';

/** All SQL of sessions. */

export type NewSessionRow = Insertable<AccountTables['sessions']>;

const readSession = prepareRead(
  (queries, key: { readonly tokenHash: HashB64; readonly usedAfterMs: number }) =>
    queries
      .selectFrom('sessions')
      .innerJoin('accounts', 'accounts.id', 'sessions.account')
      .select(sessionColumns)
      .where('sessions.token_hash', '=', key.tokenHash)
      .where('sessions.last_used_at_ms', '>', key.usedAfterMs),
);

export function findSessionByToken(queries: Queries, tokenHash: HashB64, usedAfterMs: number) {
  return readSession.first(queries, { tokenHash, usedAfterMs });
}

export async function touchSession(
  queries: Queries,
  id: SessionId,
  use: { readonly nowMs: number; readonly address: string },
): Promise<void> {
  await queries
    .updateTable('sessions')
    .set({ last_used_at_ms: use.nowMs, address: use.address })
    .where('id', '=', id)
    .execute();
}

export async function setClientVersion(queries: Queries, id: SessionId, version: string): Promise<void> {
  await queries.updateTable('sessions').set({ client_version: version }).where('id', '=', id).execute();
}

export async function insertSession(queries: Queries, session: NewSessionRow): Promise<void> {
  await queries.insertInto('sessions').values(session).execute();
}

export function listSessionsOf(
  queries: Queries,
  account: AccountId,
): Promise<Selectable<AccountTables['sessions']>[]> {
  return queries
    .selectFrom('sessions')
    .selectAll()
    .where('account', '=', account)
    .orderBy('last_used_at_ms', 'desc')
    .orderBy('created_at_ms', 'desc')
    .execute();
}

/** Notes that the session proved the password of this version; false when session or version are gone. */
export async function refreshSession(
  queries: Queries,
  id: SessionId,
  proven: KeysOf & { readonly passwordVersion: number; readonly nowMs: number },
): Promise<boolean> {
  const passwords = await listPasswords(queries, proven.account);
  const counts = passwords.some(
    (one) => one.generation === proven.generation && one.password_version === proven.passwordVersion,
  );
  if (!counts) return false;
  const updated = await queries
    .updateTable('sessions')
    .set({ authenticated_at_ms: proven.nowMs })
    .where('id', '=', id)
    .where('account', '=', proven.account)
    .where('generation', '=', proven.generation)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

/** Lets a session of the owner's door be like any other from now on. */
export async function openSessionFully(queries: Queries, id: SessionId): Promise<void> {
  await queries.updateTable('sessions').set({ scope: 'full' }).where('id', '=', id).execute();
}

/** Whether there was such a session of this account. */
export async function deleteSession(queries: Queries, account: AccountId, id: SessionId): Promise<boolean> {
  const deleted = await queries
    .deleteFrom('sessions')
    .where('id', '=', id)
    .where('account', '=', account)
    .executeTakeFirst();
  return deleted.numDeletedRows === 1n;
}

/** Ends the account's other sessions and answers their ids. */
export function deleteOtherSessions(queries: Queries, account: AccountId, kept: SessionId) {
  return queries
    .deleteFrom('sessions')
    .where('account', '=', account)
    .where('id', '!=', kept)
    .returning('id')
    .execute();
}

/** As {@link deleteOtherSessions}, those of one generation alone. */
export function deleteOtherSessionsOf(queries: Queries, { account, generation }: KeysOf, kept: SessionId) {
  return queries
    .deleteFrom('sessions')
    .where('account', '=', account)
    .where('generation', '=', generation)
    .where('id', '!=', kept)
    .returning('id')
    .execute();
}

/** Ends the sessions that were last used before a time and answers whose they were. */
export function deleteSessionsUnusedSince(queries: Queries, beforeMs: number) {
  return queries
    .deleteFrom('sessions')
    .where('last_used_at_ms', '<=', beforeMs)
    .returning(['id', 'account'])
    .execute();
}

/** Nobody keeps a stream open for these, so nobody is told. */
export async function deleteDoorSessionsBegunBefore(queries: Queries, beforeMs: number): Promise<void> {
  await queries
    .deleteFrom('sessions')
    .where('scope', '=', 'door')
    .where('created_at_ms', '<=', beforeMs)
    .execute();
}
