import { type GroupId, type MemberId, refuse, type VaultId } from '@postern/core';
import type { z } from 'zod';
import type { LedgerRefusal } from '../codes.ts';
import type { Draft } from '../draft.ts';
import type { Incoming } from '../event-definition.ts';
import type { publicKeyEpoch } from '../event-shape.ts';
import { hasManager, rightsFromGrants } from '../holding.ts';
import { canWriteWith } from '../rights.ts';
import { findGroup, findGroupGrant, findMember, findVault, type Head, type KeyEpoch } from '../state.ts';

/** What follows when somebody loses a right: stale keys, dated manifests, and a vault that still has to be managed. */

function staleSince(epochs: readonly KeyEpoch[], seq: number): readonly KeyEpoch[] {
  const last = epochs.at(-1);
  if (last === undefined || last.staleSeq !== null) return epochs;
  return [...epochs.slice(0, -1), { ...last, staleSeq: seq }];
}

/** Nothing more is sealed under the vault's key: somebody holds it who no longer may (attack row X5). */
export function makeVaultStale(draft: Draft, id: VaultId, seq: number): void {
  const vault = findVault(draft.state, id);
  if (vault !== undefined) draft.setVault({ ...vault, epochs: staleSince(vault.epochs, seq) });
}

/** Nothing more is sealed to the group's key, for the same reason. */
export function makeGroupStale(draft: Draft, id: GroupId, seq: number): void {
  const group = findGroup(draft.state, id);
  if (group !== undefined) draft.setGroup({ ...group, epochs: staleSince(group.epochs, seq) });
}

/**
 * A new organization key in place of one that somebody holds who no longer may: every vault and group needs another key
 * then. Refused with `wrong_epoch`.
 */
export function beginOrganizationKey(
  draft: Draft,
  event: Incoming<unknown>,
  key: z.infer<typeof publicKeyEpoch>,
): LedgerRefusal | undefined {
  const { state } = draft;
  const expected = state.organizationKey.epoch + 1;
  if (key.epoch !== expected) {
    return refuse('wrong_epoch', { field: '/organizationKey/epoch', params: { expected } });
  }
  draft.set({
    organizationKey: {
      epoch: key.epoch,
      publicKeyB64: key.publicKey,
      commit: key.commit,
      fromSeq: event.seq,
    },
    formerOrganizationKeys: [...state.formerOrganizationKeys, state.organizationKey],
  });
  for (const vault of Object.values(state.vaults)) makeVaultStale(draft, vault.id, event.seq);
  for (const group of Object.values(state.groups)) makeGroupStale(draft, group.id, event.seq);
  return undefined;
}

/** The vaults that a group has a grant on. */
export function vaultsOfGroup(draft: Draft, group: GroupId): readonly VaultId[] {
  return Object.values(draft.state.vaults)
    .filter((vault) => findGroupGrant(vault, group) !== undefined)
    .map(({ id }) => id);
}

/**
 * Runs a change that takes grants away from members on vaults, and draws the consequences: a vault whose key somebody
 * no longer may hold becomes stale, who can write no longer is noted, and a shared vault in use keeps a manager who can
 * act. Refused with `vault_without_manager`.
 */
export function takeAway(
  draft: Draft,
  event: Incoming<unknown>,
  from: { readonly vaults: readonly VaultId[]; readonly members: readonly MemberId[] },
  change: () => void,
): LedgerRefusal | undefined {
  const held = from.vaults.flatMap((id) => {
    const vault = findVault(draft.state, id);
    if (vault === undefined) return [];
    return from.members.flatMap((memberId) => {
      const member = findMember(draft.state, memberId);
      const rights = member && rightsFromGrants(draft.state, member, vault);
      return rights === undefined ? [] : [{ id, memberId, rights }];
    });
  });
  change();
  const stale = new Set<VaultId>();
  const unmanaged = new Set<VaultId>();
  for (const { id, memberId, rights } of held) {
    const vault = findVault(draft.state, id);
    const member = findMember(draft.state, memberId);
    const now = vault && member && rightsFromGrants(draft.state, member, vault);
    if (now === undefined) stale.add(id);
    if (canWriteWith(rights) && !(now && canWriteWith(now))) draft.setFormerWriter(id, memberId, event.seq);
    if (rights.has('manage') && !now?.has('manage')) unmanaged.add(id);
  }
  for (const id of stale) makeVaultStale(draft, id, event.seq);
  for (const id of unmanaged) {
    const vault = findVault(draft.state, id);
    if (vault === undefined || vault.kind === 'personal' || vault.archived) continue;
    if (!hasManager(draft.state, vault)) return refuse('vault_without_manager', { params: { vault: id } });
  }
  return undefined;
}

/**
 * Takes up the manifests as the signer lists them: what follows one of them cites this event or a later one (attack
 * row X17). Refused with `heads_wrong` for a vault that the event does not touch, or a manifest older than one listed
 * before. Whether they are the newest, only the server can tell, and it asks.
 */
export function listHeads(
  draft: Draft,
  event: Incoming<unknown>,
  heads: readonly (Head & { readonly vault: VaultId })[],
  touched: (vault: VaultId) => boolean,
): LedgerRefusal | undefined {
  const seen = new Set<VaultId>();
  for (const [at, { hash, seq, vault: id }] of heads.entries()) {
    const vault = findVault(draft.state, id);
    const before = vault?.listed?.head;
    const older = before !== undefined && (seq < before.seq || (seq === before.seq && hash !== before.hash));
    if (vault === undefined || seen.has(id) || older || !touched(id)) {
      return refuse('heads_wrong', { field: `/heads/${at}` });
    }
    seen.add(id);
    draft.setVault({ ...vault, listed: { head: { seq, hash }, atSeq: event.seq } });
  }
  return undefined;
}
