import type { AccountId, HashB64, KeyMethodId, PhoneApprovalId, PhonePairingId } from '@postern/core';
import type { Selectable } from 'kysely';
import type { Queries } from '../platform/db/database.ts';
import type { PhoneTables } from './tables.ts';

/** All SQL of phones. */

export type PairingRow = Selectable<PhoneTables['phone_pairings']>;
export type ApprovalRow = Selectable<PhoneTables['phone_approvals']>;

/** Begins a pairing in the place of the one before of the same keys. */
export async function putPairing(queries: Queries, row: PairingRow): Promise<void> {
  const { account: _account, generation: _generation, ...rest } = row;
  await queries
    .insertInto('phone_pairings')
    .values(row)
    .onConflict((conflict) => conflict.columns(['account', 'generation']).doUpdateSet(rest))
    .execute();
}

export function findPairing(queries: Queries, account: AccountId, pairing: PhonePairingId, nowMs: number) {
  return queries
    .selectFrom('phone_pairings')
    .innerJoin('accounts', 'accounts.id', 'phone_pairings.account')
    .selectAll('phone_pairings')
    .select('accounts.email')
    .where('phone_pairings.account', '=', account)
    .where('phone_pairings.pairing', '=', pairing)
    .where('phone_pairings.expires_at_ms', '>', nowMs)
    .executeTakeFirst();
}

/** Keeps the answer if it is the first; false when it is not. */
export async function answerPairing(
  queries: Queries,
  { account, generation, pairing }: Pick<PairingRow, 'account' | 'generation' | 'pairing'>,
  answerSealed: Uint8Array,
): Promise<boolean> {
  const answered = await queries
    .updateTable('phone_pairings')
    .set({ answer_sealed: answerSealed })
    .where('account', '=', account)
    .where('generation', '=', generation)
    .where('pairing', '=', pairing)
    .where('answer_sealed', 'is', null)
    .executeTakeFirst();
  return answered.numUpdatedRows === 1n;
}

export async function deletePairing(
  queries: Queries,
  { account, generation, pairing }: Pick<PairingRow, 'account' | 'generation' | 'pairing'>,
): Promise<void> {
  await queries
    .deleteFrom('phone_pairings')
    .where('account', '=', account)
    .where('generation', '=', generation)
    .where('pairing', '=', pairing)
    .execute();
}

export async function insertApproval(queries: Queries, row: ApprovalRow): Promise<void> {
  await queries.insertInto('phone_approvals').values(row).execute();
}

/** Ends what the same asker asked before. */
export async function withdrawEarlier(queries: Queries, account: AccountId, asker: string): Promise<void> {
  await queries
    .updateTable('phone_approvals')
    .set({ state: 'withdrawn' })
    .where('account', '=', account)
    .where('asker', '=', asker)
    .where('state', '=', 'open')
    .execute();
}

export function findApprovalByToken(queries: Queries, tokenHash: HashB64) {
  return queries
    .selectFrom('phone_approvals')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
}

export function findApproval(queries: Queries, account: AccountId, id: PhoneApprovalId) {
  return queries
    .selectFrom('phone_approvals')
    .selectAll()
    .where('account', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();
}

export function listOpenApprovals(
  queries: Queries,
  { account, generation }: { readonly account: AccountId; readonly generation: number },
  nowMs: number,
) {
  return queries
    .selectFrom('phone_approvals')
    .selectAll()
    .where('account', '=', account)
    .where('state', '=', 'open')
    .where('expires_at_ms', '>', nowMs)
    .where('generation', '=', generation)
    .orderBy('asked_at_ms', 'desc')
    .limit(20)
    .execute();
}

/** What may still be changed of a question, and what has to be so for it. */
interface ApprovalChange {
  readonly set: Partial<
    Pick<
      ApprovalRow,
      'nonce' | 'phone' | 'phone_commitment' | 'phone_nonce' | 'state' | 'answer' | 'answered_by'
    >
  >;
  /** Columns that must still be empty: each step of the exchange happens once. */
  readonly still?: 'nonce' | 'phone_commitment' | 'phone_nonce';
}

/** Changes an open question; false when it is over, or the step was done before. */
export async function changeApproval(
  queries: Queries,
  id: PhoneApprovalId,
  nowMs: number,
  { set, still }: ApprovalChange,
): Promise<boolean> {
  const open = queries
    .updateTable('phone_approvals')
    .set(set)
    .where('id', '=', id)
    .where('state', '=', 'open')
    .where('expires_at_ms', '>', nowMs);
  const changed = await (still === undefined ? open : open.where(still, 'is', null)).executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

export async function putSubscription(
  queries: Queries,
  row: PhoneTables['push_subscriptions'],
): Promise<void> {
  const { subscription_sealed, made_at_ms } = row;
  await queries
    .insertInto('push_subscriptions')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['account', 'method']).doUpdateSet({ subscription_sealed, made_at_ms }),
    )
    .execute();
}

export async function deleteSubscription(
  queries: Queries,
  account: AccountId,
  method: KeyMethodId,
): Promise<void> {
  await queries
    .deleteFrom('push_subscriptions')
    .where('account', '=', account)
    .where('method', '=', method)
    .execute();
}

export function listSubscriptions(queries: Queries, account: AccountId) {
  return queries
    .selectFrom('push_subscriptions')
    .select(['method', 'subscription_sealed'])
    .where('account', '=', account)
    .execute();
}

export async function deletePassed(queries: Queries, nowMs: number, keptMs: number): Promise<void> {
  await queries.deleteFrom('phone_pairings').where('expires_at_ms', '<=', nowMs).execute();
  await queries
    .deleteFrom('phone_approvals')
    .where('expires_at_ms', '<=', nowMs - keptMs)
    .execute();
}
