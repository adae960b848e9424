import type { DenialCode } from '@postern/access';
import { type RequestState, requestStates } from '@postern/contract';
import type { AccountId, Email, MemberId, OrganizationId, RequestId } from '@postern/core';
import type { Selectable } from 'kysely';
import type { Queries } from '../platform/db/database.ts';
import { prepareRead } from '../platform/db/prepare-read.ts';
import type { AskedOf } from './asked-of.ts';
import type { RequestTables } from './tables.ts';

/** All SQL of requests for access. */

export type RequestRow = Selectable<RequestTables['access_requests']>;
export type RequestMailRow = Selectable<RequestTables['access_request_mails']>;

/** What tells requests of one account apart. */
export type RequestKey = Pick<RequestRow, 'account' | 'address' | 'code' | 'about'>;

/** The open request of this kind, else the newest one, whatever became of it. */
export async function findNewest(queries: Queries, key: RequestKey): Promise<RequestRow | undefined> {
  return (
    queries
      .selectFrom('access_requests')
      .selectAll()
      .where('account', '=', key.account)
      .where('address', '=', key.address)
      .where('code', '=', key.code)
      .where('about', '=', key.about)
      // A newer one may have ended before an older one was reopened.
      .orderBy(({ eb }) => eb.case().when('state', '=', 'open').then(0).else(1).end())
      .orderBy('asked_at_ms', 'desc')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()
  );
}

/** When the account made its requests since then, oldest first. */
export async function listAskedSince(queries: Queries, account: AccountId, sinceMs: number) {
  const rows = await queries
    .selectFrom('access_requests')
    .select('asked_at_ms')
    .where('account', '=', account)
    .where('last_asked_at_ms', '>', sinceMs)
    .where('asked_at_ms', '>', sinceMs)
    .orderBy('asked_at_ms')
    .execute();
  return rows.map((row) => row.asked_at_ms);
}

/** When the open requests of an account end, soonest first. */
export async function listOpenEnds(queries: Queries, account: AccountId, nowMs: number) {
  const rows = await queries
    .selectFrom('access_requests')
    .select('expires_at_ms')
    .where('account', '=', account)
    .where('state', '=', 'open')
    .where('expires_at_ms', '>', nowMs)
    .orderBy('expires_at_ms')
    .execute();
  return rows.map((row) => row.expires_at_ms);
}

/**
 * Whether it was put in: another open one of its kind keeps it out. PostgreSQL lets who lost against one that came at the
 * same time begin anew, and then see it.
 */
