import type { GroupId, MemberId, VaultId } from '@postern/core';
import {
  epochIsStale,
  findGroup,
  findRights,
  type Grant,
  isCustodian,
  type LedgerEvent,
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
  const changedAt = lastChanges(administered.events);
  const vaults = seen
    .map((vault): VaultAccessView => {
      const rights = findRights(state, self, vault.id);
      const mayGive = isCustodian(state, self) || rights?.has('share') || rights?.has('manage');
      return {
        vault: vault.id,
        name: vaultNames.get(vault.id) ?? '',
        kind: vault.kind,
        archived: vault.archived,
        made: administered.setBy(vault.epochs[0]?.fromSeq ?? 0),
        grants: grantsOf(administered, vault, groupNames, changedAt),
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
  changedAt: ReadonlyMap<string, number>,
): readonly GrantView[] {
  const view = (grantee: Grantee, label: string, { given, waits, keySeq }: Grant): GrantView => ({
    grantee,
    label,
    given,
    waits,
    set: setBy(Math.max(keySeq, changedAt.get(changeKey(vault.id, grantee.id)) ?? 0)),
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

const changeKey = (vault: VaultId, grantee: MemberId | GroupId) => `${vault} ${grantee}`;

/** The last event that gave each vault to each who has it, or changed what it gives. */
function lastChanges(events: readonly LedgerEvent[]): ReadonlyMap<string, number> {
  const changed = new Map<string, number>();
  for (const event of events) {
    if (event.type !== 'vault_grant' && event.type !== 'vault_create') continue;
    for (const grant of event.body.grants) {
      const grantee = 'member' in grant ? grant.member : grant.group;
      changed.set(changeKey(event.body.vault, grantee), event.seq);
    }
  }
  return changed;
}
