import type { MemberId, VaultId } from '@postern/core';
import { findRights, isCustodian } from './holding.ts';
import type { VaultRight } from './rights.ts';
import type { LedgerState } from './state.ts';

/**
 * Whether a member may give these rights on a vault to somebody: as custodian, as who manages the vault, or as who may
 * share it and holds every one of them. DEFENCE (attack row X11): nobody gives what they do not hold.
 */
export function mayGive(
  state: LedgerState,
  by: MemberId,
  vault: VaultId,
  rights: ReadonlySet<VaultRight>,
): boolean {
  if (isCustodian(state, by)) return true;
  const own = findRights(state, by, vault);
  if (own === undefined) return false;
  if (own.has('manage')) return true;
  return own.has('share') && [...rights].every((right) => own.has(right));
}
