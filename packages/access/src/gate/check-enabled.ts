import { blocked, type Check, cannotTell, pass } from './check.ts';
import { deny } from './denial.ts';

const memberDisabled = blocked(deny('member_disabled', {}));

/**
 * Row 6. Never says by whom: the evidence does, to those who may see it. A disabled owner is something that the ledger
 * refuses, so the gate cannot tell what it was given.
 */
export const checkEnabled: Check = {
  step: 6,
  codes: ['member_disabled'],
  arch: 'enabled',
  run({ membership }) {
    if (membership.state !== 'present') return cannotTell;
    switch (membership.status) {
      case 'active':
      case 'expired':
        return pass;
      case 'disabled':
        return membership.isOwner === false ? memberDisabled : cannotTell;
      default:
        return cannotTell;
    }
  },
  evidence({ membership }) {
    return membership.state === 'present' ? { status: membership.status, event: membership.statusEvent } : {};
  },
};
