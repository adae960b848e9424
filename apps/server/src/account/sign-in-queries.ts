import type { Email, HashB64 } from '@postern/core';
import type { Queries } from '../platform/db/database.ts';
import type { AccountTables } from './tables.ts';

/** All SQL of a sign-in before there is a session. */

export type SignInAttemptRow = AccountTables['sign_in_attempts'];

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
