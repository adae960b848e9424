import { type AccountId, type Email, type HashB64, newId, type SessionId } from '@postern/core';
import type { Insertable, Selectable } from 'kysely';
import type { Queries } from '../platform/db/database.ts';
import { prepareRead } from '../platform/db/prepare-read.ts';
import type { AccessReport } from './record-access.ts';
import { type AccountTables, sessionColumns } from './tables.ts';

type AccountRow = Insertable<AccountTables['accounts']>;
export type NewSessionRow = Insertable<AccountTables['sessions']>;
export type SignInAttemptRow = AccountTables['sign_in_attempts'];
/** A key-storage method as it is stored. */
export type KeyMethodRow = Pick<
  Selectable<AccountTables['key_methods']>,
  'id' | 'kind' | 'anchor' | 'wrap' | 'created_at_ms'
>;
/** One generation of one account's keys. */
export interface KeysOf {
  readonly account: AccountId;
  readonly generation: number;
}

/** All SQL of accounts and sessions. */

/** Lines of one kind that an account's access log keeps. */
const keptRecords = 200;

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

export async function insertAccessRecord(
  queries: Queries,
  record: Omit<AccessReport, 'account'> & { readonly account: AccountId | ''; readonly atMs: number },
): Promise<void> {
  await queries
    .insertInto('access_records')
    .values({
      id: newId(),
      account: record.account,
      at_ms: record.atMs,
      kind: record.kind,
      code: record.code ?? null,
      organization: record.organization ?? null,
      client_kind: record.clientKind ?? null,
      address: record.address,
      reference: record.reference ?? null,
    })
    .execute();
  await queries
    .deleteFrom('access_records')
    .where('account', '=', record.account)
    .where('kind', '=', record.kind)
    // Nothing is older than nothing: as long as there are fewer lines, the comparison is with null and deletes none.
    .where('at_ms', '<', (oldestKept) =>
      oldestKept
        .selectFrom('access_records as kept')
        .select('kept.at_ms')
        .where('kept.account', '=', record.account)
        .where('kept.kind', '=', record.kind)
        .orderBy('kept.at_ms', 'desc')
        .limit(1)
        .offset(keptRecords - 1),
    )
    .execute();
}

