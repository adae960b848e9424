import type { RequestId } from '@postern/core';
import type { Selectable } from 'kysely';
import type { Queries } from '../platform/db/database.ts';
import type { RequestRow } from './queries.ts';
import type { RequestTables } from './tables.ts';

/** All SQL of the mails that tell of requests for access. */

export type RequestMailRow = Selectable<RequestTables['access_request_mails']>;

/** Requests whose helpers are still to be mailed, the longest waiting first. */
export async function listToMail(queries: Queries, limit: number): Promise<RequestRow[]> {
  return queries
    .selectFrom('access_requests')
    .selectAll()
    .where('to_mail', '=', 1)
    .orderBy('last_asked_at_ms')
    .limit(limit)
    .execute();
}

/** Takes on a request that was read by {@link listToMail}; whether nobody else did. */
export async function takeToMail(queries: Queries, { id, times }: RequestRow): Promise<boolean> {
  const taken = await queries
    .updateTable('access_requests')
    .set({ to_mail: 0 })
    .where('id', '=', id)
    .where('times', '=', times)
    .where('to_mail', '=', 1)
    .executeTakeFirst();
  return taken.numUpdatedRows === 1n;
}

/** A request that is asked again is mailed again. */
export async function putMails(queries: Queries, rows: readonly RequestMailRow[]): Promise<void> {
  if (rows.length === 0) return;
  await queries
    .insertInto('access_request_mails')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['request', 'recipient']).doUpdateSet((row) => ({
        merged: row.ref('excluded.merged'),
        attempts: row.ref('excluded.attempts'),
        at_ms: row.ref('excluded.at_ms'),
        next_at_ms: row.ref('excluded.next_at_ms'),
        mail: row.ref('excluded.mail'),
      })),
    )
    .execute();
}

export async function listDueMails(
  queries: Queries,
  nowMs: number,
  limit: number,
): Promise<RequestMailRow[]> {
  return queries
    .selectFrom('access_request_mails')
    .selectAll()
    .where('next_at_ms', '<=', nowMs)
    .orderBy('next_at_ms')
    .limit(limit)
    .execute();
}

/** Changes a mail if it still is as it was read; whether it was. So one of several servers sends it. */
export async function changeMail(
  queries: Queries,
  read: RequestMailRow,
  change: Partial<RequestMailRow>,
): Promise<boolean> {
  const changed = await queries
    .updateTable('access_request_mails')
    .set(change)
    .where('request', '=', read.request)
    .where('recipient', '=', read.recipient)
    .where('next_at_ms', '=', read.next_at_ms)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

/** Ends a mail, as long as it still is as it was read. */
export async function deleteMail(
  queries: Queries,
  { request, recipient, next_at_ms: nextAtMs }: RequestMailRow,
): Promise<void> {
  await queries
    .deleteFrom('access_request_mails')
    .where('request', '=', request)
    .where('recipient', '=', recipient)
    .where('next_at_ms', '=', nextAtMs)
    .execute();
}

type Recipient = Pick<RequestMailRow, 'organization' | 'recipient'>;

/**
 * Claims what waits to go to a recipient as one mail: how many were claimed now, by nobody else, and the requests they are
 * about that are still open.
 */
export async function claimMerged(
  queries: Queries,
  { organization, recipient }: Recipient,
  { nowMs, untilMs }: { readonly nowMs: number; readonly untilMs: number },
): Promise<{ readonly claimed: number; readonly open: readonly RequestId[] }> {
  const claimed = await queries
    .updateTable('access_request_mails')
    .set({ next_at_ms: untilMs })
    .where('organization', '=', organization)
    .where('recipient', '=', recipient)
    .where('merged', '=', 1)
    .where('next_at_ms', '<=', nowMs)
    .returning('request')
    .execute();
  if (claimed.length === 0) return { claimed: 0, open: [] };
  const rows = await queries
    .selectFrom('access_requests')
    .select('id')
    .where(
      'id',
      'in',
      claimed.map(({ request }) => request),
    )
    .where('state', '=', 'open')
    .execute();
  return { claimed: claimed.length, open: rows.map(({ id }) => id) };
}

/** Ends what was claimed together. */
export async function deleteMerged(
  queries: Queries,
  { organization, recipient }: Recipient,
  claimedUntilMs: number,
): Promise<void> {
  await queries
    .deleteFrom('access_request_mails')
    .where('organization', '=', organization)
    .where('recipient', '=', recipient)
    .where('merged', '=', 1)
    .where('next_at_ms', '=', claimedUntilMs)
    .execute();
}

/** Changes what was claimed together. */
export async function changeMerged(
  queries: Queries,
  { organization, recipient }: Recipient,
  claimedUntilMs: number,
  change: Partial<RequestMailRow>,
): Promise<void> {
  await queries
    .updateTable('access_request_mails')
    .set(change)
    .where('organization', '=', organization)
    .where('recipient', '=', recipient)
    .where('merged', '=', 1)
    .where('next_at_ms', '=', claimedUntilMs)
    .execute();
}

/** How many mails a recipient was sent since then, and when the last was. */
export async function countSent(
  queries: Queries,
  { organization, recipient }: Recipient,
  sinceMs: number,
): Promise<{ readonly count: number; readonly lastAtMs: number }> {
  const row = await queries
    .selectFrom('access_request_mails')
    .select(({ fn }) => [fn.count('mail').distinct().as('count'), fn.max('at_ms').as('last')])
    .where('organization', '=', organization)
    .where('recipient', '=', recipient)
    .where('at_ms', '>', sinceMs)
    .where('next_at_ms', 'is', null)
    .executeTakeFirst();
  return { count: Number(row?.count ?? 0), lastAtMs: Number(row?.last ?? 0) };
}

/** How the mails of some requests stand: how many there are, and how many of these wait. */
export async function countMails(
  queries: Queries,
  requests: readonly RequestId[],
): Promise<ReadonlyMap<RequestId, { readonly all: number; readonly waiting: number }>> {
  if (requests.length === 0) return new Map();
  const rows = await queries
    .selectFrom('access_request_mails')
    .select(({ fn }) => ['request', fn.countAll().as('all'), fn.count('next_at_ms').as('waiting')])
    .where('request', 'in', requests)
    .groupBy('request')
    .execute();
  return new Map(rows.map((row) => [row.request, { all: Number(row.all), waiting: Number(row.waiting) }]));
}

/** Ends what waits to be mailed of a request that was settled. */
export async function dropWaitingMails(queries: Queries, request: RequestId): Promise<void> {
  await queries
    .deleteFrom('access_request_mails')
    .where('request', '=', request)
    .where('next_at_ms', 'is not', null)
    .execute();
}
