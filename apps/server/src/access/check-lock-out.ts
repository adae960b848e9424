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
import { type MemberId, ok, type Result, refuse } from '@postern/core';
import { findMember, type LedgerState, type Member } from '@postern/ledger';
import type { Platform } from '../platform/platform.ts';
import { type KnownSession, listSessionFacts } from './facts.ts';
import type { OrganizationCaller } from './guard.ts';

/**
 * Refuses a change of the rules that would shut out its author, the owner or every custodian, by what is known of their
 * sessions. INVARIANT: the same `decide` that will refuse them says so, on the state after the change.
 */
export async function checkLockOut(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  {
    state: before,
    facts,
    member,
    session,
  }: Pick<OrganizationCaller, 'state' | 'facts' | 'member' | 'session'>,
  after: LedgerState,
): Promise<Result<undefined, LockOut>> {
  const { settings, addresses } = before;
  const sameRules = settings === after.settings && addresses === after.addresses;
  const custodians = custodiansOf(after);
  const sameOwnRules = [member, ...custodians].every(({ id }) => hasSameRules(before, after, id));
  if (sameRules && sameOwnRules) return ok();
  const nowMs = clock.nowMs();
  const around = (who: Member, known: KnownSession): FactsAround => ({
    before: factsIn(before, who, known, nowMs),
    after: factsIn(after, who, known, nowMs),
  });
  const own = { id: session.id, session: facts.session, account: facts.account };
  const sessions = await listSessionFacts(
    db.kysely,
    custodians.map(({ account }) => account),
    nowMs,
  );
  const sessionsOf = (who: Member) => {
    const known = sessions.get(who.account) ?? [];
    // The author's own is known as of this request, the others as of their last note.
    return (who.id === member.id ? [...known, own] : known).map((each) => around(who, each));
  };
  const code = findLockOut({
    author: around(member, own),
    authorLater: {
      before: factsIn(withLastingAddresses(before, member), member, own, nowMs),
      after: factsIn(withLastingAddresses(after, member), member, own, nowMs),
    },
    owner: custodians.filter(({ id }) => id === after.owner).flatMap(sessionsOf),
    custodians: custodians.map(sessionsOf),
  });
  return code === undefined ? ok() : refuse(code);
}

/** Whether an event changed neither a member's own client rules nor the addresses of its own. */
function hasSameRules(before: LedgerState, after: LedgerState, id: MemberId): boolean {
  const [was, is] = [findMember(before, id), findMember(after, id)];
  return was?.clients === is?.clients && was?.addresses === is?.addresses;
}

/**
 * The state as it will be once every address that is listed for a while has run out, those of the member's own among
 * them.
 */
function withLastingAddresses(state: LedgerState, { id }: Member): LedgerState {
  const lasting = Object.entries(state.addresses).filter(([, { untilMs }]) => untilMs === null);
  const addresses = Object.fromEntries(lasting);
  const member = findMember(state, id);
  if (member === undefined) return { ...state, addresses };
  const own = member.addresses.filter(({ untilMs }) => untilMs === null);
  return { ...state, addresses, members: { ...state.members, [id]: { ...member, addresses: own } } };
}

/** The list that the operator has lifted for a while counts again soon, so it counts here. */
const nothingLifted = { suspended: false, addressListOffUntilMs: null };

function factsIn(
  state: LedgerState,
  who: Member,
  { id, session, account }: KnownSession,
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
    membership: membershipFactsOf(state, member, { address: from.address, session: id, nowMs }),
    invitation: absent,
    settings: settingsFactsOf(state, nothingLifted, from, nowMs),
    keyLink: keyLinkFactsOf(member),
  };
}
