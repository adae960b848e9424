import type { AccountId, Email, HashB64 } from '@postern/core';
import type { Insertable } from 'kysely';
import type { Queries } from '../platform/db/database.ts';
import { insertKeyMethods, type KeyMethodRow } from './key-set-queries.ts';
import type { AccountTables } from './tables.ts';

/** All SQL of accounts as such. */

type AccountRow = Insertable<AccountTables['accounts']>;

export function findAccountByEmail(queries: Queries, email: Email) {
  return queries
    .selectFrom('accounts')
    .select(['id', 'factors_enrolled'])
    .where('email', '=', email)
    .executeTakeFirst();
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

export async function deleteExpiredRows(
  queries: Queries,
  { nowMs, recordsBeforeMs }: { readonly nowMs: number; readonly recordsBeforeMs: number },
): Promise<void> {
  await queries.deleteFrom('mailed_codes').where('expires_at_ms', '<=', nowMs).execute();
  await queries.deleteFrom('sign_up_tickets').where('expires_at_ms', '<=', nowMs).execute();
  await queries.deleteFrom('access_records').where('at_ms', '<', recordsBeforeMs).execute();
}
