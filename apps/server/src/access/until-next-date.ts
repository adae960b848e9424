import type { Facts } from '@postern/access';
import { findMember, type LedgerState } from '@postern/ledger';

/** A clock that was set, or a date that nobody thought of, is noticed within this. */
const askAgainMs = 60_000;

/**
 * Milliseconds until the next of the dates from which on the gate may answer otherwise though nobody has written anything,
 * at most a minute: the end of a membership, an exemption, an address entry, the age of a sign-in, and the like.
 */
export function untilNextDateMs(facts: Facts, state: LedgerState | undefined): number {
  const { request, session, membership, invitation, settings } = facts;
  const own =
    state && membership.state === 'present' ? findMember(state, membership.memberId)?.addresses : undefined;
  const dates: (number | null)[] = [...Object.values(state?.addresses ?? {}), ...(own ?? [])].map(
    ({ untilMs }) => untilMs,
  );
  if (session.state === 'present') dates.push(session.expiresAtMs);
  if (membership.state === 'present') dates.push(membership.endsAtMs, membership.factorExemptUntilMs);
  if (invitation.state === 'present') dates.push(invitation.expiresAtMs);
  if (settings.state === 'present') {
    const { factorRule, sessionAgeMs, addressListOffUntilMs } = settings;
    dates.push(addressListOffUntilMs);
    if (session.state === 'present') dates.push(session.authenticatedAtMs + sessionAgeMs);
    if (factorRule !== null) {
      const since = membership.state === 'present' ? membership.sinceMs : 0;
      dates.push(factorRule.fromMs, Math.max(factorRule.fromMs, since) + factorRule.graceMs);
    }
  }
  const ahead = dates.filter((date) => date !== null).map((date) => date - request.nowMs);
  // A date counts from its own millisecond on or from the one after; a timer may be a little early.
  // Streams that were opened together do not ask together for ever.
  const atMost = askAgainMs * (1 - Math.random() / 4);
  return Math.min(atMost, ...ahead.filter((ms) => ms >= 0).map((ms) => ms + 5));
}

/** Asks at the next date, whose distance is told anew after each answer. */
export class DateTimer {
  #timer: NodeJS.Timeout | undefined;
  readonly #ask: () => void;

  constructor(ask: () => void) {
    this.#ask = ask;
  }

  /** Takes the place of what was set before. */
  set(ms: number): void {
    this.stop();
    this.#timer = setTimeout(this.#ask, ms).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
