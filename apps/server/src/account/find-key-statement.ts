import type { Bytes } from '@postern/core';
import type { Queries } from '../platform/db/database.ts';
import { findAccount, type KeysOf } from './key-set-queries.ts';

/**
 * The account's key statement of one generation as it was signed, or `undefined` when there is none (any more). For
 * other contexts, within their own transactions: what they store of an account must be of one that still exists.
 */
export async function findKeyStatement(queries: Queries, of: KeysOf): Promise<Bytes | undefined> {
  return (await findAccount(queries, of))?.key_statement as Bytes | undefined;
}
