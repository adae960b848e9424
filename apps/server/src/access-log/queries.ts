import type { AccessLineKind } from '@postern/contract';
import type { AccessRecordId, AccountId, OrganizationId } from '@postern/core';
import { type Insertable, type Selectable, sql } from 'kysely';
import type { Queries } from '../platform/db/database.ts';
import type { AccessLogTables } from './tables.ts';

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

/**
 * Entries and denials since then: the newest of each account, client, version, address and used factors. Those of
 * members come first, so that strangers cannot push them out.
 */
export function listDistinctAttempts(
  queries: Queries,
  organization: OrganizationId,
  { sinceMs, limit }: { readonly sinceMs: number; readonly limit: number },
): Promise<AccessLogRow[]> {
  return queries
    .selectFrom(
      queries
        .selectFrom('access_log')
        .selectAll()
        .select(
          sql<number>`row_number() over (
            partition by account, client_kind, client_version, address, factors_used
            order by at_ms desc, id desc
          )`.as('nth'),
        )
        .where('organization', '=', organization)
        .where('at_ms', '>=', sinceMs)
        .where('kind', 'in', ['entered', 'denied'])
        .as('attempts'),
    )
    .selectAll()
    .where('nth', '=', 1)
    .orderBy(sql`case when member is null then 1 else 0 end`)
    .orderBy('at_ms', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
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
