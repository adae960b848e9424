import { blocked, type Check, cannotTell, isMs, pass } from './check.ts';
import { deny } from './denial.ts';

const signInRequired = blocked(deny('sign_in_required', {}));

/** Row 1. A session that has run out is no session. */
export const checkSignedIn: Check = {
  step: 1,
  codes: ['sign_in_required'],
  arch: 'signed_in',
  run({ session, request }) {
    if (session.state === 'absent') return signInRequired;
    if (session.state !== 'present') return cannotTell;
    if (!isMs(request.nowMs) || !isMs(session.expiresAtMs)) return cannotTell;
    return request.nowMs < session.expiresAtMs ? pass : signInRequired;
  },
  evidence({ session }) {
    if (session.state !== 'present') return {};
    return {
      signedInAtMs: session.authenticatedAtMs,
      clientKind: session.clientKind,
      clientVersion: session.clientVersion,
      address: session.address,
    };
  },
};
