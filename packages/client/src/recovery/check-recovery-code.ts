import { ok, type Result, refuse, toBase64Url } from '@postern/core';
import { type RecoveryCode, type RecoveryKeys, recoveryKeysOf } from '@postern/crypto';
import type { LedgerAtDoor } from './read-at-door.ts';

/**
 * The keys of a recovery code, if they are the ones that the verified ledger pins. DEFENCE against a ledger that names
 * another recovery key (attack row X13): the public halves that follow from the code on paper must be the ledger's own. A
 * kit from before is named by its version; nothing of the code is sent to find that out.
 */
export async function checkRecoveryCode(
  { state, kits }: Pick<LedgerAtDoor, 'state' | 'kits'>,
  code: RecoveryCode,
): Promise<
  Result<RecoveryKeys, 'setup_required' | 'recovery_kit_old' | 'recovery_kit_unknown' | 'recovery_code_other'>
> {
  const { recovery } = state;
  if (recovery === null) return refuse('setup_required');
  const keys = await recoveryKeysOf(code);
  const signingKeyB64 = toBase64Url(keys.signing.publicKey);
  const matches =
    code.version === recovery.version &&
    signingKeyB64 === recovery.signingKeyB64 &&
    toBase64Url(keys.sealing.publicKey) === recovery.sealingKeyB64;
  if (matches) return ok(keys);
  if (code.version > recovery.version) {
    return refuse('recovery_kit_unknown', { params: { kitVersion: code.version } });
  }
  const earlier = kits.find((kit) => kit.version === code.version && kit.signingKeyB64 === signingKeyB64);
  if (earlier === undefined || earlier.version === recovery.version) return refuse('recovery_code_other');
  return refuse('recovery_kit_old', {
    params: {
      kitVersion: earlier.version,
      kitMadeAtMs: earlier.madeAtMs,
      currentVersion: recovery.version,
    },
  });
}
