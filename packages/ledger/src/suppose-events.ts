import { type MemberId, ok, type Result, refuse } from '@postern/core';
import type { KeyStatement } from '@postern/crypto/public';
import type { LedgerCode } from './codes.ts';
import { Draft } from './draft.ts';
import { type EventBody, type EventType, findEventDefinition } from './events/all-events.ts';
import type { LedgerState } from './state.ts';

/** An event as somebody is about to sign it. */
export type SupposedEvent = {
  readonly [Type in Exclude<EventType, 'genesis'>]: {
    readonly type: Type;
    readonly body: EventBody<Type>;
    /** What the statement in the body was parsed to, for events that carry one. */
    readonly statement?: KeyStatement;
  };
}[Exclude<EventType, 'genesis'>];

/**
 * The state as it would be after these events by `by`, or why they may not follow: what `apply` does to them, before
 * anything is signed. INVARIANT: for previews. The answer's head is a position without a hash of its own, so nothing
 * verifies or is appended on top of it.
 */
export function supposeEvents(
  state: LedgerState,
  by: MemberId,
  events: readonly SupposedEvent[],
  nowMs: number,
): Result<LedgerState, LedgerCode> {
  const draft = new Draft(state);
  const { hash } = state.head;
  for (const [at, { type, body, statement = null }] of events.entries()) {
    const definition = findEventDefinition(type);
    const parsed = definition?.body.safeParse(body);
    if (definition === undefined || parsed?.success !== true)
      return refuse('event_malformed', { field: '/body' });
    const seq = state.head.seq + 1 + at;
    const dated = Math.max(nowMs, state.lastAtMs);
    const refused = definition.apply(draft, { at: dated, by, seq, hash, body: parsed.data, statement });
    if (refused !== undefined) return refused;
    draft.set({ head: { seq, hash }, lastAtMs: dated });
  }
  return ok(draft.finish());
}
