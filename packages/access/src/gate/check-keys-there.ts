import type { RemedyCode } from '../catalogue/remedies.ts';
import { blocked, type Check, cannotTell, notApplicable, pass } from './check.ts';
import { deny } from './denial.ts';
import { isOwnerAtOwnersDoor } from './owners-door.ts';

/** So many are named; a sentence with more is not said. */
const mostNamed = 12;

/**
 * Row 17: whether somebody vouched for the keys, and whether any of what they open has arrived. Where a custodian
 * vouched, who holds the keys hands them over by coming by; where somebody else did, each of them hears the words as well.
 */
export const checkKeysThere: Check = {
  step: 17,
  codes: ['keys_pending'],
  arch: 'key',
  run(facts) {
    if (isOwnerAtOwnersDoor(facts)) return notApplicable;
    const { keyLink, membership } = facts;
    if (keyLink.state !== 'present') return cannotTell;
    const { link, waits, helpers } = keyLink;
    // Row 13 speaks of keys that the organization does not know.
    if (link === 'broken') return pass;
    if (link === 'linked' && waits === false) return pass;
    if ((link !== 'linked' && link !== 'pending') || typeof waits !== 'boolean') return cannotTell;
    if (membership.state !== 'present' || typeof membership.isOwner !== 'boolean') return cannotTell;
    const { isOwner } = membership;
    const remedies: RemedyCode[] = [
      'read_words',
      'ask_for_keys',
      ...(isOwner ? (['enter_recovery_code'] as const) : []),
    ];
    const names = helpers.slice(0, mostNamed);
    return blocked(deny('keys_pending', { names, youAreOwner: isOwner }, { remedies }));
  },
  evidence({ keyLink }) {
    if (keyLink.state !== 'present') return {};
    const { link, waits, helpers, linkEvent } = keyLink;
    return { link, waits, helpers, event: linkEvent };
  },
};
