import type { MemberId } from '@postern/core';
import type { LedgerEvent } from './event.ts';
import type { EventBody, EventType } from './events/all-events.ts';
import type { LedgerState } from './state.ts';

/**
 * The payload of the event that follows `state`, for the client to sign as object `03`. It is dated `nowMs`, or like
 * the event before where this clock is behind that one.
 */
export function draftEvent<Type extends Exclude<EventType, 'genesis'>>(
  state: LedgerState,
  by: MemberId | 'recovery',
  type: Type,
  body: EventBody<Type>,
  nowMs: number,
): LedgerEvent<Type> {
  return {
    at: Math.max(nowMs, state.lastAtMs),
    body,
    by,
    kind: 'ledger-event',
    org: state.organization,
    prev: state.head.hash,
    seq: state.head.seq + 1,
    type,
  } as LedgerEvent<Type>;
}

/** The payload of a genesis, for the owner to sign as object `03`. The hash of the signed bytes is the organization's id. */
export function draftGenesis(body: EventBody<'genesis'>, nowMs: number): LedgerEvent<'genesis'> {
  return {
    at: nowMs,
    body,
    by: body.owner.member,
    kind: 'ledger-event',
    org: null,
    prev: null,
    seq: 0,
    type: 'genesis',
  };
}
