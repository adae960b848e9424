import { type Refusal, refuse, type VaultId } from '@postern/core';

/**
 * The alarm for what a server showed of a vault and cannot be true. `reason` is the rule that did not hold, for whoever
 * looks into it; of an opening that failed there is none (attack row DL03).
 */
export function explainServedWrong(vault: VaultId, { code, params }: Refusal): Refusal {
  switch (code) {
    case 'opening_failed':
    case 'keys_missing':
    case 'key_commitment_wrong':
      return refuse(code, { params: { vault } });
    case 'signature_wrong':
      return refuse('signature_wrong', { params: { vault } });
    case 'manifest_older':
      return refuse('manifest_behind', { params: { vault } });
    default:
      return refuse('manifest_wrong', { params: { ...params, vault, reason: code } });
  }
}
