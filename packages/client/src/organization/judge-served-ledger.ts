import { ok, type Result, refuse } from '@postern/core';
import { compareWithPin, type HashAt, type Head, type ServedChain } from '@postern/ledger';

export type LedgerStanding = 'same' | 'ahead' | 'behind';

/**
 * DEFENCE against an older or another history (attack rows X8, X12, DL01): what is served must reach and agree with the
 * furthest head that this account has seen on any device. `behind` is what a restored backup looks like; `ledger_older`
 * when this device holds nothing to tell that from a fork by.
 */
export function judgeServedLedger(
  pin: Head | undefined,
  served: ServedChain,
  ownHashAt: HashAt,
): Result<LedgerStanding, 'ledger_fork' | 'ledger_older'> {
  if (pin === undefined) return ok('ahead');
  const comparison = compareWithPin(pin, served, ownHashAt);
  if (comparison === 'fork') return refuse('ledger_fork');
  if (comparison === 'older') return refuse('ledger_older');
  return ok(comparison);
}
