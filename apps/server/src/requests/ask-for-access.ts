import { type DenialCode, type Facts, isRelinkCode } from '@postern/access';
import type { BodyOf, askForAccess as endpoint, OwnRequest } from '@postern/contract';
import { type Email, newId, ok, type RequestId, type Result, refuse } from '@postern/core';
import type { Gathered } from '../access/facts.ts';
import { originOf, recordLine } from '../access-log/record-line.ts';
import { strengthsGiven } from '../account/factor-columns.ts';
import { recordAccess } from '../account/record-access.ts';
import type { Session } from '../account/session.ts';
import type { Queries } from '../platform/db/database.ts';
import type { Call } from '../platform/http/call.ts';
import type { Platform } from '../platform/platform.ts';
import { aboutText } from './about-text.ts';
import { askedOf } from './asked-of.ts';
import { dayMs, limitAsks, limitStrangers, maxNewADay, maxOpen, openForMs, remindAfterMs } from './limits.ts';
import {
  changeRequest,
  findNewest,
  insertRequest,
  listAskedSince,
  listOpenEnds,
  type RequestKey,
  type RequestRow,
} from './queries.ts';
import { recordSettled } from './record-settled.ts';
import { isOver, mayAskAgainAtMs, ownRequestOf } from './shown.ts';
import { gateCodeOf, mayBeAsked } from './standing.ts';
import { tellBoth } from './tell.ts';

/**
 * Makes a request of the denial that the session meets, or adds to the one that is open. INVARIANT: an organization that
 * the account is not in and an address nobody has take the same steps up to the answer; what follows from a real one
 * (mails, notices) is done after it (attack row X2).
 */
export async function askForAccess(
  platform: Platform,
  caller: Gathered,
  call: Call,
  address: string,
  { code: named, about, note, relink }: BodyOf<typeof endpoint>,
  mailSoon: () => void,
): Promise<Result<OwnRequest>> {
  const { session } = caller;
  // One request for each denial, whichever way it is spelled.
  const code = gateCodeOf(named);
  const asked = askedOf(code, about, caller.member?.id);
  if (session === undefined || asked === undefined || !mayBeAsked(caller, code, about)) {
    return refuse('nothing_to_ask');
  }
  const shownFor = relinkColumns(code, relink);
  if (!shownFor.ok) return shownFor;
  const { limits, db } = platform;
  const limited = await limitAsks(limits, session.account);
  if (!limited.ok) return limited;
  const nowMs = platform.clock.nowMs();
  const key = { account: session.account, address, code, about: aboutText(about) };
  const fresh = {
    organization: caller.target ?? null,
    email: session.email as Email,
    last_asked_at_ms: nowMs,
    expires_at_ms: nowMs + openForMs,
    to_mail: 1,
    ...columnsOf(session, caller.facts),
    ...shownFor.value,
  };
  const early = await whenAllowed(db.kysely, key, nowMs);
  if (early > nowMs) return tooSoon(early, nowMs);
  const { membership, invitation } = caller.facts;
  if (membership.state !== 'present' && invitation.state !== 'present') {
    const outside = await limitStrangers(limits, { address, from: call.client.address });
    if (!outside.ok) return outside;
  }
  let over: RequestRow | undefined;
  const made = await db.transaction(async (queries): Promise<Result<RequestRow>> => {
    const fromMs = await whenAllowed(queries, key, nowMs);
    if (fromMs > nowMs) return tooSoon(fromMs, nowMs);
    const before = await findNewest(queries, key);
    if (before !== undefined) {
      if (isOver(before, nowMs)) {
        const ended = { state: 'expired' as const, settled_at_ms: before.expires_at_ms, to_mail: 0 };
        over = await changeRequest(queries, before.id, 'open', ended);
      } else if (before.state === 'open') {
        const added = { ...fresh, times: before.times + 1, note: note === '' ? before.note : note };
        const row = await changeRequest(queries, before.id, 'open', added);
        return row === undefined ? refuse('nothing_to_ask') : ok(row);
      }
    }
    const row: RequestRow = {
      ...key,
      ...fresh,
      id: newId<RequestId>(),
      asked_of: asked,
      state: 'open',
      note,
      asked_at_ms: nowMs,
      times: 1,
      seen_by: null,
      seen_at_ms: null,
      settled_by: null,
      settled_at_ms: null,
      answer: null,
    };
    const inserted = await insertRequest(queries, row);
    return inserted ? ok(row) : tooSoon(nowMs + remindAfterMs, nowMs);
  });
  if (!made.ok) return made;
  if (over !== undefined) await recordSettled(platform, over, 'request_expired');
  await recordLine(platform, {
    organization: caller.target,
    kind: 'request_made',
    account: session.account,
    email: session.email,
    member: caller.member?.id,
    from: originOf(session),
    code,
    request: made.value.id,
  });
  await recordAccess(platform, {
    account: session.account,
    kind: 'request_made',
    code,
    organization: caller.member === undefined ? undefined : caller.target,
    clientKind: session.clientKind,
    address: session.address,
  });
  setImmediate(() => {
    tellBoth(platform, made.value);
    mailSoon();
  });
  return ok(ownRequestOf(made.value, undefined, caller.member !== undefined, nowMs));
}

/** From when on the account may ask this: again, or for the first time. */
async function whenAllowed(queries: Queries, key: RequestKey, nowMs: number): Promise<number> {
  const before = await findNewest(queries, key);
  const againAtMs = before === undefined ? 0 : mayAskAgainAtMs(before, nowMs);
  if (againAtMs > nowMs || (before?.state === 'open' && !isOver(before, nowMs))) return againAtMs;
  const asks = await listAskedSince(queries, key.account, nowMs - dayMs);
  const oldest = asks.at(-maxNewADay);
  if (oldest !== undefined) return oldest + dayMs;
  const ends = await listOpenEnds(queries, key.account, nowMs);
  return ends.at(-maxOpen) ?? 0;
}

type RelinkColumns = Pick<RequestRow, 'relink_statement' | 'relink_proof'>;

/** What goes with asking to be invited again, and with nothing else. */
function relinkColumns(
  code: DenialCode,
  relink: BodyOf<typeof endpoint>['relink'],
): Result<RelinkColumns, 'nothing_to_ask'> {
  if (isRelinkCode(code) !== (relink !== undefined)) return refuse('nothing_to_ask');
  return ok({ relink_statement: relink?.statementHash ?? null, relink_proof: relink?.proof ?? null });
}

/** From where and with what a session came, as a request keeps it. */
export function columnsOf(session: Session, { account }: Pick<Facts, 'account'>) {
  const keys = account.state === 'present' && account.keys.state === 'present' ? account.keys : undefined;
  return {
    session: session.id,
    client_kind: session.clientKind,
    client_version: session.clientVersion,
    client_address: session.address,
    factors_used: strengthsGiven(session.factorsGiven).join(','),
    factors_enrolled: session.factorsEnrolled.join(','),
    authenticated_at_ms: session.authenticatedAtMs,
    generation: keys?.generation ?? session.generation,
    reset_by: keys?.resetBy ?? null,
  } satisfies Partial<RequestRow>;
}

function tooSoon(retryAtMs: number, nowMs: number): Result<never, 'rate_limited'> {
  const retryAfterSeconds = Math.ceil((retryAtMs - nowMs) / 1000);
  return refuse('rate_limited', { params: { retryAfterSeconds, retryAtMs } });
}
