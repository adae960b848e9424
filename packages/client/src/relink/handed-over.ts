import type { MemberId } from '@postern/core';
import {
  findGrant,
  findGroup,
  findMember,
  holdsGroupKey,
  type LedgerState,
  mayHandOver,
  rightsGiven,
  waitingMembers,
} from '@postern/ledger';
import type { DraftedEvent } from '../organization/append-events.ts';

/** What a member waits for that another may hand over. */
export function handedOverBy(state: LedgerState, by: MemberId, id: MemberId) {
  const waiting = waitingMembers(state).find(({ member }) => member === id);
  return {
    vaults: (waiting?.vaults ?? []).filter((vault) => {
      const known = state.vaults[vault];
      const grant = known && findGrant(known, id);
      return grant !== undefined && mayHandOver(state, by, vault, rightsGiven(grant.given));
    }),
    groups: (waiting?.groups ?? []).filter(
      (group) => findGroup(state, group) !== undefined && holdsGroupKey(state, by, group),
    ),
  };
}

/** The event by which `by` vouches for a member's keys as the ledger has them, and hands over what `by` may. */
export function confirmEvent(state: LedgerState, by: MemberId, id: MemberId): DraftedEvent | undefined {
  const member = findMember(state, id);
  if (member === undefined) return undefined;
  const { vaults, groups } = handedOverBy(state, by, id);
  return {
    type: 'link_confirm',
    body: {
      groups: [...groups],
      member: id,
      statementHash: member.keys.statementHash,
      vaults: [...vaults],
    },
  };
}
