import type { MemberId, VaultId } from '@postern/core';
import {
  findMember,
  type Member,
  rightsFromGrants,
  rightsOf,
  type Vault,
  type VaultRight,
  vaultRoles,
  vaultsTouchedBy,
} from '@postern/ledger';
import type { VaultPort } from '../port.ts';
import type { Administered } from './administered.ts';
import type { LeaverReport } from './port.ts';

/**
 * What a member could have copied: every entry of the shared vaults whose key the member holds, by the titles of this
 * device's own replica. Undefined for somebody who is no member or holds nothing any more by having been removed.
 */
export async function reportLeaver(
  { state }: Administered,
  id: MemberId,
  vaultNames: ReadonlyMap<VaultId, string>,
  listEntries: VaultPort['listEntries'],
): Promise<LeaverReport | undefined> {
  const member = findMember(state, id);
  if (member === undefined || member.status === 'removed') return undefined;
  const held = vaultsTouchedBy(state, id).filter(({ kind }) => kind === 'shared');
  const open = held.filter((vault) => vaultNames.has(vault.id));
  const ids = new Set(open.map((vault) => vault.id));
  // What lies in the trash was there to be copied as well.
  const trash = await listEntries({ kind: 'trash' }, '');
  const entries = [];
  for (const vault of ids) {
    const rows = await listEntries({ kind: 'vault', vault }, '');
    for (const row of [...rows, ...trash.filter((one) => one.vault === vault)]) {
      entries.push({ vault, title: row.title, user: row.user });
    }
  }
  return {
    member: id,
    email: member.email,
    vaults: open
      .map((vault) => ({
        vault: vault.id,
        name: vaultNames.get(vault.id) ?? '',
        role: roleName(state, member, vault),
      }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    entries,
    closedVaults: held.length - open.length,
  };
}

/** The highest role whose rights the member had all of; `rights` where they were picked one by one. */
function roleName(state: Administered['state'], member: Member, vault: Vault): string {
  const rights = rightsFromGrants(state, member, vault) ?? new Set<VaultRight>();
  const role = vaultRoles.findLast((one) => [...rightsOf(one)].every((right) => rights.has(right)));
  return role !== undefined && rightsOf(role).size === rights.size ? role : 'rights';
}
