import {
  absent,
  custodiansOf,
  type Facts,
  type FactsAround,
  findLockOut,
  keyLinkFactsOf,
  type LockOut,
  membershipFactsOf,
  organizationFactsOf,
  settingsFactsOf,
} from '@postern/access';
import { ok, type Result, refuse } from '@postern/core';
import { findMember, type LedgerState, type Member } from '@postern/ledger';
import type { Platform } from '../platform/platform.ts';
import { listSessionFacts } from './facts.ts';
import type { OrganizationCaller } from './guard.ts';

/**
 * Refuses a change of the rules that would shut out its author, the owner or every custodian, by what is known of their
 * sessions. INVARIANT: the same `decide` that will refuse them says so, on the state after the change.
 */
export async function checkLockOut(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  { state: before, facts, member }: Pick<OrganizationCaller, 'state' | 'facts' | 'member'>,
  after: LedgerState,
): Promise<Result<undefined, LockOut>> {
  const { settings, addresses } = before;
  const sameRules = settings === after.settings && addresses === after.addresses;
  if (sameRules && before.members[member.id]?.clients === after.members[member.id]?.clients) return ok();
  const nowMs = clock.nowMs();
  const around = (who: Member, known: Pick<Facts, 'session' | 'account'>): FactsAround => ({
    before: factsIn(before, who, known, nowMs),
    after: factsIn(after, who, known, nowMs),
  });
  const custodians = custodiansOf(after);
  const sessions = await listSessionFacts(
    db.kysely,
    custodians.map(({ account }) => account),
    nowMs,
  );
  const sessionsOf = (who: Member) => {
    const known = sessions.get(who.account) ?? [];
    // The author's own is known as of this request, the others as of their last note.
    return (who.id === member.id ? [...known, facts] : known).map((each) => around(who, each));
  };
  const code = findLockOut({
    author: around(member, facts),
    authorLater: {
      before: factsIn(withLastingAddresses(before), member, facts, nowMs),
      after: factsIn(withLastingAddresses(after), member, facts, nowMs),
    },
    owner: custodians.filter(({ id }) => id === after.owner).flatMap(sessionsOf),
    custodians: custodians.map(sessionsOf),
  });
  return code === undefined ? ok() : refuse(code);
}

/** The state as it will be once every address that is listed for a while has run out. */
function withLastingAddresses(state: LedgerState): LedgerState {
  const lasting = Object.entries(state.addresses).filter(([, { untilMs }]) => untilMs === null);
  return { ...state, addresses: Object.fromEntries(lasting) };
}

/** The list that the operator has lifted for a while counts again soon, so it counts here. */
const nothingLifted = { suspended: false, addressListOffUntilMs: null };

function factsIn(
  state: LedgerState,
  who: Member,
  { session, account }: Pick<Facts, 'session' | 'account'>,
  nowMs: number,
): Facts {
  const member = findMember(state, who.id) ?? who;
  const from =
    session.state === 'present'
      ? { address: session.address, clientVersion: session.clientVersion }
      : { address: '', clientVersion: '' };
  return {
    request: { nowMs, door: 'use', signInAgeLimitMs: null },
    session,
    account,
    organization: organizationFactsOf(state, nothingLifted, who.account),
    membership: membershipFactsOf(state, member),
    invitation: absent,
    settings: settingsFactsOf(state, nothingLifted, from, nowMs),
    keyLink: keyLinkFactsOf(member),
  };
}
