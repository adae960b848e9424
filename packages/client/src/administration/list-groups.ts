import type { GroupId, MemberId, VaultId } from '@postern/core';
import {
  findGroup,
  findGroupGrant,
  findMember,
  hasPermission,
  holdsGroupKey,
  type LedgerEvent,
  type LedgerState,
} from '@postern/ledger';
import { type Administered, emailOf } from './administered.ts';
import type { GroupView } from './port.ts';

/** The groups by name; those whose key this device does not hold have none and come last. */
export function listGroups(
  { state, self, events, setBy }: Administered,
  groupNames: ReadonlyMap<GroupId, string>,
  vaultNames: ReadonlyMap<VaultId, string>,
): readonly GroupView[] {
  const mayManage = hasPermission(state, self, 'groups.manage');
  const changedAt = lastChanges(events);
  return (Object.keys(state.groups) as GroupId[])
    .flatMap((id) => {
      const group = findGroup(state, id);
      if (group === undefined) return [];
      return [
        {
          id,
          name: groupNames.get(id) ?? '',
          members: membersOf(state, group.members),
          vaults: vaultsOf(state, id, vaultNames),
          made: setBy(group.epochs[0]?.fromSeq ?? 0),
          changed: changedAt.has(id) ? setBy(changedAt.get(id) ?? 0) : undefined,
          canChange: mayManage && holdsGroupKey(state, self, id),
        },
      ];
    })
    .sort((a, b) => Number(a.name === '') - Number(b.name === '') || a.name.localeCompare(b.name));
}

/** The last event that changed each group; a key that was only renewed changes nothing about it. */
function lastChanges(events: readonly LedgerEvent[]): ReadonlyMap<GroupId, number> {
  const changed = new Map<GroupId, number>();
  for (const event of events) {
    if (event.type !== 'group_set') continue;
    const { add, remove, name, group } = event.body;
    if (add.length + remove.length > 0 || name !== null) changed.set(group, event.seq);
  }
  return changed;
}

function membersOf(state: LedgerState, members: { readonly [id: string]: { readonly waits: boolean } }) {
  return Object.entries(members)
    .filter(([id]) => findMember(state, id) !== undefined)
    .map(([id, { waits }]) => ({ id: id as MemberId, email: emailOf(state, id), waits }))
    .sort((a, b) => a.email.localeCompare(b.email));
}

function vaultsOf(state: LedgerState, group: GroupId, names: ReadonlyMap<VaultId, string>) {
  return Object.values(state.vaults)
    .flatMap((vault) => {
      const grant = findGroupGrant(vault, group);
      return grant === undefined
        ? []
        : [{ vault: vault.id, name: names.get(vault.id) ?? '', given: grant.given }];
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}
