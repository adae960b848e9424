import type { FactorStrength } from '@postern/access';
import type { PasskeyTransport } from '@postern/contract';
import type { AccountId, FactorId, HashB64, SessionId } from '@postern/core';
import type { Queries } from '../platform/db/database.ts';
import type { StoredPasskey } from './passkeys.ts';
import type { CeremonyPurpose, SecondFactorTables } from './tables.ts';

export type FactorRow = SecondFactorTables['second_factors'];
export type PendingSignInRow = SecondFactorTables['pending_sign_ins'];

/** All SQL of second factors. */

export function listFactors(queries: Queries, account: AccountId): Promise<FactorRow[]> {
  return queries
    .selectFrom('second_factors')
    .selectAll()
    .where('account', '=', account)
    .orderBy('created_at_ms')
    .orderBy('id')
    .execute();
}

export function findFactor(
  queries: Queries,
  account: AccountId,
  id: FactorId,
): Promise<FactorRow | undefined> {
  return queries
    .selectFrom('second_factors')
    .selectAll()
    .where('account', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function insertFactor(queries: Queries, factor: FactorRow): Promise<void> {
  await queries.insertInto('second_factors').values(factor).execute();
}

export async function insertTotpSecret(
  queries: Queries,
  secret: SecondFactorTables['totp_secrets'],
): Promise<void> {
  await queries.insertInto('totp_secrets').values(secret).execute();
}

/** Whether it was stored: not if the account has this very passkey. */
export async function insertPasskey(
  queries: Queries,
  of: { readonly factor: FactorId; readonly account: AccountId },
  passkey: StoredPasskey,
): Promise<boolean> {
  const inserted = await queries
    .insertInto('passkeys')
    .values({
      ...of,
      credential_id: passkey.credentialId,
      public_key: passkey.publicKey,
      sign_count: passkey.signCount,
      transports: passkey.transports.join(','),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

/** Whether the account has this factor. */
export async function renameFactor(
  queries: Queries,
  account: AccountId,
  id: FactorId,
  name: string,
): Promise<boolean> {
  const updated = await queries
    .updateTable('second_factors')
    .set({ name })
    .where('account', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

export async function deleteFactor(queries: Queries, account: AccountId, id: FactorId): Promise<void> {
  await queries.deleteFrom('second_factors').where('account', '=', account).where('id', '=', id).execute();
}

export async function deleteAllFactors(queries: Queries, account: AccountId): Promise<void> {
  await queries.deleteFrom('second_factors').where('account', '=', account).execute();
  await queries.deleteFrom('backup_codes').where('account', '=', account).execute();
  await queries.deleteFrom('pending_sign_ins').where('account', '=', account).execute();
}

export async function noteFactorUse(queries: Queries, id: FactorId, nowMs: number): Promise<void> {
  await queries.updateTable('second_factors').set({ last_used_at_ms: nowMs }).where('id', '=', id).execute();
}

/** Notes the use of the account's factor of a kind of which there is one; false when it has none. */
export async function noteKindUse(
  queries: Queries,
  account: AccountId,
  kind: FactorStrength,
  nowMs: number,
): Promise<boolean> {
  const updated = await queries
    .updateTable('second_factors')
    .set({ last_used_at_ms: nowMs })
    .where('account', '=', account)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return updated.numUpdatedRows > 0n;
}

export function listTotpSecrets(queries: Queries, account: AccountId) {
  return queries
    .selectFrom('totp_secrets')
    .innerJoin('second_factors', 'second_factors.id', 'totp_secrets.factor')
    .select(['totp_secrets.factor', 'totp_secrets.secret_sealed', 'totp_secrets.last_step'])
    .where('second_factors.account', '=', account)
    .execute();
}

/** Whether the step was taken: one that is not after the last is not. */
export async function takeTotpStep(queries: Queries, factor: FactorId, step: number): Promise<boolean> {
  const updated = await queries
    .updateTable('totp_secrets')
    .set({ last_step: step })
    .where('factor', '=', factor)
    .where('last_step', '<', step)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

export async function listPasskeys(
  queries: Queries,
  account: AccountId,
): Promise<(StoredPasskey & { readonly factor: FactorId })[]> {
  const rows = await queries.selectFrom('passkeys').selectAll().where('account', '=', account).execute();
  return rows.map((row) => ({
    factor: row.factor,
    credentialId: row.credential_id,
    publicKey: row.public_key,
    signCount: row.sign_count,
    transports: row.transports.split(',').filter(Boolean) as PasskeyTransport[],
  }));
}

/** Whether the count was still the one that the assertion was checked against. */
export async function moveSignCount(
  queries: Queries,
  factor: FactorId,
  count: { readonly before: number; readonly after: number },
): Promise<boolean> {
  const updated = await queries
    .updateTable('passkeys')
    .set({ sign_count: count.after })
    .where('factor', '=', factor)
    .where('sign_count', '=', count.before)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

export async function countBackupCodes(queries: Queries, account: AccountId): Promise<number> {
  const { left } = await queries
    .selectFrom('backup_codes')
    .select((codes) => codes.fn.countAll<number>().as('left'))
    .where('account', '=', account)
    .executeTakeFirstOrThrow();
  return left;
}

/** Puts these codes in the place of all there were. */
export async function replaceBackupCodes(
  queries: Queries,
  account: AccountId,
  hashes: readonly HashB64[],
): Promise<void> {
  await queries.deleteFrom('backup_codes').where('account', '=', account).execute();
  if (hashes.length === 0) return;
  await queries
    .insertInto('backup_codes')
    .values(hashes.map((code_hash) => ({ account, code_hash })))
    .execute();
}

/** Uses a code up; false when it is none, or was used. */
export async function takeBackupCode(queries: Queries, account: AccountId, hash: HashB64): Promise<boolean> {
  const deleted = await queries
    .deleteFrom('backup_codes')
    .where('account', '=', account)
    .where('code_hash', '=', hash)
    .executeTakeFirst();
  return deleted.numDeletedRows === 1n;
}

/** Keeps a sign-in, and lets go of those that nobody finished in time. */
export async function insertPendingSignIn(
  queries: Queries,
  pending: PendingSignInRow,
  nowMs: number,
): Promise<void> {
  await queries.deleteFrom('pending_sign_ins').where('expires_at_ms', '<=', nowMs).execute();
  await queries.insertInto('pending_sign_ins').values(pending).execute();
}

export function findPendingSignIn(
  queries: Queries,
  tokenHash: HashB64,
  nowMs: number,
): Promise<PendingSignInRow | undefined> {
  return queries
    .selectFrom('pending_sign_ins')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('expires_at_ms', '>', nowMs)
    .executeTakeFirst();
}

/** Whether it was still there: whoever takes it is the only one. */
export async function takePendingSignIn(queries: Queries, tokenHash: HashB64): Promise<boolean> {
  const deleted = await queries
    .deleteFrom('pending_sign_ins')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  return deleted.numDeletedRows === 1n;
}

/** Keeps what a session has begun, in place of an earlier one of the purpose. */
export async function putCeremony(
  queries: Queries,
  ceremony: SecondFactorTables['factor_ceremonies'],
): Promise<void> {
  const { content, expires_at_ms } = ceremony;
  await queries
    .insertInto('factor_ceremonies')
    .values(ceremony)
    .onConflict((conflict) =>
      conflict.columns(['session', 'purpose']).doUpdateSet({ content, expires_at_ms }),
    )
    .execute();
}

/** What the session has begun and is in time to finish. */
export async function findCeremony(
  queries: Queries,
  session: SessionId,
  purpose: CeremonyPurpose,
  nowMs: number,
): Promise<string | undefined> {
  const row = await queries
    .selectFrom('factor_ceremonies')
    .select('content')
    .where('session', '=', session)
    .where('purpose', '=', purpose)
    .where('expires_at_ms', '>', nowMs)
    .executeTakeFirst();
  return row?.content;
}

/** Whether it was still there as it was read: whoever takes it is the only one. */
export async function takeCeremony(
  queries: Queries,
  session: SessionId,
  purpose: CeremonyPurpose,
  content: string,
): Promise<boolean> {
  const deleted = await queries
    .deleteFrom('factor_ceremonies')
    .where('session', '=', session)
    .where('purpose', '=', purpose)
    .where('content', '=', content)
    .executeTakeFirst();
  return deleted.numDeletedRows === 1n;
}
