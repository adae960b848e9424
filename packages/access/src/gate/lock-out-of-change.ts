import type { AccountId, MemberId } from '@postern/core';
import type { LedgerState, Member } from '@postern/ledger';
import { factsUnder, type KnownSession } from './facts-under.ts';
import { custodiansOf } from './ledger-facts.ts';
import { type FactsAround, findLockOut, type LockOut } from './lock-out.ts';

/** A change of the ledger, and what is known of the sessions of those who must still come in after it. */
export interface ChangeOfRules {
  readonly before: LedgerState;
  readonly after: LedgerState;
  readonly author: { readonly member: Member; readonly session: KnownSession };
  /** Those of an account that are not over. Only custodians' accounts are asked for. */
  readonly sessionsOf: (account: AccountId) => readonly KnownSession[];
  readonly nowMs: number;
}

/** Whether a change touches a rule by which its author or a custodian could be shut out. */
export function touchesRules(before: LedgerState, after: LedgerState, author: Member): boolean {
  if (before.settings !== after.settings || before.addresses !== after.addresses) return true;
  return [author, ...custodiansOf(after)].some(({ id }) => {
    const [was, is] = [memberIn(before, id), memberIn(after, id)];
    return was?.clients !== is?.clients || was?.addresses !== is?.addresses;
  });
}

/**
 * Whom a change of the rules would shut out of those who must not be: {@link findLockOut} over the states around it.
 * INVARIANT: server and impact preview ask this one function, so that what is said before is what is refused.
 */
export function findLockOutOfChange({
  before,
  after,
  author: { member, session: own },
  sessionsOf,
  nowMs,
}: ChangeOfRules): LockOut | undefined {
  if (!touchesRules(before, after, member)) return undefined;
  const custodians = custodiansOf(after);
  const around = factsAround(before, after, nowMs);
  const later = factsAround(withLastingAddresses(before, member), withLastingAddresses(after, member), nowMs);
  const allOf = (who: Member) => {
    const known = sessionsOf(who.account);
    // The author's own is known as of this moment, the others as of their last note.
    return (who.id === member.id ? [...known, own] : known).map((each) => around(who, each));
  };
  return findLockOut({
    author: around(member, own),
    authorLater: later(member, own),
    owner: custodians.filter(({ id }) => id === after.owner).flatMap(allOf),
    custodians: custodians.map(allOf),
  });
}

function factsAround(before: LedgerState, after: LedgerState, nowMs: number) {
  const [was, is] = [factsUnder(before, nowMs), factsUnder(after, nowMs)];
  return (who: Member, known: KnownSession): FactsAround => ({
    before: was(who, known),
    after: is(who, known),
  });
}

/**
 * The state as it will be once every address that is listed for a while has run out, those of the member's own among
 * them.
 */
function withLastingAddresses(state: LedgerState, { id }: Member): LedgerState {
  const lasting = Object.entries(state.addresses).filter(([, { untilMs }]) => untilMs === null);
  const addresses = Object.fromEntries(lasting);
  const member = memberIn(state, id);
  if (member === undefined) return { ...state, addresses };
  const own = member.addresses.filter(({ untilMs }) => untilMs === null);
  return { ...state, addresses, members: { ...state.members, [id]: { ...member, addresses: own } } };
}

function memberIn({ members }: LedgerState, id: MemberId): Member | undefined {
  return Object.hasOwn(members, id) ? members[id] : undefined;
}
