import { ok, type Result, refuse } from '@postern/core';
import type { Head } from '@postern/ledger';

/**
 * DEFENCE against an honest writer signing a vault without what the server kept back (attack row X18): nothing is signed on
 * a state (`ownSeq`, 0 when this device holds nothing) that falls short of the furthest one the account has seen (`pin`).
 * `manifest_older`: the server has to show the rest first.
 */
export function checkPredecessor(ownSeq: number, pin: Head | undefined): Result<undefined, 'manifest_older'> {
  return pin !== undefined && ownSeq < pin.seq ? refuse('manifest_older') : ok();
}
