import { ok, type Result, refuse } from '@postern/core';
import type { Vault } from '../state.ts';
import type { UnverifiedManifest } from './manifest.ts';

/**
 * DEFENCE against a manifest that somebody who lost the right to write dates back (attack row X17): what follows the
 * manifest that was listed when the right ended cites that event or a later one, and the listed one is what it was.
 */
export function checkListed(
  { listed }: Vault,
  { payload, hash }: UnverifiedManifest,
): Result<undefined, 'ledger_reference_wrong' | 'manifest_moved'> {
  if (listed === null) return ok();
  if (payload.seq === listed.head.seq && hash !== listed.head.hash) {
    return refuse('manifest_moved', { field: '/seq' });
  }
  return payload.seq > listed.head.seq && payload.ledger.seq < listed.atSeq
    ? refuse('ledger_reference_wrong', { field: '/ledger/seq' })
    : ok();
}

/**
 * DEFENCE for a vault of which nothing was listed when somebody lost the right to write it at `endedAt`: nobody had written
 * there, so nothing of theirs counts, whatever its date (attack row X17).
 */
export function wasListedAt({ listed }: Vault, endedAt: number): boolean {
  return listed !== null && listed.atSeq >= endedAt;
}
