import { blocked, type Check, cannotTell, isMs, pass } from './check.ts';
import { deny } from './denial.ts';

const forOwner = blocked(
  deny('setup_required', { youAreOwner: true }, { remedies: ['make_recovery_kit'], fixers: ['self'] }),
);
/** Keys that the organization does not know make no kit, and there is none to come back with: it is given up. */
const forLostOwner = blocked(
  deny('setup_required', { youAreOwner: true }, { remedies: ['give_up_organization'], fixers: ['self'] }),
);
const forOthers = blocked(
  deny(
    'setup_required',
    { youAreOwner: false },
    { remedies: ['remind_owner', 'wait_for_owner'], fixers: ['owner'] },
  ),
);

/** Row 5. Only the owner gets past an unconfirmed kit, and only to make and confirm one. */
export const checkKitSaved: Check = {
  step: 5,
  codes: ['setup_required'],
  arch: 'kit_saved',
  run({ organization, membership, request, keyLink }) {
    if (organization.state !== 'present') return cannotTell;
    const confirmedAtMs = organization.kitConfirmedAtMs;
    if (confirmedAtMs !== null) return isMs(confirmedAtMs) ? pass : cannotTell;
    if (membership.state !== 'present') return cannotTell;
    if (membership.isOwner === false) return forOthers;
    if (membership.isOwner !== true) return cannotTell;
    if (request.door === 'set_up') return pass;
    if (keyLink.state !== 'present') return cannotTell;
    switch (keyLink.link) {
      case 'linked':
      case 'pending':
        return forOwner;
      case 'broken':
        return forLostOwner;
      default:
        return cannotTell;
    }
  },
  evidence({ organization }) {
    return organization.state === 'present' ? { kitConfirmedAtMs: organization.kitConfirmedAtMs } : {};
  },
};
