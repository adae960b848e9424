import { blocked, type Check, cannotTell, isMs, pass } from './check.ts';
import { deny, denyPlainly } from './denial.ts';

/** Row 7. A membership ends at its end date, whether or not an event says so yet. The owner's has none. */
export const checkNotEnded: Check = {
  step: 7,
  codes: ['member_expired'],
  arch: 'enabled',
  run({ request, membership }) {
    if (membership.state !== 'present') return cannotTell;
    const { status, endsAtMs, isOwner } = membership;
    if (status !== 'active' && status !== 'disabled' && status !== 'expired') return cannotTell;
    if (endsAtMs === null) {
      if (status !== 'expired') return pass;
      return isOwner === false ? blocked(denyPlainly('member_expired')) : cannotTell;
    }
    if (!isMs(endsAtMs) || !isMs(request.nowMs)) return cannotTell;
    if (status !== 'expired' && request.nowMs < endsAtMs) return pass;
    return isOwner === false ? blocked(deny('member_expired', { endedAtMs: endsAtMs })) : cannotTell;
  },
  evidence({ membership }) {
    if (membership.state !== 'present') return {};
    return { status: membership.status, endsAtMs: membership.endsAtMs, event: membership.endsAtEvent };
  },
};
