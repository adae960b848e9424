import { blocked, type Check, cannotTell, pass } from './check.ts';
import { deny } from './denial.ts';

const organizationSuspended = blocked(deny('organization_suspended', {}));

/** Row 4. The operator suspends and reactivates; nobody inside can. */
export const checkInService: Check = {
  step: 4,
  codes: ['organization_suspended'],
  arch: 'in_service',
  run({ organization }) {
    if (organization.state !== 'present') return cannotTell;
    if (organization.suspended === false) return pass;
    return organization.suspended === true ? organizationSuspended : cannotTell;
  },
  evidence({ organization }) {
    return organization.state === 'present' ? { suspended: organization.suspended } : {};
  },
};
