import type { Email } from '@postern/core';
import { hasPermission, isActing } from './holding.ts';
import { findMember, type LedgerState, type Member } from './state.ts';

/** Somebody who can do something for an owner who is shut out. */
export interface OwnersHelper {
  readonly email: Email;
  /** Holds the organization key, and so can hand over every key again. */
  readonly canRestore: boolean;
  readonly managesMembers: boolean;
  readonly managesSettings: boolean;
}

/** The owner not among them. Those who can do most come first, then by address. */
export function helpersOfOwner(state: LedgerState): readonly OwnersHelper[] {
  const weight = (one: OwnersHelper) =>
    (one.canRestore ? 4 : 0) + (one.managesMembers ? 2 : 0) + (one.managesSettings ? 1 : 0);
  return Object.values(state.members)
    .filter((member) => member.id !== state.owner && isActing(member))
    .map((member) => ({
      email: member.email,
      canRestore: member.custodian,
      managesMembers: hasPermission(state, member.id, 'members.manage'),
      managesSettings: hasPermission(state, member.id, 'settings.manage'),
    }))
    .filter((one) => weight(one) > 0)
    .toSorted((one, other) => weight(other) - weight(one) || (one.email < other.email ? -1 : 1));
}

/**
 * Who made the kit that counts, where that is not the owner of today: a former owner has it on paper, and it proves nothing
 * of the present one. `undefined` where the owner made it, or there is none.
 */
export function formerMakerOfKit(state: LedgerState): Member | undefined {
  const { recovery, owner } = state;
  return recovery === null || recovery.by === owner ? undefined : findMember(state, recovery.by);
}
