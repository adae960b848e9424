import { blocked, type Check, cannotTell, isMs, pass } from './check.ts';
import { deny } from './denial.ts';

const forOwner = blocked(
  deny('setup_required', { youAreOwner: true }, { remedies: ['make_recovery_kit'], fixers: ['self'] }),
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
  run({ organization, membership, request }) {
    if (organization.state !== 'present') return cannotTell;
    const confirmedAtMs = organization.kitConfirmedAtMs;
    if (confirmedAtMs !== null) return isMs(confirmedAtMs) ? pass : cannotTell;
    if (membership.state !== 'present') return cannotTell;
    if (membership.isOwner === false) return forOthers;
    if (membership.isOwner !== true) return cannotTell;
    return request.door === 'set_up' ? pass : forOwner;
  },
  evidence({ organization }) {
    return organization.state === 'present' ? { kitConfirmedAtMs: organization.kitConfirmedAtMs } : {};
  },
};
