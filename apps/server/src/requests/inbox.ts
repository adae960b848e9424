import type {
  AccessRequest,
  AnswerOf,
  listRequests as endpoint,
  QueryOf,
  RequestState,
} from '@postern/contract';
import { type Bytes, ok, type RequestId, type Result, refuse } from '@postern/core';
import { hashB64 } from '@postern/crypto/public';
import { findMemberByAccount, type LedgerState, type Member } from '@postern/ledger';
import { findKeyStatement } from '../account/find-key-statement.ts';
import type { Platform } from '../platform/platform.ts';
import { type AskedOf, mayHelp } from './asked-of.ts';
import { countMails } from './mail-queries.ts';
import {
  asking,
  countByHelper,
  findRequest,
  listForHelpers,
  markSeen,
  type Place,
  type RequestRow,
} from './queries.ts';
import { accessRequestOf, type Helper, isOver } from './shown.ts';
import { tellAsker, tellHelpers } from './tell.ts';

const pageSize = 100;
const settledStates: readonly RequestState[] = ['granted', 'refused', 'expired', 'withdrawn'];

/** How many open requests a member can help with. */
export async function countOpenRequests(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  helper: Helper,
): Promise<number> {
  const counts = await helpable(db, helper, { states: ['open'], openAfterMs: clock.nowMs() });
  return counts.reduce((sum, { count }) => sum + count, 0);
}

/** A page of the requests that the member can help with, open or settled. */
export async function listRequests(
  platform: Pick<Platform, 'db' | 'clock'>,
  helper: Helper,
  { settled, after }: QueryOf<typeof endpoint>,
): Promise<AnswerOf<typeof endpoint>> {
  const { db, clock } = platform;
  const { state, member } = helper;
  const nowMs = clock.nowMs();
  const which =
    settled === 'true'
      ? { states: settledStates, openAfterMs: 0 }
      : { states: ['open' as const], openAfterMs: nowMs };
  const counts = await helpable(db, helper, which);
  const open =
    settled === 'true'
      ? await countOpenRequests(platform, helper)
      : counts.reduce((sum, { count }) => sum + count, 0);
  if (counts.length === 0) return { requests: [], open };
  const rows = await inOrder(placeOf(after), settled !== 'true', (part) =>
    listForHelpers(db.kysely, state.organization, {
      ...which,
      ...part,
      except: member.account,
      helpers: counts.map((each) => each.asked_of),
    }),
  );
  const page = rows.slice(0, pageSize);
  const last = page.at(-1);
  const mails = await countMails(
    db.kysely,
    page.map(({ id }) => id),
  );
  return {
    requests: page.map((row) => accessRequestOf(row, mails.get(row.id), helper, nowMs, undefined)),
    open,
    ...(rows.length > pageSize && last !== undefined ? { next: placeAt(last) } : {}),
  };
}

/** One request; that somebody saw it is noted once, and told to who asked as long as they are a member. */
export async function readRequest(
  platform: Pick<Platform, 'db' | 'clock' | 'feed'>,
  helper: Helper,
  id: RequestId,
): Promise<Result<AccessRequest>> {
  const found = await findHelpable(platform, helper, id);
  if (!found.ok) return found;
  let row = found.value;
  const nowMs = platform.clock.nowMs();
  if (row.state === 'open' && row.seen_at_ms === null && !isOver(row, nowMs)) {
    if (await markSeen(platform.db.kysely, id, helper.member.id, nowMs)) {
      row = { ...row, seen_by: helper.member.id, seen_at_ms: nowMs };
      if (isMember(helper.state, row)) tellAsker(platform, row);
      tellHelpers(platform, row);
    }
  }
  return ok(await shown(platform, helper, row));
}

/**
 * A stored request that this member can help with. INVARIANT: what is shown or touched is authorised by the stored
 * request's organization and the ledger of now, and nobody helps themselves.
 */
export async function findHelpable(
  { db }: Pick<Platform, 'db'>,
  { state, member }: Helper,
  id: RequestId,
): Promise<Result<RequestRow, 'not_found'>> {
  const row = await findRequest(db.kysely, id);
  if (row === undefined || row.organization !== state.organization) return refuse('not_found');
  if (row.account === member.account || !mayHelp(state, member.id, row.asked_of)) return refuse('not_found');
  return ok(row);
}

export async function shown(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  helper: Helper,
  row: RequestRow,
): Promise<AccessRequest> {
  const mails = await countMails(db.kysely, [row.id]);
  return accessRequestOf(row, mails.get(row.id), helper, clock.nowMs(), await statementOf(db, row));
}

/** The key statement that a request to be invited again is about, unless the account has gone on since. */
async function statementOf({ kysely }: Platform['db'], row: RequestRow): Promise<Bytes | undefined> {
  if (row.relink_statement === null || row.state !== 'open') return undefined;
  const { account, generation } = row;
  const statement = await findKeyStatement(kysely, { account, generation });
  return statement !== undefined && hashB64(statement) === row.relink_statement ? statement : undefined;
}

export function isMember(state: LedgerState, { account }: Pick<RequestRow, 'account'>): boolean {
  const found = findMemberByAccount(state, account);
  return found !== undefined && found.status !== 'removed';
}

/** What is asked for there that the member can help with, and how often. */
async function helpable(
  { kysely }: Platform['db'],
  { state, member }: { readonly state: LedgerState; readonly member: Member },
  which: { readonly states: readonly RequestState[]; readonly openAfterMs: number },
): Promise<readonly { readonly asked_of: AskedOf; readonly count: number }[]> {
  const of = { ...which, except: member.account };
  const counts = await countByHelper(kysely, state.organization, of);
  return counts.filter((each) => mayHelp(state, member.id, each.asked_of));
}

type Part = Pick<Parameters<typeof listForHelpers>[2], 'who' | 'after' | 'limit'>;

/**
 * A page and one more: members first, as long as requests are open, so that however many strangers ask, nobody who is shut
 * out of their work waits behind them.
 */
async function inOrder(
  after: Place | undefined,
  membersFirst: boolean,
  list: (part: Part) => Promise<RequestRow[]>,
): Promise<RequestRow[]> {
  const limit = pageSize + 1;
  if (!membersFirst) return list({ after, limit });
  if (after?.who === 'stranger') return list({ who: 'stranger', after, limit });
  const members = await list({ who: 'member', after, limit });
  if (members.length >= limit) return members;
  const others = await list({ who: 'stranger', after: undefined, limit: limit - members.length });
  return [...members, ...others];
}

function placeAt({ code, last_asked_at_ms: atMs, id }: RequestRow): string {
  return `${asking(code) === 'member' ? 'm' : 's'}.${atMs}.${id}`;
}

function placeOf(place: string | undefined): Place | undefined {
  const [who, atMs, id] = place?.split('.') ?? [];
  if (atMs === undefined || id === undefined) return undefined;
  return { who: who === 's' ? 'stranger' : 'member', atMs: Number(atMs), id };
}
