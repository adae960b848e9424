import type { AccessRequest } from '@postern/contract';
import { ok, type RequestId, type Result, refuse } from '@postern/core';
import type { LedgerEvent, LedgerState } from '@postern/ledger';
import type { OrganizationCaller } from '../access/guard.ts';
import type { Queries } from '../platform/db/database.ts';
import type { Platform } from '../platform/platform.ts';
import { findHelpable, shown } from './inbox.ts';
import { undoForMs } from './limits.ts';
import { dropWaitingMails } from './mail-queries.ts';
import { changeRequest, findNewest, findRequest, type RequestRow } from './queries.ts';
import { recordSettled } from './record-settled.ts';
import { isOver } from './shown.ts';
import { stillStands, wasHeard, wasSentAgain } from './standing.ts';
import { tellBoth } from './tell.ts';

type Ports = Pick<Platform, 'db' | 'clock' | 'feed'>;
type Caller = Pick<OrganizationCaller, 'state' | 'member' | 'rules'>;

/** Refuses an open request. The first to settle a request settles it. */
export async function refuseRequest(
  platform: Ports,
  caller: Caller,
  id: RequestId,
  answer: string,
): Promise<Result<AccessRequest>> {
  const found = await findHelpable(platform, caller, id);
  if (!found.ok) return found;
  const nowMs = platform.clock.nowMs();
  if (isOver(found.value, nowMs)) return refuse('request_settled');
  const row = await changeRequest(platform.db.kysely, id, 'open', {
    state: 'refused',
    settled_by: caller.member.id,
    settled_at_ms: nowMs,
    answer: answer === '' ? null : answer,
    to_mail: 0,
  });
  if (row === undefined) return refuse('request_settled');
  await dropWaitingMails(platform.db.kysely, id);
  await recordSettled(platform, row, 'request_refused');
  tellBoth(platform, row);
  return ok(await shown(platform, caller, row));
}

/** Takes one's own settling back. What no longer stands in the way stays granted. */
export async function reopenRequest(
  platform: Ports,
  caller: Caller,
  id: RequestId,
): Promise<Result<AccessRequest>> {
  const found = await findHelpable(platform, caller, id);
  if (!found.ok) return found;
  const before = found.value;
  const { state: was } = before;
  const nowMs = platform.clock.nowMs();
  const mayStill =
    before.settled_by === caller.member.id &&
    (was === 'granted' || was === 'refused') &&
    (before.settled_at_ms ?? 0) + undoForMs > nowMs &&
    before.expires_at_ms > nowMs;
  if (!mayStill) return refuse('request_settled');
  const stands = stillStands(caller.state, caller.rules, before, nowMs);
  if (!stands && was === 'granted') return ok(await shown(platform, caller, before));
  const change: Partial<RequestRow> = stands
    ? { state: 'open', settled_by: null, settled_at_ms: null, answer: null }
    : { state: 'granted', settled_by: null, answer: null };
  // Somebody may have asked anew meanwhile: there is one open request of a kind, and then this one stays as it is.
  const row = await platform.db.transaction(async (queries) => {
    const stored = await findRequest(queries, id);
    if (stored?.state !== was || stored.settled_by !== caller.member.id) return undefined;
    if (await hasOpenTwin(queries, stored)) return undefined;
    return changeRequest(queries, id, was, change);
  });
  if (row === undefined) return refuse('request_settled');
  if (row.state === 'open') {
    await recordSettled(platform, { ...row, settled_by: caller.member.id }, 'request_reopened');
  }
  tellBoth(platform, row);
  return ok(await shown(platform, caller, row));
}

async function hasOpenTwin(queries: Queries, { account, address, code, about }: RequestRow) {
  const newest = await findNewest(queries, { account, address, code, about });
  return newest?.state === 'open';
}

/** How an append settles a request: `within` its transaction, and what is told after it. */
export interface Settling {
  readonly within: (queries: Queries) => Promise<Result<undefined>>;
  readonly tell: () => Promise<void>;
}

/**
 * How appending events that were judged settles the request they are meant for. INVARIANT: the request is still open in
 * the transaction that stores them, or nothing is stored; it is granted by this member when what it asks about no longer
 * stands in the way of its person, as they last came, after the events; else it stays open.
 */
export async function settleWithAppend(
  platform: Ports,
  caller: Caller,
  id: RequestId,
  after: LedgerState,
  payloads: readonly LedgerEvent[],
): Promise<Result<Settling>> {
  const found = await findHelpable(platform, caller, id);
  if (!found.ok) return found;
  const row = found.value;
  const nowMs = platform.clock.nowMs();
  if (row.state !== 'open' || isOver(row, nowMs)) return refuse('request_settled');
  const granted =
    wasSentAgain(caller.state, after, row) ||
    wasHeard(payloads, after, row) ||
    !stillStands(after, caller.rules, row, nowMs);
  return ok({
    within: async (queries) => {
      if (!granted) {
        const stored = await findRequest(queries, id);
        return stored?.state === 'open' ? ok() : refuse('request_settled');
      }
      const settled = await changeRequest(queries, id, 'open', {
        state: 'granted',
        settled_by: caller.member.id,
        settled_at_ms: nowMs,
        to_mail: 0,
      });
      if (settled === undefined) return refuse('request_settled');
      await dropWaitingMails(queries, id);
      return ok();
    },
    tell: async () => {
      if (!granted) return;
      await recordSettled(platform, { ...row, settled_by: caller.member.id }, 'request_granted');
      tellBoth(platform, row);
    },
  });
}
