import { type EntryId, type MemberId, ok, type Result, refuse, toBase64Url } from '@postern/core';
import type { ManifestCode } from '../codes.ts';
import { findRights } from '../holding.ts';
import type { VaultRight } from '../rights.ts';
import { epochIsStale } from '../stale-epoch.ts';
import { currentEpoch, findVault } from '../state.ts';
import { entryOf, type Leaf, type LeafChange } from './leaf-set.ts';
import type { VerifiedManifest } from './manifest.ts';
import type { ManifestContext } from './verify-manifest.ts';

/** The all-zero id: the vault's own entry, which holds its name and folders. */
export const vaultEntryId = toBase64Url(new Uint8Array(16)) as EntryId;

/**
 * The right a change needs, given what is stored of that entry. The vault's own entry is written like any other, since
 * whoever may edit may make folders, and only a manager may take it away.
 */
export function rightNeeded(change: LeafChange, stored: Leaf | undefined): VaultRight {
  if (change.kind === 'put') return stored === undefined ? 'add' : 'edit';
  return change.entry === vaultEntryId ? 'manage' : 'delete';
}

/**
 * Whether a member may make these changes to a vault as it stands: rights for each, the next revision for each, the
 * vault's current epoch, which must not be stale, no entry twice, the vault not archived. Asked by the client before it signs and by the server
 * before it stores. Refusals name the entry in `params.entry` (`edit_conflict`, `wrong_epoch`, `entry_repeated`) or the
 * right in `params.right` and the vault in `params.vault` (`permission_missing`).
 */
export function checkChanges(
  { state, vault: id }: Pick<ManifestContext, 'state' | 'vault'>,
  by: MemberId,
  changes: readonly LeafChange[],
  findStored: (entry: EntryId) => Leaf | undefined,
): Result<undefined, ManifestCode> {
  const vault = findVault(state, id);
  if (vault === undefined) return refuse('wrong_vault');
  const rights = findRights(state, by, vault.id);
  if (rights === undefined) return refuse('vault_not_shared', { params: { vault: vault.id } });
  if (vault.archived) return refuse('vault_archived');
  if (changes.length === 0) return refuse('changes_empty');
  if (epochIsStale(vault)) return refuse('epoch_stale');
  const { epoch } = currentEpoch(vault);
  const seen = new Set<EntryId>();
  for (const change of changes) {
    const entry = entryOf(change);
    if (seen.has(entry)) return refuse('entry_repeated', { params: { entry } });
    seen.add(entry);
    const stored = findStored(entry);
    const right = rightNeeded(change, stored);
    if (!rights.has(right))
      return refuse('permission_missing', { params: { right, vault: vault.id, entry } });
    if (change.kind === 'purge') {
      if (stored === undefined) return refuse('edit_conflict', { params: { entry } });
      continue;
    }
    // Nothing new is sealed under an epoch that somebody who left could open (attack row X5).
    if (change.leaf.epoch !== epoch) return refuse('wrong_epoch', { params: { entry, expected: epoch } });
    if (change.leaf.revision !== (stored?.revision ?? 0) + 1) {
      return refuse('edit_conflict', { params: { entry } });
    }
  }
  return ok();
}

/**
 * What a server asks of a manifest that is being written now, beyond its being a verified successor: it is the
 * session's own member's, under the key and the epoch of today, not of some earlier ledger position.
 */
export function checkNewManifest(
  { state, vault: id }: Pick<ManifestContext, 'state' | 'vault'>,
  by: MemberId,
  manifest: VerifiedManifest,
): Result<undefined, ManifestCode> {
  const { payload } = manifest;
  if (payload.by !== by) return refuse('signer_unknown', { field: '/by' });
  const vault = findVault(state, id);
  if (vault === undefined || payload.vault !== id) return refuse('wrong_vault', { field: '/vault' });
  const { epoch } = currentEpoch(vault);
  if (payload.epoch !== epoch) return refuse('wrong_epoch', { field: '/epoch', params: { expected: epoch } });
  if (epochIsStale(vault)) return refuse('epoch_stale', { field: '/epoch' });
  const keysSince = state.members[by]?.keys.fromSeq ?? 0;
  if (payload.ledger.seq < keysSince) return refuse('ledger_reference_wrong', { field: '/ledger/seq' });
  return ok();
}
