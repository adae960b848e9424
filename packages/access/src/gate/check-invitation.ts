import { blocked, type Check, cannotTell, isMs, type Outcome, pass } from './check.ts';
import { deny, denyPlainly } from './denial.ts';
import type { Facts } from './facts.ts';

const invitationPending = blocked(deny('invitation_pending', {}));

/**
 * Row 3. Members pass: what they were invited with is used up, or is about their keys. Anybody else with an invitation
 * is told what is the matter with it; that it was sent to somebody else is said only to whoever opened its link.
 */
export const checkInvitation: Check = {
  step: 3,
  codes: ['invitation_pending', 'invitation_expired', 'invitation_for_other_address'],
  arch: 'member',
  run(facts) {
    const { membership } = facts;
    if (membership.state === 'absent') return invited(facts);
    if (membership.state !== 'present') return cannotTell;
    switch (membership.status) {
      case 'active':
      case 'disabled':
      case 'expired':
        return pass;
      case 'removed':
        return invited(facts);
      default:
        return cannotTell;
    }
  },
  evidence({ invitation }) {
    if (invitation.state !== 'present') return {};
    const { status, expiresAtMs, forThisEmail } = invitation;
    return { status, expiresAtMs, forThisEmail };
  },
};

function invited({ request, account, invitation }: Facts): Outcome {
  if (invitation.state !== 'present') return cannotTell;
  const { status, expiresAtMs, forThisEmail } = invitation;
  if (status !== 'waiting' && status !== 'expired') return cannotTell;
  if (forThisEmail === false) {
    return blocked(
      account.state === 'present'
        ? deny('invitation_for_other_address', { email: account.email })
        : denyPlainly('invitation_for_other_address'),
    );
  }
  if (forThisEmail !== true || !isMs(expiresAtMs) || !isMs(request.nowMs)) return cannotTell;
  return status === 'waiting' && request.nowMs < expiresAtMs
    ? invitationPending
    : blocked(deny('invitation_expired', { endedAtMs: expiresAtMs }));
}
