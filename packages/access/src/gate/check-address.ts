import { parseIpAddress } from '@postern/core';
import { blocked, type Check, cannotTell, isMs, notApplicable, pass } from './check.ts';
import { deny, denyPlainly } from './denial.ts';
import { isOwnerAtOwnersDoor } from './owners-door.ts';

/** Row 8. The server enforces it; cryptography cannot (attack row X7). */
export const checkAddress: Check = {
  step: 8,
  codes: ['ip_not_allowed'],
  arch: 'address',
  run(facts) {
    if (isOwnerAtOwnersDoor(facts)) return notApplicable;
    const { request, session, membership, settings } = facts;
    if (session.state !== 'present' || settings.state !== 'present') return cannotTell;
    const { addressAllowed, addressListOffUntilMs } = settings;
    if (addressAllowed === null || addressAllowed === true) return pass;
    if (addressAllowed !== false || !isMs(request.nowMs)) return cannotTell;
    if (addressListOffUntilMs !== null) {
      if (!isMs(addressListOffUntilMs)) return cannotTell;
      if (request.nowMs < addressListOffUntilMs) return pass;
    }
    if (membership.state !== 'present') return cannotTell;
    if (membership.addressAllowed === true) return pass;
    if (membership.addressAllowed !== false) return cannotTell;
    const address = parseIpAddress(session.address);
    return blocked(
      address === undefined ? denyPlainly('ip_not_allowed') : deny('ip_not_allowed', { address }),
    );
  },
  evidence({ session, membership, settings }) {
    return {
      ...(session.state === 'present' ? { address: session.address } : {}),
      ...(settings.state === 'present'
        ? {
            allowed: settings.addressAllowed,
            listOffUntilMs: settings.addressListOffUntilMs,
            event: settings.addressListEvent,
          }
        : {}),
      ...(membership.state === 'present'
        ? { ownAllowed: membership.addressAllowed, ownEvent: membership.addressEvent }
        : {}),
    };
  },
};
