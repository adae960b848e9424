import type { DenialCode } from '@postern/access';
import type { AccessRequest, AttemptFacts, OwnRequest } from '@postern/contract';
import { type Bytes, toBase64Url } from '@postern/core';
import { findMemberByAccount } from '@postern/ledger';
import type { OrganizationCaller } from '../access/guard.ts';
import { mayReadAttempts } from '../access-log/list-attempts.ts';
import { parseAbout } from './about-text.ts';
import { rolesAsked } from './asked-of.ts';
import { refusedForMs, remindAfterMs } from './limits.ts';
import type { RequestRow } from './queries.ts';
import { strengthsIn } from './standing.ts';

/** Who looks into the inbox. */
export type Helper = Pick<OrganizationCaller, 'state' | 'member'>;

/** How many mails there are of a request, and how many of them wait. */
export interface MailCount {
  readonly all: number;
  readonly waiting: number;
}

/** The code, state and texts that both sides are shown. A request whose time is over has ended, whoever noticed it yet. */
function common(row: RequestRow, nowMs: number) {
  const about = parseAbout(row.about);
  return {
    request: row.id,
    code: row.code as DenialCode,
    ...(about === undefined ? {} : { about }),
    state: isOver(row, nowMs) ? ('expired' as const) : row.state,
    note: row.note,
    askedAtMs: row.asked_at_ms,
    lastAskedAtMs: row.last_asked_at_ms,
    expiresAtMs: row.expires_at_ms,
  };
}

export function isOver(row: RequestRow, nowMs: number): boolean {
  return row.state === 'open' && row.expires_at_ms <= nowMs;
}

/**
 * A request as who asked sees it. INVARIANT: who is not a member is told nothing that an address nobody has would not say:
 * not that somebody saw it, not how its mails stand (attack row X2).
 */
export function ownRequestOf(
  row: RequestRow,
  mails: MailCount | undefined,
  isMember: boolean,
  nowMs: number,
): OwnRequest {
  const shown = common(row, nowMs);
  const settledAtMs = shown.state === 'expired' ? row.expires_at_ms : row.settled_at_ms;
  return {
    ...shown,
    mayAskAgainAtMs: mayAskAgainAtMs(row, nowMs),
    sentTo: [...rolesAsked(row.asked_of)],
    mail: isMember ? mailOf(row, mails) : 'sent',
    ...(isMember && row.seen_at_ms !== null ? { seenAtMs: row.seen_at_ms } : {}),
    ...(settledAtMs === null ? {} : { settledAtMs }),
    ...(row.state === 'refused' && row.answer !== null ? { answer: row.answer } : {}),
    ...(isMember && row.relink_proof !== null ? { relinkProof: row.relink_proof } : {}),
  };
}

/**
 * A request as those see it who can help. `statement`: of the keys that it was asked with, where they are still there.
 * INVARIANT: from where and with what somebody came is told to those alone who may look at attempts; who only gives a vault
 * is not.
 */
export function accessRequestOf(
  row: RequestRow,
  mails: MailCount | undefined,
  helper: Helper,
  nowMs: number,
  statement: Bytes | undefined,
): AccessRequest {
  const { state } = helper;
  const found = findMemberByAccount(state, row.account);
  const shown = common(row, nowMs);
  const settledAtMs = shown.state === 'expired' ? row.expires_at_ms : row.settled_at_ms;
  return {
    ...shown,
    account: row.account,
    email: row.email,
    ...(found === undefined || found.status === 'removed' ? {} : { member: found.id }),
    times: row.times,
    atMs: nowMs,
    mail: mailOf(row, mails),
    ...(row.seen_by === null || row.seen_at_ms === null
      ? {}
      : { seen: { by: row.seen_by, atMs: row.seen_at_ms } }),
    ...(settledAtMs === null
      ? {}
      : {
          settled: {
            ...(row.settled_by === null ? {} : { by: row.settled_by }),
            atMs: settledAtMs,
            ...(row.answer === null ? {} : { answer: row.answer }),
          },
        }),
    ...(mayReadAttempts(helper) ? { attempt: attemptOf(row) } : {}),
    ...(row.relink_proof === null || statement === undefined
      ? {}
      : { relink: { statement: toBase64Url(statement), proof: row.relink_proof } }),
  };
}

function attemptOf(row: RequestRow): AttemptFacts {
  return {
    clientKind: row.client_kind,
    clientVersion: row.client_version,
    address: row.client_address,
    session: row.session,
    factorsUsed: strengthsIn(row.factors_used),
    factorsEnrolled: strengthsIn(row.factors_enrolled),
    authenticatedAtMs: row.authenticated_at_ms,
    keys: { generation: row.generation, resetBy: row.reset_by },
  };
}

/** From when on the same may be asked again. */
export function mayAskAgainAtMs(row: RequestRow, nowMs: number): number {
  if (isOver(row, nowMs)) return row.expires_at_ms;
  if (row.state === 'open') return row.last_asked_at_ms + remindAfterMs;
  const settledAtMs = row.settled_at_ms ?? row.last_asked_at_ms;
  return row.state === 'refused' ? settledAtMs + refusedForMs : settledAtMs;
}

/** One mail that went out is enough to say that somebody was told. */
function mailOf(row: RequestRow, mails: MailCount | undefined): OwnRequest['mail'] {
  if (mails === undefined || mails.all === 0) return row.to_mail === 1 ? 'waiting' : 'none';
  return mails.waiting < mails.all ? 'sent' : 'waiting';
}
