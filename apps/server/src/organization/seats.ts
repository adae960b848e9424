import { ok, type Result, refuse } from '@postern/core';
import type { LedgerState } from '@postern/ledger';

/** Members that are not removed, and invitations that are open at that time: each may become one. */
export function seatsTaken({ members, invitations }: LedgerState, nowMs: number): number {
  const joined = membersOf(members);
  const invited = Object.values(invitations).filter(
    ({ status, expiresAtMs }) => status === 'open' && nowMs < expiresAtMs,
  );
  return joined + invited.length;
}

/**
 * `seat_limit_reached` when a change takes a seat that is not there. Whoever was invited while there was room has a seat
 * kept; that there are more members than seats since the limit went down hinders nothing but growth.
 */
export function checkSeats(
  before: LedgerState,
  after: LedgerState,
  seats: number | null,
  nowMs: number,
): Result<undefined, 'seat_limit_reached'> {
  if (seats === null) return ok();
  const grows = (count: (state: LedgerState) => number) =>
    count(after) > seats && count(after) > count(before);
  const full = grows((state) => seatsTaken(state, nowMs)) || grows(({ members }) => membersOf(members));
  return full ? refuse('seat_limit_reached', { params: { max: seats } }) : ok();
}

function membersOf(members: LedgerState['members']): number {
  return Object.values(members).filter(({ status }) => status !== 'removed').length;
}
