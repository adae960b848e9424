import { ok, type Result, refuse } from '@postern/core';
import type { LedgerCode } from './codes.ts';
import { Draft } from './draft.ts';
import type { UnverifiedEvent, VerifiedEvent } from './event.ts';
import type { Incoming } from './event-definition.ts';
import { type EventBody, findEventDefinition } from './events/all-events.ts';
import { found } from './events/genesis.ts';
import type { LedgerState } from './state.ts';

/** How far ahead of a server's own clock an event may be dated. */
export const maxClockSkewMs = 10 * 60 * 1000;

/**
 * The only reader of meaning: the state after a verified event, or why it may not follow. Pure; `state` is null for a
 * genesis and is never changed.
 */
export function apply(state: LedgerState | null, event: VerifiedEvent): Result<LedgerState, LedgerCode> {
  return applyAll(state, [event]);
}

/** What repeated `apply` gives, at the cost of one copy. Refusals carry the position as `params.seq`. */
export function applyAll(
  state: LedgerState | null,
  events: readonly VerifiedEvent[],
): Result<LedgerState, LedgerCode> {
  let draft = state === null ? null : new Draft(state);
  for (const event of events) {
    const applied = applyTo(draft, event);
    if (!applied.ok) return applied;
    draft = applied.value;
  }
  return draft === null ? refuse('genesis_expected') : ok(draft.finish());
}

/** Applies to a draft in place, or founds one. After a refusal the draft is worthless. */
export function applyTo(draft: Draft | null, event: VerifiedEvent): Result<Draft, LedgerCode> {
  const misplaced = checkPosition(draft?.state ?? null, event);
  if (misplaced !== undefined) return misplaced;
  const { payload, hash } = event;
  const incoming: Incoming<unknown> = {
    at: payload.at,
    by: payload.by,
    seq: payload.seq,
    hash,
    body: payload.body,
    statement: event.statement,
  };
  if (draft === null) {
    const founded = found(incoming as Incoming<EventBody<'genesis'>>);
    return founded.ok ? ok(new Draft(founded.value)) : founded;
  }
  const definition = findEventDefinition(payload.type);
  if (definition === undefined) return refuse('event_malformed', { field: '/type' });
  const refused = definition.apply(draft, incoming);
  if (refused !== undefined) return { ...refused, params: { ...refused.params, seq: payload.seq } };
  draft.set({ head: { seq: payload.seq, hash }, lastAtMs: payload.at });
  return ok(draft);
}

/**
 * Whether the event stands where the chain continues: organization, position, hash of the event before, time.
 * Nothing when it does.
 */
export function checkPosition(state: LedgerState | null, event: UnverifiedEvent) {
  const { at, org, prev, seq, type } = event.payload;
  if (state === null) {
    return type === 'genesis' ? undefined : refuse('genesis_expected', { params: { seq } });
  }
  if (type === 'genesis') return refuse('genesis_expected', { params: { seq } });
  if (org !== state.organization) return refuse('wrong_organization', { field: '/org', params: { seq } });
  if (seq !== state.head.seq + 1) {
    return refuse('chain_broken', { field: '/seq', params: { seq, expected: state.head.seq + 1 } });
  }
  if (prev !== state.head.hash) return refuse('chain_broken', { field: '/prev', params: { seq } });
  if (at < state.lastAtMs) return refuse('time_decreased', { field: '/at', params: { seq } });
  return undefined;
}

/** `clock_skew` when something signed is dated further ahead of `nowMs` than clocks may differ. For servers, on writing. */
export function checkClock(atMs: number, nowMs: number): Result<undefined, 'clock_skew'> {
  return atMs > nowMs + maxClockSkewMs
    ? refuse('clock_skew', { field: '/at', params: { aheadMs: atMs - nowMs } })
    : ok();
}
