import { blocked, type Check, cannotTell, isMs, pass } from './check.ts';
import { deny } from './denial.ts';

const reauthenticationRequired = blocked(deny('reauthentication_required', {}));

/** A server restarted with a slightly earlier clock must not lock everybody out. */
const toleranceMs = 60_000;

/**
 * Row 12. The organization's session age counts on every request, a stricter limit of the endpoint where it has one;
 * a sign-in from the future counts as none.
 */
export const checkRecent: Check = {
  step: 12,
  codes: ['reauthentication_required'],
  arch: 'recent',
  run({ request, session, settings }) {
    if (session.state !== 'present' || settings.state !== 'present') return cannotTell;
    const ageMs = request.nowMs - session.authenticatedAtMs;
    const limitMs = request.signInAgeLimitMs ?? settings.sessionAgeMs;
    if (!isMs(ageMs) || !isMs(limitMs) || !isMs(settings.sessionAgeMs)) return cannotTell;
    const recent = ageMs >= -toleranceMs && ageMs <= limitMs && ageMs <= settings.sessionAgeMs;
    return recent ? pass : reauthenticationRequired;
  },
  evidence({ request, session, settings }) {
    return {
      ...(session.state === 'present' ? { signedInAtMs: session.authenticatedAtMs } : {}),
      ...(settings.state === 'present' ? { sessionAgeMs: settings.sessionAgeMs } : {}),
      signInAgeLimitMs: request.signInAgeLimitMs,
    };
  },
};
