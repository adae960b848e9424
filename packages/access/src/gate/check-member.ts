import { blocked, type Check, cannotTell, pass } from './check.ts';
import { deny } from './denial.ts';

const invitationRequired = blocked(deny('invitation_required', {}));

/**
 * Row 2. An address nobody has, somebody who never belonged and somebody removed get one answer, so that it tells
 * nobody who is where (attack row X2).
 */
export const checkMember: Check = {
  step: 2,
  codes: ['invitation_required'],
  arch: 'member',
  run({ organization, membership }) {
    if (organization.state === 'absent') return invitationRequired;
    if (organization.state !== 'present') return cannotTell;
    if (membership.state === 'absent') return invitationRequired;
    if (membership.state !== 'present') return cannotTell;
    if (membership.status === 'removed') return invitationRequired;
    // Disabled and expired members are members, but nobody speaks of them before rows 6 and 7 stand here: until then
    // the gate cannot tell, and does not let in.
    return membership.status === 'active' ? pass : cannotTell;
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
