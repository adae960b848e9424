import type { AccountId, HashB64, KeyMethodId } from '@postern/core';
import type { Queries } from '../platform/db/database.ts';
import type { KeysOf } from './key-set-queries.ts';

/** SQL of what is known of key-storage methods besides their keys. */

const facts = [
  'id',
  'kind',
  'label',
  'credential',
  'created_at_ms',
  'last_used_at_ms',
  'unpaired_at_ms',
] as const;

export function listMethodFacts(queries: Queries, { account, generation }: KeysOf) {
  return queries
    .selectFrom('key_methods')
    .select(facts)
    .where('account', '=', account)
    .where('generation', '=', generation)
    .orderBy('position')
    .execute();
}

/** When somebody last signed in to the account, as far as its log goes. */
export async function findLastSignIn(queries: Queries, account: AccountId): Promise<number | undefined> {
  const row = await queries
    .selectFrom('access_records')
    .select('at_ms')
    .where('account', '=', account)
    .where('kind', '=', 'sign_in')
    .orderBy('at_ms', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.at_ms;
}

/** Notes what comes with a method that was just stored. */
export async function describeMethod(
  queries: Queries,
  { account, generation }: KeysOf,
  method: {
    readonly id: KeyMethodId;
    readonly label: string;
    readonly credential: string | null;
    readonly proof_hash: HashB64 | null;
  },
): Promise<void> {
  const { id, ...facts } = method;
  await queries
    .updateTable('key_methods')
    .set(facts)
    .where('account', '=', account)
    .where('generation', '=', generation)
    .where('id', '=', id)
    .execute();
}

/** Of which generation the method with this proof is. */
export async function findProvenGeneration(
  queries: Queries,
  account: AccountId,
  proofHash: HashB64,
): Promise<number | undefined> {
  const row = await queries
    .selectFrom('key_methods')
    .select('generation')
    .where('account', '=', account)
    .where('proof_hash', '=', proofHash)
    .where('unpaired_at_ms', 'is', null)
    .executeTakeFirst();
  return row?.generation;
}

/** Notes the use of the method with this proof and answers which it is; `undefined` when there is none. */
export function noteMethodUse(
  queries: Queries,
  { account, generation }: KeysOf,
  proofHash: HashB64,
  nowMs: number,
) {
  return queries
    .updateTable('key_methods')
    .set({ last_used_at_ms: nowMs })
    .where('account', '=', account)
    .where('generation', '=', generation)
    .where('proof_hash', '=', proofHash)
    .where('unpaired_at_ms', 'is', null)
    .returning(['id', 'kind', 'label'])
    .executeTakeFirst();
}
