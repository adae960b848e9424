import type { AccountId, Bytes } from '@postern/core';
import type { Queries } from '../platform/db/database.ts';
import { findAccount } from './queries.ts';

/**
 * The account's current key statement as it was signed, or `undefined` when there is no such account (any more). For
 * other contexts, within their own transactions: what they store of an account must be of one that still exists.
 */
export async function findKeyStatement(queries: Queries, account: AccountId): Promise<Bytes | undefined> {
  return (await findAccount(queries, account))?.key_statement as Bytes | undefined;
}
