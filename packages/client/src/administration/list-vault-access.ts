import type { GroupId, MemberId, VaultId } from '@postern/core';
import {
  epochIsStale,
  findGroup,
  findRights,
  type Grant,
  isCustodian,
  type Vault,
  vaultsOf,
} from '@postern/ledger';
import { type Administered, emailOf } from './administered.ts';
import type { Grantee, GrantView, VaultAccessView } from './port.ts';

/** The vaults this member can see, by name, and how many there are besides. */
export function listVaultAccess(
  administered: Administered,
  groupNames: ReadonlyMap<GroupId, string>,
  vaultNames: ReadonlyMap<VaultId, string>,
): { readonly vaults: readonly VaultAccessView[]; readonly others: number } {
  const { state, self } = administered;
  const seen = vaultsOf(state, self);
  const vaults = seen
    .map((vault): VaultAccessView => {
      const rights = findRights(state, self, vault.id);
      const mayGive = isCustodian(state, self) || rights?.has('share') || rights?.has('manage');
      return {
        vault: vault.id,
        name: vaultNames.get(vault.id) ?? '',
        kind: vault.kind,
        archived: vault.archived,
        grants: grantsOf(administered, vault, groupNames),
        keyStale: epochIsStale(vault),
        canShare: vault.kind === 'shared' && mayGive === true,
      };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
  return { vaults, others: Object.keys(state.vaults).length - seen.length };
}

/** Who holds the vault by a grant: groups by name, then members by address. */
function grantsOf(
  { state, setBy }: Administered,
  vault: Vault,
  groupNames: ReadonlyMap<GroupId, string>,
): readonly GrantView[] {
  const view = (grantee: Grantee, label: string, { given, waits, keySeq }: Grant): GrantView => ({
    grantee,
    label,
    given,
    waits,
    set: setBy(keySeq),
  });
  const byLabel = (a: GrantView, b: GrantView) => a.label.localeCompare(b.label);
  const groups = Object.entries(vault.groupGrants)
    .filter(([id]) => findGroup(state, id) !== undefined)
    .map(([id, grant]) =>
      view({ kind: 'group', id: id as GroupId }, groupNames.get(id as GroupId) ?? '', grant),
    );
  const members = Object.entries(vault.grants).map(([id, grant]) =>
    view({ kind: 'member', id: id as MemberId }, emailOf(state, id), grant),
  );
  return [...groups.sort(byLabel), ...members.sort(byLabel)];
}
