import { beginRecoveryProof, proveRecovery } from '@postern/contract';
import { type OrganizationId, ok, type Result, refuse, toBase64Url } from '@postern/core';
import { type RecoveryCode, recoveryKeysOf, signRecoveryProof } from '@postern/crypto';
import type { Api } from '../api/api.ts';

/** What the server says of an organization whose history it shows to the kit alone. */
export interface ClaimAtDoor {
  readonly organization: OrganizationId;
  readonly kit: { readonly version: number; readonly madeAtMs: number };
  /** Where the server sees this device; `undefined` where that may be a proxy. */
  readonly ownAddress: string | undefined;
}

/** Which organization the server says is at the address, and which of its kits counts. */
export async function askWhatIsAtDoor(api: Api, address: string): Promise<Result<ClaimAtDoor>> {
  const asked = await api.call(beginRecoveryProof, { params: { address }, body: {} });
  if (!asked.ok) return asked;
  const { organization, kit, address: ownAddress } = asked.value;
  return ok({ organization, kit, ownAddress: ownAddress ?? undefined });
}

/**
 * Shows that the kit is at hand, by signing what the server asks. INVARIANT: `claim` is what the kit or a pin was compared
 * with, so that nothing is signed for another organization. What is signed is good for one look at one history, so a server
 * that lied to get it has gained nothing; whether it lied, the ledger shows then.
 */
export async function showKit(
  api: Api,
  address: string,
  claim: ClaimAtDoor,
  code: RecoveryCode,
): Promise<Result<undefined>> {
  const asked = await api.call(beginRecoveryProof, { params: { address }, body: {} });
  if (!asked.ok) return asked;
  const { organization: org, kit, challenge, session } = asked.value;
  if (org !== claim.organization) return refuse('recovery_kit_of_other');
  const { version } = code;
  if (version > kit.version) return refuse('recovery_kit_unknown', { params: { kitVersion: version } });
  // When an earlier one was made, the history says, which is not shown for it; its version and day are printed on it.
  if (version < kit.version) {
    return refuse('recovery_kit_old', { params: { kitVersion: version, currentVersion: kit.version } });
  }
  const keys = await recoveryKeysOf(code);
  const proof = toBase64Url(await signRecoveryProof(keys, { challenge, org, session, version }));
  const proven = await api.call(proveRecovery, { params: { address }, body: { challenge, proof } });
  return proven.ok ? ok() : proven;
}
