import type { SessionId } from '@postern/core';
import type { LedgerState, Member } from '@postern/ledger';
import { absent, type Facts } from './facts.ts';
import { keyLinkFactsOf, membershipFactsOf, organizationFactsOf, settingsFactsOf } from './ledger-facts.ts';

/** A session as the gate would see it. */
export interface KnownSession extends Pick<Facts, 'session' | 'account'> {
  readonly id: SessionId;
}

/**
 * What an operator may do for a while is left out: a list that is lifted counts again soon, so a change is judged as if
 * it counted.
 */
const nothingLifted = { suspended: false, addressListOffUntilMs: null };

/** What the gate would decide about a member's session from if `state` were the organization's ledger. */
export function factsUnder(
  state: LedgerState,
  who: Member,
  { id, session, account }: KnownSession,
  nowMs: number,
): Facts {
  const member = Object.hasOwn(state.members, who.id) ? (state.members[who.id] ?? who) : who;
  const from =
    session.state === 'present'
      ? { address: session.address, clientVersion: session.clientVersion }
      : { address: '', clientVersion: '' };
  return {
    request: { nowMs, door: 'use', signInAgeLimitMs: null },
    session,
    account,
    organization: organizationFactsOf(state, nothingLifted, who.account),
    membership: membershipFactsOf(state, member, { address: from.address, session: id, nowMs }),
    invitation: absent,
    settings: settingsFactsOf(state, nothingLifted, from, nowMs),
    keyLink: keyLinkFactsOf(member),
  };
}
