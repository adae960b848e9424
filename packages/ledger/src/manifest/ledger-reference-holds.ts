import type { HashAt } from '../state.ts';
import type { ManifestPayload } from './manifest.ts';

/**
 * DEFENCE against a server that shows different members different histories (attack row X6): whether the event that a
 * manifest's signer cites is the one that this reader has verified at that position.
 */
export function ledgerReferenceHolds(
  { ledger }: Pick<ManifestPayload, 'ledger'>,
  ledgerHashAt: HashAt,
): boolean {
  return ledgerHashAt(ledger.seq) === ledger.hash;
}