export async function insertRequest(queries: Queries, row: RequestRow): Promise<boolean> {
  const inserted = await queries
    .insertInto('access_requests')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

/** Changes a request that is in one of these states, and answers it as it is then; undefined when it is in another. */
export async function changeRequest(
  queries: Queries,
  id: RequestId,
  from: RequestState,
  change: Partial<RequestRow>,
): Promise<RequestRow | undefined> {
  return queries
    .updateTable('access_requests')
    .set(change)
    .where('id', '=', id)
    .where('state', '=', from)
    .returningAll()
    .executeTakeFirst();
}

export async function listOwn(
  queries: Queries,
  { account, address }: Pick<RequestKey, 'account' | 'address'>,
  limit: number,
): Promise<RequestRow[]> {
  return queries
    .selectFrom('access_requests')
    .selectAll()
    .where('account', '=', account)
    .where('address', '=', address)
    .orderBy('last_asked_at_ms', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** Asked with every question to the gate, so it is one look into an index that nearly always finds nothing. */
export const openRequestsOf = prepareRead(
  (queries, of: { readonly account: AccountId; readonly address: string }) =>
    queries
      .selectFrom('access_requests')
      .selectAll()
      .where('account', '=', of.account)
      .where('address', '=', of.address)
      .where('state', '=', 'open'),
);

/** Whose requests: everybody's, or those of an account or an address that is named. One of both at least. */
export type Concerned =
  | 'everybody'
  | { readonly accounts: readonly AccountId[]; readonly emails: readonly Email[] };

/** Open requests at an organization, the newest first. */
export function listOpenOf(
  queries: Queries,
  organization: OrganizationId,
  who: Concerned,
  limit: number,
): Promise<RequestRow[]> {
  let query = queries
    .selectFrom('access_requests')
    .selectAll()
    .where('organization', '=', organization)
    .where('state', '=', 'open');
  if (who !== 'everybody') {
    query = query.where((where) =>
      where.or([
        ...(who.accounts.length === 0 ? [] : [where('account', 'in', who.accounts)]),
        ...(who.emails.length === 0 ? [] : [where('email', 'in', who.emails)]),
      ]),
    );
  }
  return query.orderBy('last_asked_at_ms', 'desc').limit(limit).execute();
}

export async function findRequest(queries: Queries, id: RequestId): Promise<RequestRow | undefined> {
  return queries.selectFrom('access_requests').selectAll().where('id', '=', id).executeTakeFirst();
}

/** What is asked for in an organization, by who can help, and how often; requests of `except` are left out. */
export async function countByHelper(
  queries: Queries,
  organization: OrganizationId,
  of: { readonly states: readonly RequestState[]; readonly except: AccountId; readonly openAfterMs: number },
): Promise<readonly { readonly asked_of: AskedOf; readonly count: number }[]> {
  const rows = await queries
    .selectFrom('access_requests')
    .select(({ fn }) => ['asked_of', fn.countAll().as('count')])
    .where('organization', '=', organization)
    .where('state', 'in', of.states)
    .where('account', '<>', of.except)
    .where('expires_at_ms', '>', of.openAfterMs)
    .groupBy('asked_of')
    .execute();
  return rows.map(({ asked_of, count }) => ({ asked_of, count: Number(count) }));
}

/** A place in the inbox: what was seen last. */
export interface Place {
  readonly who: Asking;
  readonly atMs: number;
  readonly id: string;
}

/** Who asks: members, for what they lack; or somebody else, for an invitation. */
export type Asking = 'member' | 'stranger';

/** Codes that only somebody who is not in an organization meets. */
const invitationCodes = [
  'invitation_required',
  'invitation_pending',
  'invitation_expired',
  'invitation_for_other_address',
] as const satisfies readonly DenialCode[];

export function asking(code: string): Asking {
  return (invitationCodes as readonly string[]).includes(code) ? 'stranger' : 'member';
}

/** Requests that these helpers can help with, newest first, after a place in that order; of all unless `who` is given. */
export async function listForHelpers(
  queries: Queries,
  organization: OrganizationId,
  of: {
    readonly states: readonly RequestState[];
    readonly except: AccountId;
    readonly openAfterMs: number;
    readonly helpers: readonly AskedOf[];
    readonly who?: Asking | undefined;
    readonly after: Pick<Place, 'atMs' | 'id'> | undefined;
    readonly limit: number;
  },
): Promise<RequestRow[]> {
  let query = queries
    .selectFrom('access_requests')
    .selectAll()
    .where('organization', '=', organization)
    .where('state', 'in', of.states)
    .where('account', '<>', of.except)
    .where('expires_at_ms', '>', of.openAfterMs)
    .where('asked_of', 'in', of.helpers);
  const { who, after } = of;
  if (who !== undefined) query = query.where('code', who === 'member' ? 'not in' : 'in', invitationCodes);
  if (after !== undefined) {
    query = query.where((where) =>
      where.or([
        where('last_asked_at_ms', '<', after.atMs),
        where.and([where('last_asked_at_ms', '=', after.atMs), where('id', '<', after.id as RequestId)]),
      ]),
    );
  }
  return query.orderBy('last_asked_at_ms', 'desc').orderBy('id', 'desc').limit(of.limit).execute();
}

/** Notes who saw a request first; whether that was now. */
export async function markSeen(
  queries: Queries,
  id: RequestId,
  by: MemberId,
  nowMs: number,
): Promise<boolean> {
  const marked = await queries
    .updateTable('access_requests')
    .set({ seen_by: by, seen_at_ms: nowMs })
    .where('id', '=', id)
    .where('seen_at_ms', 'is', null)
    .executeTakeFirst();
  return marked.numUpdatedRows === 1n;
}

/** Ends open requests whose time is over, and answers them. */
export async function expireRequests(queries: Queries, nowMs: number): Promise<RequestRow[]> {
  return queries
    .updateTable('access_requests')
    .set(({ ref }) => ({ state: 'expired' as const, settled_at_ms: ref('expires_at_ms'), to_mail: 0 }))
    .where('state', '=', 'open')
    .where('expires_at_ms', '<=', nowMs)
    .returningAll()
    .execute();
}

/** Forgets requests whose time was over before, and their mails with them; how many, at most `limit`. */
export async function deleteEndedBefore(
  queries: Queries,
  endedBeforeMs: number,
  limit: number,
): Promise<number> {
  const deleted = await queries
    .deleteFrom('access_requests')
    .where('id', 'in', (inner) =>
      inner
        .selectFrom('access_requests as ended')
        .select('ended.id')
        // Named one by one, so that the index finds them.
        .where(
          'ended.state',
          'in',
          requestStates.filter((state) => state !== 'open'),
        )
        .where('ended.expires_at_ms', '<=', endedBeforeMs)
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
}

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

/** The requests of an organization that is deleted, and their mails. */
export async function deleteRequestsOf(queries: Queries, organization: OrganizationId): Promise<void> {
  await queries.deleteFrom('access_request_mails').where('organization', '=', organization).execute();
  await queries.deleteFrom('access_requests').where('organization', '=', organization).execute();
}
