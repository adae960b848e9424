import { ok, type Result, refuse } from '@postern/core';
import type { HashAt, LedgerState } from '../state.ts';
import type { ManifestPayload } from './manifest.ts';

/**
 * DEFENCE against a server that shows different members different histories, or keeps the end of one back (attack rows X6,
 * X23): the event that a manifest's signer cites is the one that this reader has verified at that position.
 * `ledger_behind` when the reader has not come that far.
 */
export function checkLedgerReference(
  { ledger }: Pick<ManifestPayload, 'ledger'>,
  { head }: Pick<LedgerState, 'head'>,
  ledgerHashAt: HashAt,
): Result<undefined, 'ledger_behind' | 'ledger_reference_wrong'> {
  if (ledger.seq > head.seq) return refuse('ledger_behind', { params: { needed: ledger.seq } });
  return ledgerHashAt(ledger.seq) === ledger.hash
    ? ok()
    : refuse('ledger_reference_wrong', { field: '/ledger' });
}
