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

/** The requests of an organization that is deleted, and their mails. */
export async function deleteRequestsOf(queries: Queries, organization: OrganizationId): Promise<void> {
  await queries.deleteFrom('access_request_mails').where('organization', '=', organization).execute();
  await queries.deleteFrom('access_requests').where('organization', '=', organization).execute();
}
