import type { HashB64, OrganizationId, VaultId } from '@postern/core';
import { commit } from './derive.ts';
import type { VaultKey } from './secrets.ts';

/**
 * DEFENCE against keys that a server or a granter exchanges (attack rows 1P06, X19): whether an unwrapped vault key is the
 * one that `committed`, from the verified ledger, names for this vault and epoch.
 */
export async function isCommittedKey(
  key: VaultKey,
  { epoch, org, vault }: { readonly epoch: number; readonly org: OrganizationId; readonly vault: VaultId },
  committed: HashB64,
): Promise<boolean> {
  return (await commit(key, { epoch, org, vault })) === committed;
}
