import type { HashB64 } from '@postern/core';
import { compareWithPin, type Head, type HeadComparison } from '@postern/ledger';

/**
 * How the head a server names for a vault stands to what this client has verified of it (`own`, absent when it holds
 * nothing) and to the furthest head the account has seen (`pin`). What `own` was at the served position and
 * at the pin is given, where kept; another device that was shown another history shows in the pin.
 * `ahead` is a claim: the changes must still show both `own` and `pin` on the way (attack rows DL01, X8).
 */
export function checkServedHead(
  served: Head | undefined,
  own: Head | undefined,
  pin: Head | undefined,
  ownHashThere: HashB64 | undefined,
  ownHashAtPin: HashB64 | undefined,
): HeadComparison {
  if (pin !== undefined && ownHashAtPin !== undefined && ownHashAtPin !== pin.hash) return 'fork';
  if (served !== undefined && ownHashThere !== undefined && ownHashThere !== served.hash) return 'fork';
  if (own !== undefined && (pin === undefined || own.seq >= pin.seq)) {
    // A server that has nothing agrees with everything, as far as it goes.
    if (served === undefined) return 'behind';
    return compareWithPin(own, { head: served, hashAt: () => own.hash }, () => ownHashThere);
  }
  if (pin === undefined) return served === undefined ? 'same' : 'ahead';
  // The account has seen more than this device holds: only the served chain itself can show that it is the same one.
  if (served === undefined) return 'older';
  const stands = compareWithPin(pin, { head: served, hashAt: () => pin.hash }, () => undefined);
  return stands === 'same' ? 'ahead' : stands;
}
