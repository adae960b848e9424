import type { Email, MemberId } from '@postern/core';
import { whoMayLinkAgain } from './need-of-new-keys.ts';
import { confirmersOf, keyLinkOf, vaultsOf, waitingMembers } from './queries.ts';
import { findMember, type LedgerState, type Member } from './state.ts';

/** How the keys that a member comes with stand to those that the ledger knows. */
export interface KeyStanding {
  /** `broken`: the ledger knows other keys. `pending`: nobody has vouched for these yet. */
  readonly link: 'linked' | 'broken' | 'pending';
  /** Something was given to the member, and none of it can be opened yet. */
  readonly waits: boolean;
  /** Addresses of those who can vouch, hand keys over or invite again, where somebody has to. */
  readonly helpers: readonly Email[];
}

/** `generation`: of the keys that the member comes with; those that the ledger has, without it. */
export function keyStandingOf(
  state: LedgerState,
  member: Member,
  generation: number = member.keys.generation,
): KeyStanding {
  // A session of an older generation is as foreign to the ledger as one of a newer.
  const link = generation < member.keys.generation ? 'broken' : keyLinkOf(member, generation);
  const waits = link === 'linked' && hasNothingOpen(state, member);
  if (link === 'broken') return { link, waits, helpers: inviters(state, member) };
  const needsHelp = link === 'pending' || waits;
  return { link, waits, helpers: needsHelp ? emailsOf(state, confirmersOf(state, member.id)) : noHelpers };
}

const noHelpers: readonly Email[] = Object.freeze([]);

/** Whether something was given to the member, and all of it waits for its key. */
function hasNothingOpen(state: LedgerState, { id }: Member): boolean {
  if (vaultsOf(state, id).length > 0) return false;
  let waiting = waitingLists.get(state);
  if (waiting === undefined) {
    const lists = waitingMembers(state).filter(({ vaults, groups }) => vaults.length + groups.length > 0);
    waiting = new Set(lists.map(({ member }) => member));
    waitingLists.set(state, waiting);
  }
  return waiting.has(id);
}

/** Who waits for something that was given to them. Looked for once per state. */
const waitingLists = new WeakMap<LedgerState, ReadonlySet<MemberId>>();

/** A custodian gives everything back at once, so they are named before others. */
function inviters(state: LedgerState, member: Member): readonly Email[] {
  return whoMayLinkAgain(state, member)
    .toSorted((one, other) => Number(other.custodian) - Number(one.custodian))
    .map(({ email }) => email);
}

function emailsOf(state: LedgerState, ids: readonly MemberId[]): readonly Email[] {
  return ids.flatMap((id) => findMember(state, id)?.email ?? []);
}
