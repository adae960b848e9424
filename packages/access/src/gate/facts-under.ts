import type { SessionId } from '@postern/core';
import type { LedgerState, Member } from '@postern/ledger';
import { absent, type Facts } from './facts.ts';
import {
  custodiansOf,
  keyLinkFactsOf,
  membershipFactsOf,
  organizationFactsOf,
  settingsFactsOf,
} from './ledger-facts.ts';

/** A session as the gate would see it. */
export interface KnownSession extends Pick<Facts, 'session' | 'account'> {
  readonly id: SessionId;
}

/**
 * What an operator may do for a while is left out: a list that is lifted counts again soon, so a change is judged as if
 * it counted.
 */
const nothingLifted = { suspended: false, addressListOffUntilMs: null };

/** The facts about a member's session. */
export type FactsOf = (who: Member, known: KnownSession) => Facts;

/**
 * What the gate would decide from if `state` were the organization's ledger and it were `nowMs`. What many sessions have
 * in common is made once.
 */
export function factsUnder(state: LedgerState, nowMs: number): FactsOf {
  const request = { nowMs, door: 'use', signInAgeLimitMs: null } as const;
  const ofNoCustodian = organizationFactsOf(state, nothingLifted, undefined);
  const custodians = new Set(custodiansOf(state).map(({ account }) => account));
  const settings = new Map<string, Facts['settings']>();
  const settingsFor = (from: { readonly address: string; readonly clientVersion: string }) => {
    const key = `${from.clientVersion} ${from.address}`;
    let facts = settings.get(key);
    if (facts === undefined) {
      facts = settingsFactsOf(state, nothingLifted, from, nowMs);
      settings.set(key, facts);
    }
    return facts;
  };
  return (who, { id, session, account }) => {
    const member = Object.hasOwn(state.members, who.id) ? (state.members[who.id] ?? who) : who;
    const from = session.state === 'present' ? session : nowhere;
    return {
      request,
      session,
      account,
      organization: custodians.has(who.account)
        ? organizationFactsOf(state, nothingLifted, who.account)
        : ofNoCustodian,
      membership: membershipFactsOf(state, member, { address: from.address, session: id, nowMs }),
      invitation: absent,
      settings: settingsFor(from),
      // No rule changes the keys: whoever comes is taken to have those that the ledger knows.
      keyLink: keyLinkFactsOf(member, { link: member.link, waits: false, helpers: [] }),
    };
  };
}

const nowhere = { address: '', clientVersion: '' };
