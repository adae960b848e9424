import type { AccountId, Email, HashB64, KeyMethodId } from '@postern/core';
import type { Queries } from '../platform/db/database.ts';
import type { KeysOf } from './key-set-queries.ts';

/** What the phone context asks of key-storage methods, which are this context's. */

/** A phone that an account lists, with what it is known by. */
export interface PhoneMethod {
  readonly account: AccountId;
  readonly method: KeyMethodId;
  readonly generation: number;
  readonly email: Email;
  readonly label: string;
  readonly proofHash: HashB64;
}

/** The phone, unless it is none, was removed, or has let go of its key. */
export async function findPhoneMethod(
  queries: Queries,
  account: AccountId,
  method: KeyMethodId,
): Promise<PhoneMethod | undefined> {
  const row = await queries
    .selectFrom('key_methods')
    .innerJoin('accounts', 'accounts.id', 'key_methods.account')
    .select(['key_methods.generation', 'key_methods.label', 'key_methods.proof_hash', 'accounts.email'])
    .where('key_methods.account', '=', account)
    .where('key_methods.id', '=', method)
    .where('key_methods.kind', '=', 'phone')
    .where('key_methods.unpaired_at_ms', 'is', null)
    .executeTakeFirst();
  if (row === undefined || row.proof_hash === null) return undefined;
  const { generation, label, proof_hash: proofHash, email } = row;
  return { account, method, generation, email, label, proofHash };
}

/** The phones that can be asked for the keys of this generation. */
export async function listPhoneMethods(
  queries: Queries,
  { account, generation }: KeysOf,
): Promise<readonly KeyMethodId[]> {
  const rows = await queries
    .selectFrom('key_methods')
    .select('id')
    .where('account', '=', account)
    .where('generation', '=', generation)
    .where('kind', '=', 'phone')
    .where('unpaired_at_ms', 'is', null)
    .execute();
  return rows.map(({ id }) => id);
}

export async function notePhoneUsed(
  queries: Queries,
  { account, method }: Pick<PhoneMethod, 'account' | 'method'>,
  nowMs: number,
): Promise<void> {
  await queries
    .updateTable('key_methods')
    .set({ last_used_at_ms: nowMs })
    .where('account', '=', account)
    .where('id', '=', method)
    .execute();
}

/** Notes that the phone says it has no key any more; it stays listed until its person takes it off. */
export async function markUnpaired(
  queries: Queries,
  { account, method }: Pick<PhoneMethod, 'account' | 'method'>,
  nowMs: number,
): Promise<boolean> {
  const marked = await queries
    .updateTable('key_methods')
    .set({ unpaired_at_ms: nowMs })
    .where('account', '=', account)
    .where('id', '=', method)
    .where('unpaired_at_ms', 'is', null)
    .executeTakeFirst();
  return marked.numUpdatedRows === 1n;
}