export function listAccessRecords(queries: Queries, account: AccountId, limit: number) {
  return queries
    .selectFrom('access_records')
    .selectAll()
    .where('account', '=', account)
    .orderBy('at_ms', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export function findAccountByEmail(queries: Queries, email: Email) {
  return queries
    .selectFrom('accounts')
    .select(['id', 'factors_enrolled'])
    .where('email', '=', email)
    .executeTakeFirst();
}

/** What a sign-in starts with: the newest password of the account, and the one of before where a generation waits. */
export async function findPasswordsByEmail(queries: Queries, email: Email) {
  const row = await queries
    .selectFrom('accounts')
    .leftJoin('pending_generations', 'pending_generations.account', 'accounts.id')
    .select([
      'accounts.id',
      'accounts.opaque_record',
      'accounts.password_version',
      'pending_generations.opaque_record as waiting_record',
      'pending_generations.password_version as waiting_version',
    ])
    .where('accounts.email', '=', email)
    .executeTakeFirst();
  if (row === undefined) return { newest: undefined, former: undefined };
  const { id, opaque_record, password_version, waiting_record, waiting_version } = row;
  const inForce = { id, opaque_record, password_version };
  if (waiting_record === null || waiting_version === null) return { newest: inForce, former: undefined };
  return {
    newest: { id, opaque_record: waiting_record, password_version: waiting_version },
    former: inForce,
  };
}

/** Whether the account has a second factor. */
export async function hasFactors(queries: Queries, account: AccountId): Promise<boolean> {
  const row = await queries
    .selectFrom('accounts')
    .select('factors_enrolled')
    .where('id', '=', account)
    .executeTakeFirst();
  return row !== undefined && row.factors_enrolled !== '';
}

const accountColumns = [
  'accounts.id',
  'accounts.email',
  'accounts.created_at_ms',
  'accounts.factors_enrolled',
] as const;

const keyColumns = [
  'accounts.generation',
  'accounts.opaque_record',
  'accounts.password_version',
  'accounts.key_statement',
  'accounts.key_storage',
  'accounts.key_storage_version',
  'accounts.secret_version',
  'accounts.bundle',
  'accounts.state_revision',
  'accounts.state_sealed',
] as const;

const waitingKeyColumns = [
  'pending_generations.generation',
  'pending_generations.opaque_record',
  'pending_generations.password_version',
  'pending_generations.key_statement',
  'pending_generations.key_storage',
  'pending_generations.key_storage_version',
  'pending_generations.secret_version',
  'pending_generations.bundle',
  'pending_generations.state_revision',
  'pending_generations.state_sealed',
] as const;

/**
 * The account with its keys of one generation: that in force, or the one that waits. `undefined` for any other. One statement,
 * and so one moment: a generation that is put in force meanwhile is found in one place or the other.
 */
export function findAccount(queries: Queries, { account, generation }: KeysOf) {
  return queries
    .selectFrom('accounts')
    .select(accountColumns)
    .select(keyColumns)
    .where('accounts.id', '=', account)
    .where('accounts.generation', '=', generation)
    .unionAll(
      queries
        .selectFrom('pending_generations')
        .innerJoin('accounts', 'accounts.id', 'pending_generations.account')
        .select(accountColumns)
        .select(waitingKeyColumns)
        .where('pending_generations.account', '=', account)
        .where('pending_generations.generation', '=', generation),
    )
    .executeTakeFirst();
}

/** Passwords that count for an account, with the generation that each leads to; as of one moment. */
export function listPasswords(queries: Queries, account: AccountId) {
  return queries
    .selectFrom('accounts')
    .select(['generation', 'password_version'])
    .where('id', '=', account)
    .unionAll(
      queries
        .selectFrom('pending_generations')
        .select(['generation', 'password_version'])
        .where('account', '=', account),
    )
    .execute();
}

/** The generation that waits, if one does. */
export function findPendingGeneration(queries: Queries, account: AccountId) {
  return queries
    .selectFrom('pending_generations')
    .selectAll()
    .where('account', '=', account)
    .executeTakeFirst();
}

/** Whether the account was stored: not if its id or its address is taken. */
export async function insertAccount(
  queries: Queries,
  account: AccountRow,
  methods: readonly KeyMethodRow[],
): Promise<boolean> {
  const inserted = await queries
    .insertInto('accounts')
    .values(account)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows !== 1n) return false;
  await insertKeyMethods(queries, { account: account.id, generation: account.generation ?? 1 }, methods);
  return true;
}

export async function insertKeyMethods(
  queries: Queries,
  { account, generation }: KeysOf,
  methods: readonly KeyMethodRow[],
): Promise<void> {
  await queries
    .insertInto('key_methods')
    .values(methods.map((method, position) => ({ ...method, account, generation, position })))
    // Of a method that stays, only what is sealed changes.
    .onConflict((conflict) =>
      conflict
        .columns(['account', 'id'])
        .doUpdateSet(({ ref }) => ({
          position: ref('excluded.position'),
          anchor: ref('excluded.anchor'),
          wrap: ref('excluded.wrap'),
        }))
        // INVARIANT: whoever begins a new generation changes no method of the one in force.
        .whereRef('key_methods.generation', '=', 'excluded.generation'),
    )
    .execute();
}

export function listKeyMethods(queries: Queries, { account, generation }: KeysOf): Promise<KeyMethodRow[]> {
  return queries
    .selectFrom('key_methods')
    .select(['id', 'kind', 'anchor', 'wrap', 'created_at_ms'])
    .where('account', '=', account)
    .where('generation', '=', generation)
    .orderBy('position')
    .execute();
}

/** A key storage with the state that is sealed under its account secret. */
export type NextKeys = Pick<
  AccountRow,
  'key_storage' | 'key_storage_version' | 'secret_version' | 'bundle' | 'state_sealed' | 'state_revision'
>;

/**
 * Stores a new password with its keys and state, if they follow what is stored; answers whether they did. Sign-ins
 * that began with the old password end.
 */
export async function replacePassword(
  queries: Queries,
  of: KeysOf,
  next: NextKeys & Pick<AccountRow, 'opaque_record' | 'opaque_protocol'>,
  methods: readonly KeyMethodRow[],
): Promise<boolean> {
  const password_version = await nextPasswordVersion(queries, of.account);
  if (!(await replaceKeys(queries, of, { ...next, password_version }, methods))) return false;
  await queries.deleteFrom('sign_in_attempts').where('account', '=', of.account).execute();
  return true;
}

/** One more than any password of the account has had. */
export async function nextPasswordVersion(queries: Queries, account: AccountId): Promise<number> {
  const passwords = await listPasswords(queries, account);
  return Math.max(0, ...passwords.map(({ password_version }) => password_version)) + 1;
}

/** Stores a key storage and its state in place of those of one generation, if they follow them; answers whether they did. */
export async function replaceKeys(
  queries: Queries,
  of: KeysOf,
  next: NextKeys & Partial<Pick<AccountRow, 'opaque_record' | 'opaque_protocol' | 'password_version'>>,
  methods: readonly KeyMethodRow[],
): Promise<boolean> {
  const { account, generation } = of;
  const followed = { state: next.state_revision - 1, storage: next.key_storage_version - 1 };
  const inForce = await queries
    .updateTable('accounts')
    .set(next)
    .where('id', '=', account)
    .where('generation', '=', generation)
    .where('state_revision', '=', followed.state)
    .where('key_storage_version', '=', followed.storage)
    .executeTakeFirst();
  const waiting =
    inForce.numUpdatedRows === 1n
      ? undefined
      : await queries
          .updateTable('pending_generations')
          .set(next)
          .where('account', '=', account)
          .where('generation', '=', generation)
          .where('state_revision', '=', followed.state)
          .where('key_storage_version', '=', followed.storage)
          .executeTakeFirst();
  if (waiting && waiting.numUpdatedRows !== 1n) return false;
  // Whoever changes the keys in force has the account in hand: a reset that somebody has under way by its mailbox ends.
  if (waiting === undefined)
    await queries.deleteFrom('reset_tickets').where('account', '=', account).execute();
  await queries
    .deleteFrom('key_methods')
    .where('account', '=', account)
    .where('generation', '=', generation)
    .where(
      'id',
      'not in',
      methods.map(({ id }) => id),
    )
    .execute();
  await insertKeyMethods(queries, of, methods);
  return true;
}

/** Whether the state was stored: only as the successor of the stored revision of its generation. */
export async function replaceState(
  queries: Queries,
  { account, generation }: KeysOf,
  state: { readonly revision: number; readonly sealed: Uint8Array },
): Promise<boolean> {
  const next = { state_revision: state.revision, state_sealed: state.sealed };
  const inForce = await queries
    .updateTable('accounts')
    .set(next)
    .where('id', '=', account)
    .where('generation', '=', generation)
    .where('state_revision', '=', state.revision - 1)
    .executeTakeFirst();
  if (inForce.numUpdatedRows === 1n) return true;
  const waiting = await queries
    .updateTable('pending_generations')
    .set(next)
    .where('account', '=', account)
    .where('generation', '=', generation)
    .where('state_revision', '=', state.revision - 1)
    .executeTakeFirst();
  return waiting.numUpdatedRows === 1n;
}

/** Deletes an account with everything of it; `codes` names the mailed codes of its address. */
export async function deleteAccount(
  queries: Queries,
  account: { readonly id: AccountId; readonly email: Email },
  codes: readonly HashB64[],
): Promise<void> {
  await queries.deleteFrom('mailed_codes').where('name', 'in', codes).execute();
  await queries.deleteFrom('sign_up_tickets').where('email', '=', account.email).execute();
  await queries.deleteFrom('sign_in_attempts').where('account', '=', account.id).execute();
  await queries.deleteFrom('access_records').where('account', '=', account.id).execute();
  // Key methods and sessions go with the account.
  await queries.deleteFrom('accounts').where('id', '=', account.id).execute();
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

/** Whether there was such a session of this account. */
export async function deleteSession(queries: Queries, account: AccountId, id: SessionId): Promise<boolean> {
  const deleted = await queries
    .deleteFrom('sessions')
    .where('id', '=', id)
    .where('account', '=', account)
    .executeTakeFirst();
  return deleted.numDeletedRows === 1n;
}

/** Lets a session of the owner's door be like any other from now on. */
export async function openSessionFully(queries: Queries, id: SessionId): Promise<void> {
  await queries.updateTable('sessions').set({ scope: 'full' }).where('id', '=', id).execute();
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

/** Stores a code in place of the one there was under this name. */
export async function putMailedCode(
  queries: Queries,
  code: Pick<AccountTables['mailed_codes'], 'name' | 'code_hash' | 'expires_at_ms'>,
): Promise<void> {
  await queries
    .insertInto('mailed_codes')
    .values({ ...code, attempts: 0 })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ code_hash: code.code_hash, expires_at_ms: code.expires_at_ms, attempts: 0 }),
    )
    .execute();
}

