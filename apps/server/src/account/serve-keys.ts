import type { KeyStorageSet } from '@postern/contract';
import type { AccountId, Email } from '@postern/core';
import { toBase64Url } from '@postern/core';
import type { Queries } from '../platform/db/database.ts';
import { keySetOf } from './key-set-of.ts';
import { findAccount } from './key-set-queries.ts';

/** One generation of an account's keys as they are handed out: sealed, and signed by the account. */
export interface ServedKeys {
  readonly email: Email;
  readonly keyStatement: string;
  readonly keys: KeyStorageSet;
  readonly state: { readonly revision: number; readonly sealed: string };
}

/** In a transaction: what whoever holds a way to these keys opens them from; `undefined` when the account has no such generation. */
export async function serveKeys(
  queries: Queries,
  of: { readonly account: AccountId; readonly generation: number },
): Promise<ServedKeys | undefined> {
  const account = await findAccount(queries, of);
  if (account === undefined) return undefined;
  return {
    email: account.email,
    keyStatement: toBase64Url(account.key_statement),
    keys: await keySetOf(queries, of, account),
    state: { revision: account.state_revision, sealed: toBase64Url(account.state_sealed) },
  };
}
