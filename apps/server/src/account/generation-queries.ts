import type { AccountId, HashB64, SessionId } from '@postern/core';
import type { Insertable } from 'kysely';
import type { Queries } from '../platform/db/database.ts';
import { insertKeyMethods, type KeyMethodRow, type KeysOf, type NextKeys } from './key-set-queries.ts';
import type { AccountTables } from './tables.ts';

/** All SQL of *Forgot password* and of generations that wait. */

type TicketRow = AccountTables['reset_tickets'];

export async function insertResetTicket(queries: Queries, ticket: TicketRow): Promise<void> {
  await queries.insertInto('reset_tickets').values(ticket).execute();
}

/** The ticket with its account, as of now. */
export function findResetTicket(queries: Queries, tokenHash: HashB64, nowMs: number) {
  return queries
    .selectFrom('reset_tickets')
    .innerJoin('accounts', 'accounts.id', 'reset_tickets.account')
    .select([
      'reset_tickets.token_hash',
      'reset_tickets.account',
      'reset_tickets.factor',
      'reset_tickets.challenge',
      'reset_tickets.strength',
      'reset_tickets.opened_generation',
      'reset_tickets.expires_at_ms',
      'accounts.email',
      'accounts.created_at_ms',
      'accounts.generation',
      'accounts.keys_before',
      'accounts.newest_generation',
      'accounts.generation_refused_at_ms',
      'accounts.factors_enrolled',
    ])
    .where('reset_tickets.token_hash', '=', tokenHash)
    .where('reset_tickets.expires_at_ms', '>', nowMs)
    .executeTakeFirst();
}

/** Where the ticket stands with the second factor from now on; false when it no longer waits for one. */
export async function settleFactorOfTicket(
  queries: Queries,
  tokenHash: HashB64,
  to: Pick<TicketRow, 'factor' | 'strength'>,
): Promise<boolean> {
  const settled = await queries
    .updateTable('reset_tickets')
    .set(to)
    .where('token_hash', '=', tokenHash)
    .where('factor', 'in', ['needed', 'none'])
    .executeTakeFirst();
  return settled.numUpdatedRows === 1n;
}

/** Notes whose keys the holder of the ticket has shown to have. */
export async function noteOpenedByTicket(
  queries: Queries,
  tokenHash: HashB64,
  generation: number,
): Promise<void> {
  await queries
    .updateTable('reset_tickets')
    .set({ opened_generation: generation })
    .where('token_hash', '=', tokenHash)
    .execute();
}

/** All tickets of an account, once one was used, or what a reset goes by was changed under it, or somebody says it is none of theirs. */
export async function deleteResetTickets(queries: Queries, account: AccountId): Promise<void> {
  await queries.deleteFrom('reset_tickets').where('account', '=', account).execute();
}

export async function deleteExpiredResetTickets(queries: Queries, nowMs: number): Promise<void> {
  await queries.deleteFrom('reset_tickets').where('expires_at_ms', '<=', nowMs).execute();
}

/** Keeps a generation that waits, in place of an earlier one that waited; `false` when its number is not a new one. */
export async function putPendingGeneration(
  queries: Queries,
  row: Insertable<AccountTables['pending_generations']>,
  methods: readonly KeyMethodRow[],
): Promise<boolean> {
  const { account, generation } = row;
  const numbered = await queries
    .updateTable('accounts')
    .set({ newest_generation: generation })
    .where('id', '=', account)
    .where('newest_generation', '=', generation - 1)
    .executeTakeFirst();
  if (numbered.numUpdatedRows !== 1n) return false;
  await dropPendingGeneration(queries, account);
  await queries.insertInto('pending_generations').values(row).execute();
  await insertKeyMethods(queries, { account, generation }, methods);
  return true;
}

