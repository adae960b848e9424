import type { Email, HashB64 } from '@postern/core';
import type { Insertable } from 'kysely';
import type { Queries } from '../platform/db/database.ts';
import type { AccountTables } from './tables.ts';

/** All SQL of mailed codes, and of the tickets that a sign-up gets for one. */

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
