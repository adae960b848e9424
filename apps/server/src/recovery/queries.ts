import type { AccountId, HashB64, OrganizationId, SessionId } from '@postern/core';
import type { Queries } from '../platform/db/database.ts';

/** All SQL of recovery keys and of giving up an organization. */

export async function findKitConfirmation(queries: Queries, organization: OrganizationId) {
  return queries
    .selectFrom('kit_confirmations')
    .select(['version', 'confirmed_at_ms'])
    .where('organization', '=', organization)
    .executeTakeFirst();
}

export async function putKitConfirmation(
  queries: Queries,
  row: { readonly organization: OrganizationId; readonly version: number; readonly confirmed_at_ms: number },
): Promise<void> {
  const { organization: _organization, ...values } = row;
  await queries
    .insertInto('kit_confirmations')
    .values(row)
    .onConflict((conflict) => conflict.column('organization').doUpdateSet(values))
    .execute();
}

export async function findAbandonment(queries: Queries, organization: OrganizationId) {
  return queries
    .selectFrom('abandonments')
    .select(['begun_at_ms', 'ends_at_ms'])
    .where('organization', '=', organization)
    .executeTakeFirst();
}

/** Begins it; one that was begun before goes on as it was. */
export async function insertAbandonment(
  queries: Queries,
  row: {
    readonly organization: OrganizationId;
    readonly account: AccountId;
    readonly begun_at_ms: number;
    readonly ends_at_ms: number;
  },
): Promise<boolean> {
  const inserted = await queries
    .insertInto('abandonments')
    .values(row)
    .onConflict((conflict) => conflict.column('organization').doNothing())
    .executeTakeFirst();
  return (inserted.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Ends it; whether there was one. */
export async function deleteAbandonment(queries: Queries, organization: OrganizationId): Promise<boolean> {
  const deleted = await queries
    .deleteFrom('abandonments')
    .where('organization', '=', organization)
    .executeTakeFirst();
  return deleted.numDeletedRows > 0n;
}

/** Ends it if its time is over; whether there was such a one. What it touched is the caller's until the transaction ends. */
export async function deleteAbandonmentOver(
  queries: Queries,
  organization: OrganizationId,
  nowMs: number,
): Promise<boolean> {
  const deleted = await queries
    .deleteFrom('abandonments')
    .where('organization', '=', organization)
    .where('ends_at_ms', '<=', nowMs)
    .executeTakeFirst();
  return deleted.numDeletedRows > 0n;
}

export async function listAbandonmentsOver(queries: Queries, nowMs: number) {
  return queries.selectFrom('abandonments').selectAll().where('ends_at_ms', '<=', nowMs).execute();
}

/** Whatever recovery keeps of an organization that is deleted. */
export async function deleteRecoveryOf(queries: Queries, organization: OrganizationId): Promise<void> {
  await queries.deleteFrom('kit_confirmations').where('organization', '=', organization).execute();
  await queries.deleteFrom('abandonments').where('organization', '=', organization).execute();
  await queries.deleteFrom('recovery_proofs').where('organization', '=', organization).execute();
}

/** Whose proof it is. */
interface ProofKey {
  readonly session: SessionId;
  readonly organization: OrganizationId;
}

/** Asks a session for a proof; what it was asked before counts no more, and what it has proven goes on to. */
export async function putRecoveryChallenge(
  queries: Queries,
  key: ProofKey,
  challenge: { readonly challenge_hash: HashB64; readonly challenge_ends_at_ms: number },
): Promise<void> {
  await queries
    .insertInto('recovery_proofs')
    .values({ ...key, ...challenge, version: null, proven_until_ms: 0 })
    .onConflict((conflict) => conflict.columns(['session', 'organization']).doUpdateSet(challenge))
    .execute();
}

/** Uses up the challenge; whether it was this one, and in time. Of two that come with it at once, one has it. */
export async function takeRecoveryChallenge(
  queries: Queries,
  { session, organization }: ProofKey,
  challenge: HashB64,
  nowMs: number,
): Promise<boolean> {
  const taken = await queries
    .updateTable('recovery_proofs')
    .set({ challenge_hash: null })
    .where('session', '=', session)
    .where('organization', '=', organization)
    .where('challenge_hash', '=', challenge)
    .where('challenge_ends_at_ms', '>', nowMs)
    .executeTakeFirst();
  return taken.numUpdatedRows > 0n;
}

export async function noteRecoveryProof(
  queries: Queries,
  { session, organization }: ProofKey,
  proven: { readonly version: number; readonly proven_until_ms: number },
): Promise<void> {
  await queries
    .updateTable('recovery_proofs')
    .set(proven)
    .where('session', '=', session)
    .where('organization', '=', organization)
    .execute();
}

export async function findRecoveryProof(queries: Queries, { session, organization }: ProofKey) {
  return queries
    .selectFrom('recovery_proofs')
    .select(['version', 'proven_until_ms'])
    .where('session', '=', session)
    .where('organization', '=', organization)
    .executeTakeFirst();
}
