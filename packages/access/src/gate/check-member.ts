import { blocked, type Check, cannotTell, pass } from './check.ts';
import { deny } from './denial.ts';
import type { InvitationFacts } from './facts.ts';

const invitationRequired = blocked(deny('invitation_required', {}));

/**
 * Row 2. An address nobody has, somebody who never belonged, somebody removed and somebody whose invitation was taken
 * back get one answer, so that it tells nobody who is where (attack row X2). Who is invited is for row 3.
 */
export const checkMember: Check = {
  step: 2,
  codes: ['invitation_required'],
  arch: 'member',
  run({ organization, membership, invitation }) {
    if (organization.state === 'absent') return invitationRequired;
    if (organization.state !== 'present') return cannotTell;
    if (membership.state === 'absent') return byInvitation(invitation);
    if (membership.state !== 'present') return cannotTell;
    switch (membership.status) {
      case 'active':
      case 'disabled':
      case 'expired':
        return pass;
      case 'removed':
        return byInvitation(invitation);
      default:
        return cannotTell;
    }
  },
  evidence({ membership }) {
    if (membership.state !== 'present') return {};
    return {
      status: membership.status,
      sinceMs: membership.sinceMs,
      isOwner: membership.isOwner,
      event: membership.statusEvent,
    };
  },
};

function byInvitation(invitation: InvitationFacts) {
  if (invitation.state === 'absent') return invitationRequired;
  if (invitation.state !== 'present') return cannotTell;
  switch (invitation.status) {
    case 'revoked':
      return invitationRequired;
    case 'waiting':
    case 'expired':
      return pass;
    default:
      return cannotTell;
  }
}
