import type { GroupId, VaultId } from '@postern/core';
import { covers, hasPermission, holdsGroupKey } from './holding.ts';
import { isInTime } from './is-in-time.ts';
import { mayGive } from './may-give.ts';
import { type Given, rightsGiven } from './rights.ts';
import { findGroup, findVault, type Invitation, type LedgerState } from './state.ts';

/** What an invitation gives as things stand. */
export interface InvitationGives {
  readonly grants: readonly { readonly vault: VaultId; readonly given: Given }[];
  readonly groups: readonly GroupId[];
}

/**
 * What an invitation gives as things stand: no more than its inviter could give now, so that nobody comes back by an
 * invitation they made before they left or were limited. Undefined when that is not even membership.
 */
export function invitationGives(
  state: LedgerState,
  invitation: Pick<Invitation, 'by' | 'role' | 'permissions' | 'grants' | 'groups'>,
): InvitationGives | undefined {
  const { by, role, permissions } = invitation;
  if (!hasPermission(state, by, 'members.manage')) return undefined;
  if (!covers(state, by, { role, permissions, custodian: false })) return undefined;
  const grants = (Object.entries(invitation.grants) as [VaultId, Given][])
    .map(([vault, given]) => ({ vault, given }))
    .filter(
      ({ vault, given }) =>
        findVault(state, vault)?.kind === 'shared' && mayGive(state, by, vault, rightsGiven(given)),
    );
  const mayGroup = hasPermission(state, by, 'groups.manage');
  const groups = invitation.groups.filter(
    (group) => mayGroup && findGroup(state, group) !== undefined && holdsGroupKey(state, by, group),
  );
  return { grants, groups };
}

/**
 * Whether an invitation can be accepted at a time: `expired` is a matter of that time, `void` says that its inviter
 * may no longer invite.
 */
export function invitationStanding(
  state: LedgerState,
  invitation: Invitation,
  nowMs: number,
): 'open' | 'expired' | 'void' | 'joined' | 'revoked' {
  if (invitation.status !== 'open') return invitation.status;
  if (!isInTime(invitation, nowMs)) return 'expired';
  return invitationGives(state, invitation) === undefined ? 'void' : 'open';
}
