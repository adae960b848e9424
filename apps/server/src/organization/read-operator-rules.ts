import type { AnswerOf, readOperatorRules as endpoint } from '@postern/contract';
import type { OrganizationCaller } from '../access/guard.ts';
import { seatsTaken } from './seats.ts';

/** What the operator has set for the organization, and how many seats are taken. */
export function readOperatorRules({ state, rules, facts }: OrganizationCaller): AnswerOf<typeof endpoint> {
  const { nowMs } = facts.request;
  const { seats, addressListOffUntilMs: until } = rules;
  const lifted = until !== null && until > nowMs;
  return {
    seatsTaken: seatsTaken(state, nowMs),
    seats,
    addressListOffUntilMs: lifted ? until : null,
  };
}
