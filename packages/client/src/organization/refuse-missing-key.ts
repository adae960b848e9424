import { type Result, refuse } from '@postern/core';
import type { VaultKey } from '@postern/crypto';

/**
 * The answer for a vault key that the ledger says exists and that did not come. DEFENCE (attack row BW11): it is refused and
 * never drawn anew, since whatever was sealed under a new one would be lost to everybody else. `key_commitment_wrong`
 * when something came that is not it, `keys_missing` when nothing did.
 */
export function refuseMissingKey(
  somethingCame: boolean,
): Result<VaultKey, 'key_commitment_wrong' | 'keys_missing'> {
  return refuse(somethingCame ? 'key_commitment_wrong' : 'keys_missing');
}
