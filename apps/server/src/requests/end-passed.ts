import { type DenialCode, decide } from '@postern/access';
import type { AccountId, MemberId } from '@postern/core';
import { isActing, type LedgerState } from '@postern/ledger';
import type { Gathered } from '../access/facts.ts';
import type { Platform } from '../platform/platform.ts';
import { parseAbout } from './about-text.ts';
import { columnsOf } from './ask-for-access.ts';
import { dropWaitingMails } from './mail-queries.ts';
import { changeRequest, openRequestsOf, type RequestRow } from './queries.ts';
import { recordSettled } from './record-settled.ts';
import { isLacking, isOfResource, standsAtGate, stillStands } from './standing.ts';
import { tellBoth } from './tell.ts';

type Ports = Pick<Platform, 'db' | 'clock' | 'feed' | 'limits'>;
type Known = Pick<Gathered, 'facts' | 'session' | 'ledger' | 'member' | 'rules'>;

/** Whether an account has open requests at an address. */
export async function hasOpenRequests(
  { db }: Pick<Platform, 'db'>,
  of: { readonly account: AccountId; readonly address: string },
): Promise<boolean> {
  return (await openRequestsOf.all(db.kysely, of)).length > 0;
}

/**
 * Ends the open requests of who asks the gate that ask for what no longer stands in their way, and keeps the facts of the
 * others as new as this request. One look into an index for everybody who asked for nothing.
 */
export async function endPassedRequests(platform: Ports, known: Known, address: string): Promise<void> {
  const { session } = known;
  if (session === undefined) return;
  const { account } = session;
  // At the owner's door rules are passed over, which says nothing of the gate.
  const usual = {
    ...known,
    facts: { ...known.facts, request: { ...known.facts.request, door: 'use' as const } },
  };
  const open = await openRequestsOf.all(platform.db.kysely, { account, address });
  const nowMs = platform.clock.nowMs();
  for (const row of open) {
    if (row.expires_at_ms <= nowMs) continue;
    if (isOfFormerMember(known.member, row)) {
      await endForFormerMember(platform, row, nowMs);
    } else if (hasPassed(usual, row, nowMs)) {
      const change = { state: 'granted' as const, settled_at_ms: nowMs, to_mail: 0 };
      const ended = await changeRequest(platform.db.kysely, row.id, 'open', change);
      if (ended === undefined) continue;
      await recordSettled(platform, ended, 'request_granted');
      tellBoth(platform, ended);
    } else await refreshFacts(platform, usual, row);
  }
}

/**
 * Whether what a request asks about is gone. What hangs on the session is judged for the one that asked: that somebody gets
 * in from the office says nothing of their phone.
 */
function hasPassed(
  { facts, session, ledger, member, rules }: Known,
  row: RequestRow,
  nowMs: number,
): boolean {
  const code = row.code as DenialCode;
  if (isOfResource(code)) {
    if (ledger === undefined || !isActing(member)) return false;
    return !isLacking(ledger.state, member, code, parseAbout(row.about));
  }
  if (row.session === session?.id || code.startsWith('invitation_')) return !standsAtGate(facts, code);
  if (ledger === undefined || rules === undefined) return false;
  return !stillStands(ledger.state, rules, row, nowMs);
}

/** Whoever is no member any more has nothing to be helped with inside, only an invitation to ask for. */
function isOfFormerMember(member: Known['member'], { code }: RequestRow): boolean {
  return member === undefined && !code.startsWith('invitation_');
}

async function endForFormerMember(
  platform: Pick<Platform, 'db' | 'feed' | 'clock'>,
  row: RequestRow,
  nowMs: number,
): Promise<void> {
  const over = { state: 'expired' as const, settled_at_ms: nowMs, expires_at_ms: nowMs, to_mail: 0 };
  const ended = await changeRequest(platform.db.kysely, row.id, 'open', over);
  if (ended === undefined) return;
  await dropWaitingMails(platform.db.kysely, row.id);
  await recordSettled(platform, ended, 'request_expired');
  tellBoth(platform, ended);
}

/** Ends what those asked for who are removed by events that were just stored. */
export async function endRequestsOfRemoved(
  platform: Pick<Platform, 'db' | 'feed' | 'clock'>,
  after: LedgerState,
  removed: readonly MemberId[],
): Promise<void> {
  for (const id of removed) {
    const account = after.members[id]?.account;
    if (account === undefined) continue;
    const open = await openRequestsOf.all(platform.db.kysely, { account, address: after.address });
    for (const row of open) {
      if (isOfFormerMember(undefined, row)) {
        await endForFormerMember(platform, row, platform.clock.nowMs());
      }
    }
  }
}

/**
 * The session that asked is as new as it last came to the gate. STRICTER: another session of the account, which may be
 * somebody else's, speaks for itself only by asking.
 */
async function refreshFacts(platform: Ports, { facts, session }: Known, row: RequestRow): Promise<void> {
  if (session === undefined || row.session !== session.id || isOfResource(row.code as DenialCode)) return;
  const decision = decide(facts);
  if (decision.ok || decision.code !== row.code) return;
  const fresh = columnsOf(session, facts);
  const names = Object.keys(fresh) as (keyof typeof fresh)[];
  if (names.every((name) => fresh[name] === row[name])) return;
  // Who goes to and fro between two networks writes a few times a minute, not with every question.
  if (!(await platform.limits.limit(`facts of request ${row.id}`, 6, 60)).ok) return;
  const changed = await changeRequest(platform.db.kysely, row.id, 'open', fresh);
  if (changed !== undefined) tellBoth(platform, changed);
}