export function findMailedCode(queries: Queries, name: HashB64, nowMs: number) {
  return queries
    .selectFrom('mailed_codes')
    .select(['code_hash', 'attempts'])
    .where('name', '=', name)
    .where('expires_at_ms', '>', nowMs)
    .executeTakeFirst();
}

export async function countWrongCode(queries: Queries, name: HashB64): Promise<void> {
  await queries
    .updateTable('mailed_codes')
    .set((code) => ({ attempts: code('attempts', '+', 1) }))
    .where('name', '=', name)
    .execute();
}

export async function deleteMailedCode(queries: Queries, name: HashB64): Promise<void> {
  await queries.deleteFrom('mailed_codes').where('name', '=', name).execute();
}

export async function insertTicket(
  queries: Queries,
  ticket: Insertable<AccountTables['sign_up_tickets']>,
): Promise<void> {
  await queries.insertInto('sign_up_tickets').values(ticket).execute();
}

/** The address that the ticket is for. */
export async function findTicket(
  queries: Queries,
  tokenHash: HashB64,
  nowMs: number,
): Promise<Email | undefined> {
  const row = await queries
    .selectFrom('sign_up_tickets')
    .select('email')
    .where('token_hash', '=', tokenHash)
    .where('expires_at_ms', '>', nowMs)
    .executeTakeFirst();
  return row?.email;
}

