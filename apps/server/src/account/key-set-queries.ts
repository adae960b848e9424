import type { AccountId } from '@postern/core';
import type { Insertable, Selectable } from 'kysely';
import type { Queries } from '../platform/db/database.ts';
import type { AccountTables } from './tables.ts';

/** All SQL of an account's keys, those in force and those that wait: what opens them, what they seal. */

type AccountRow = Insertable<AccountTables['accounts']>;

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

/** A key storage with the state that is sealed under its account secret. */
export type NextKeys = Pick<
  AccountRow,
  'key_storage' | 'key_storage_version' | 'secret_version' | 'bundle' | 'state_sealed' | 'state_revision'
>;

const accountColumns = [
  'accounts.id',
  'accounts.newest_generation',
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
