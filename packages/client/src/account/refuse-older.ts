import { ok, type Result, refuse } from '@postern/core';

/**
 * DEFENCE against a server that shows an account as it once was (attack rows X8, X12, DL01): version counters of the
 * account's own objects only ever grow, and each device remembers the greatest it has seen.
 */
export function refuseOlder(seen: number, served: number): Result<undefined, 'state_older_than_known'> {
  return served < seen ? refuse('state_older_than_known') : ok();
}