/** Once an address has its account, no ticket for it is good any more. */
export async function deleteTickets(queries: Queries, email: Email): Promise<void> {
  await queries.deleteFrom('sign_up_tickets').where('email', '=', email).execute();
}

export async function insertSignInAttempt(queries: Queries, attempt: SignInAttemptRow): Promise<void> {
  await queries.insertInto('sign_in_attempts').values(attempt).execute();
}

/** Takes the attempt out of the database: whoever gets it is the only one. */
export function takeSignInAttempt(
  queries: Queries,
  tokenHash: HashB64,
): Promise<SignInAttemptRow | undefined> {
  return queries
    .deleteFrom('sign_in_attempts')
    .where('token_hash', '=', tokenHash)
    .returningAll()
    .executeTakeFirst();
}

/** Takes the attempts that nobody finished in time. */
export function takeExpiredSignInAttempts(queries: Queries, nowMs: number): Promise<SignInAttemptRow[]> {
  return queries.deleteFrom('sign_in_attempts').where('expires_at_ms', '<=', nowMs).returningAll().execute();
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

export async function deleteExpiredRows(
  queries: Queries,
  { nowMs, recordsBeforeMs }: { readonly nowMs: number; readonly recordsBeforeMs: number },
): Promise<void> {
  await queries.deleteFrom('mailed_codes').where('expires_at_ms', '<=', nowMs).execute();
  await queries.deleteFrom('sign_up_tickets').where('expires_at_ms', '<=', nowMs).execute();
  await queries.deleteFrom('access_records').where('at_ms', '<', recordsBeforeMs).execute();
}
