import type { AccountId, Email } from '@postern/core';
import type { Queries } from '../platform/db/database.ts';
import { findAccountByEmail } from './queries.ts';

/** Whose the address is, or `undefined`. For an operator's commands; nobody else is told who has an account. */
export async function findAccountId(queries: Queries, email: Email): Promise<AccountId | undefined> {
  return (await findAccountByEmail(queries, email))?.id;
}
