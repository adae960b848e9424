import type { AccessLineKind } from '@postern/contract';
import type { AccessRecordId, AccountId, OrganizationId } from '@postern/core';
import type { Insertable, Selectable } from 'kysely';
import type { Queries } from '../platform/db/database.ts';
import { type AccessLogTables, attemptKey } from './tables.ts';

/** All SQL of the organizations' access logs. */

export type AccessLogRow = Selectable<AccessLogTables['access_log']>;

/** Whether it was stored: not if the organization has a line with this id. */
export async function insertLine(
  queries: Queries,
  row: Insertable<AccessLogTables['access_log']>,
): Promise<boolean> {
  const inserted = await queries
    .insertInto('access_log')
    .values(row)
    .onConflict((conflict) => conflict.columns(['organization', 'id']).doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

/** A place in the log: what comes after it is older. */
export interface Place {
  readonly atMs: number;
  readonly id: string;
}

/** Lines of one organization, newest first. Times are inclusive. */
export function listLines(
  queries: Queries,
  organization: OrganizationId,
  wanted: {
    readonly after: Place | undefined;
    readonly kind: AccessLineKind | undefined;
    readonly account: AccountId | undefined;
    readonly fromMs: number | undefined;
    readonly toMs: number | undefined;
    readonly limit: number;
  },
): Promise<AccessLogRow[]> {
  const { after, kind, account, fromMs, toMs, limit } = wanted;
  let query = queries.selectFrom('access_log').selectAll().where('organization', '=', organization);
  if (kind !== undefined) query = query.where('kind', '=', kind);
  if (account !== undefined) query = query.where('account', '=', account);
  if (fromMs !== undefined) query = query.where('at_ms', '>=', fromMs);
  if (toMs !== undefined) query = query.where('at_ms', '<=', toMs);
  if (after !== undefined) {
    const { atMs, id } = after;
    query = query
      .where('at_ms', '<=', atMs)
      .where((line) => line.or([line('at_ms', '<', atMs), line('id', '<', id as AccessRecordId)]));
  }
  return query.orderBy('at_ms', 'desc').orderBy('id', 'desc').limit(limit).execute();
}

export function findLine(queries: Queries, organization: OrganizationId, id: AccessRecordId) {
  return queries
    .selectFrom('access_log')
    .selectAll()
    .where('organization', '=', organization)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Keeps an entry or a denial as the newest of its kind. */
export async function putAttempt(
  queries: Queries,
  row: Insertable<AccessLogTables['access_attempts']>,
): Promise<void> {
  const { record, at_ms, is_member } = row;
  await queries
    .insertInto('access_attempts')
    .values(row)
    .onConflict((conflict) => conflict.columns(attemptKey).doUpdateSet({ record, at_ms, is_member }))
    .execute();
}

/** The newest entry or denial of each kind since then. Those of members come first: strangers cannot push them out. */
export function listNewestAttempts(
  queries: Queries,
  organization: OrganizationId,
  { sinceMs, limit }: { readonly sinceMs: number; readonly limit: number },
): Promise<AccessLogRow[]> {
  return queries
    .selectFrom('access_attempts')
    .innerJoin('access_log', (join) =>
      join
        .onRef('access_log.organization', '=', 'access_attempts.organization')
        .onRef('access_log.id', '=', 'access_attempts.record'),
    )
    .selectAll('access_log')
    .where('access_attempts.organization', '=', organization)
    .where('access_attempts.at_ms', '>=', sinceMs)
    .orderBy('access_attempts.is_member', 'desc')
    .orderBy('access_attempts.at_ms', 'desc')
    .limit(limit)
    .execute();
}

export async function deleteAttemptsBefore(queries: Queries, beforeMs: number): Promise<void> {
  await queries.deleteFrom('access_attempts').where('at_ms', '<', beforeMs).execute();
}

/** Organizations with a line from before a time. */
export async function listWithLinesBefore(queries: Queries, beforeMs: number): Promise<OrganizationId[]> {
  const rows = await queries
    .selectFrom('organizations')
    .select('id')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('access_log')
          .select('access_log.id')
          .whereRef('access_log.organization', '=', 'organizations.id')
          .where('access_log.at_ms', '<', beforeMs),
      ),
    )
    .execute();
  return rows.map(({ id }) => id);
}

/** Deletes the oldest lines from before a time, at most `limit`, and answers how many. */
export async function deleteLinesBefore(
  queries: Queries,
  organization: OrganizationId | '',
  { beforeMs, limit }: { readonly beforeMs: number; readonly limit: number },
): Promise<number> {
  const deleted = await queries
    .deleteFrom('access_log')
    .where('organization', '=', organization)
    .where('id', 'in', (oldest) =>
      oldest
        .selectFrom('access_log as old')
        .select('old.id')
        .where('old.organization', '=', organization)
        .where('old.at_ms', '<', beforeMs)
        .orderBy('old.at_ms')
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
}

/** Whether this account came in since then. */
export async function findEntryOf(
  queries: Queries,
  of: { readonly organization: OrganizationId; readonly account: AccountId; readonly sinceMs: number },
): Promise<boolean> {
  const found = await queries
    .selectFrom('access_log')
    .select('id')
    .where('organization', '=', of.organization)
    .where('account', '=', of.account)
    .where('kind', '=', 'entered')
    .where('at_ms', '>=', of.sinceMs)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** The whole log of an organization that is deleted. */
export async function deleteLogOf(queries: Queries, organization: OrganizationId): Promise<void> {
  await queries.deleteFrom('access_attempts').where('organization', '=', organization).execute();
  await queries.deleteFrom('access_log').where('organization', '=', organization).execute();
}