/** Drops the generation that waits, with its methods; its sessions are the caller's to end. */
export async function dropPendingGeneration(queries: Queries, account: AccountId): Promise<void> {
  const dropped = await queries
    .deleteFrom('pending_generations')
    .where('account', '=', account)
    .returning('generation')
    .execute();
  for (const { generation } of dropped) {
    await queries
      .deleteFrom('key_methods')
      .where('account', '=', account)
      .where('generation', '=', generation)
      .execute();
  }
}

/** Which generation waits, of those of these accounts that have one. */
export async function waitingGenerationsOf(
  queries: Queries,
  accounts: readonly AccountId[],
): Promise<ReadonlyMap<AccountId, number>> {
  if (accounts.length === 0) return new Map();
  const rows = await queries
    .selectFrom('pending_generations')
    .select(['account', 'generation'])
    .where('account', 'in', accounts)
    .execute();
  return new Map(rows.map(({ account, generation }) => [account, generation]));
}

/**
 * Leaves the next number out, so that the generation after a refused one follows on none of those before it: an organization
 * that took the refused one takes no direct follower that does not name it. Notes when.
 */
export async function skipGeneration(queries: Queries, account: AccountId, nowMs: number): Promise<void> {
  await queries
    .updateTable('accounts')
    .set((row) => ({
      newest_generation: row('newest_generation', '+', 1),
      generation_refused_at_ms: nowMs,
    }))
    .where('id', '=', account)
    .execute();
}

/** Puts the generation that waits in force; what was of the one before it is gone. False when it waits no more. */
export async function putInForce(queries: Queries, { account, generation }: KeysOf): Promise<boolean> {
  const taken = await queries
    .deleteFrom('pending_generations')
    .where('account', '=', account)
    .where('generation', '=', generation)
    .returningAll()
    .executeTakeFirst();
  if (taken === undefined) return false;
  const { account: _account, cause: _cause, started_at_ms: _startedAtMs, ...keys } = taken;
  await queries
    .updateTable('accounts')
    .set({ ...keys, keys_before: '' })
    .where('id', '=', account)
    .execute();
  await queries
    .deleteFrom('key_methods')
    .where('account', '=', account)
    .where('generation', '<', generation)
    .execute();
  return true;
}

/**
 * Puts keys that those in force vouched for in their place, with the session that asked; `false` when they do not follow what
 * is stored. The password stays. What is under way by the account's mailbox ends, a generation that waits included.
 */
export async function replaceGeneration(
  queries: Queries,
  of: KeysOf & { readonly id: SessionId },
  next: NextKeys & {
    readonly generation: number;
    readonly key_statement: Uint8Array;
    readonly keys_before: string;
  },
  methods: readonly KeyMethodRow[],
): Promise<boolean> {
  const { account, generation } = of;
  const updated = await queries
    .updateTable('accounts')
    .set({ ...next, newest_generation: next.generation })
    .where('id', '=', account)
    .where('generation', '=', generation)
    .where('newest_generation', '=', next.generation - 1)
    .where('state_revision', '=', next.state_revision - 1)
    .where('key_storage_version', '=', next.key_storage_version - 1)
    .executeTakeFirst();
  if (updated.numUpdatedRows !== 1n) return false;
  await dropPendingGeneration(queries, account);
  await deleteResetTickets(queries, account);
  await queries.deleteFrom('key_methods').where('account', '=', account).execute();
  await insertKeyMethods(queries, { account, generation: next.generation }, methods);
  await queries
    .updateTable('sessions')
    .set({ generation: next.generation })
    .where('id', '=', of.id)
    .execute();
  return true;
}

/** Ends the sessions of other generations and answers their ids. */
export function deleteSessionsOfOthers(queries: Queries, { account, generation }: KeysOf) {
  return queries
    .deleteFrom('sessions')
    .where('account', '=', account)
    .where('generation', '!=', generation)
    .returning('id')
    .execute();
}

/** The accounts with a generation that waits. */
export function listPendingGenerations(queries: Queries) {
  return queries.selectFrom('pending_generations').select('account').execute();
}
