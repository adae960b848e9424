import type { GroupId, VaultId } from '@postern/core';
import type { Draft } from '../draft.ts';
import { invitationGives } from '../invitation-gives.ts';
import { makeGroupStale, makeVaultStale, vaultsOfGroup } from './losses.ts';

/**
 * With a new key, an open invitation loses what its inviter may no longer give: the key was not sealed to it.
 */
export function dropVoidParts(
  draft: Draft,
  renewed: { readonly vaults?: ReadonlySet<VaultId>; readonly group?: GroupId },
): void {
  const { state } = draft;
  for (const invitation of Object.values(state.invitations)) {
    if (invitation.status !== 'open') continue;
    const vaults = Object.keys(invitation.grants).filter((id) => renewed.vaults?.has(id as VaultId));
    const touched =
      vaults.length > 0 || (renewed.group !== undefined && invitation.groups.includes(renewed.group));
    if (!touched) continue;
    const gives = invitationGives(state, invitation);
    const kept = Object.entries(invitation.grants).filter(
      ([id]) => !vaults.includes(id) || gives?.grants.some(({ vault }) => vault === id),
    );
    draft.setInvitation({
      ...invitation,
      grants: Object.fromEntries(kept),
      groups: invitation.groups.filter((id) => id !== renewed.group || gives?.groups.includes(id)),
    });
  }
}

/** The holder of an invitation's secret had its keys: nothing more is sealed under them. */
export function makeInvitationStale(
  draft: Draft,
  invitation: {
    readonly delivery: string;
    readonly grants: object;
    readonly groups: readonly GroupId[];
  },
  seq: number,
): void {
  // A mailed one was never sealed any key.
  if (invitation.delivery === 'mail') return;
  for (const vault of Object.keys(invitation.grants) as VaultId[]) makeVaultStale(draft, vault, seq);
  for (const group of invitation.groups) {
    makeGroupStale(draft, group, seq);
    for (const vault of vaultsOfGroup(draft, group)) makeVaultStale(draft, vault, seq);
  }
}
