import type { AccountId, MemberId, VaultId } from '@postern/core';
import type { KeyRecipient } from '@postern/crypto/public';
import { ownerPermissions, type Permission, rightsOf, type VaultRight, type VaultRole } from './rights.ts';
import { findMember, findVault, type LedgerState, type Member, type Vault } from './state.ts';

/** Questions to a verified state. Each is a look-up; indexes are built once per state, on the first question. */

type VaultIndex = ReadonlyMap<MemberId, readonly VaultId[]>;
const vaultIndexes = new WeakMap<LedgerState['vaults'], VaultIndex>();
const accountIndexes = new WeakMap<LedgerState['members'], ReadonlyMap<AccountId, Member>>();

/** Whether the member is the owner. */
export function isOwner(state: LedgerState, member: MemberId): boolean {
  return state.owner === member;
}

/** The role of an active member in a vault, archived or not, or undefined. */
export function findRole(state: LedgerState, member: MemberId, vault: VaultId): VaultRole | undefined {
  if (findMember(state, member)?.status !== 'active') return undefined;
  const grants = findVault(state, vault)?.grants;
  return grants !== undefined && Object.hasOwn(grants, member) ? grants[member] : undefined;
}

/** Whether an active member holds a right on a vault. Whether the vault takes writes at all is `archived`. */
export function hasRight(state: LedgerState, member: MemberId, vault: VaultId, right: VaultRight): boolean {
  const role = findRole(state, member, vault);
  return role !== undefined && rightsOf(role).has(right);
}

/** Whether an active member holds a system permission: the owner all, an administrator all but the owner's own. */
export function hasPermission(state: LedgerState, id: MemberId, permission: Permission): boolean {
  const member = findMember(state, id);
  if (member?.status !== 'active') return false;
  if (member.role === 'owner') return true;
  if (ownerPermissions.has(permission)) return false;
  return member.role === 'administrator' || member.permissions.includes(permission);
}

/** The vaults an active member is granted, in the order they were created. */
export function vaultsOf(state: LedgerState, id: MemberId): readonly Vault[] {
  if (findMember(state, id)?.status !== 'active') return [];
  const out: Vault[] = [];
  for (const vault of vaultIndex(state.vaults).get(id) ?? []) {
    const found = state.vaults[vault];
    if (found !== undefined) out.push(found);
  }
  return out;
}

/** The member that an account is, removed ones included, or undefined. */
export function findMemberByAccount(state: LedgerState, account: AccountId): Member | undefined {
  return membersByAccount(state).get(account);
}

/** Members by account. */
export function membersByAccount(state: LedgerState): ReadonlyMap<AccountId, Member> {
  let index = accountIndexes.get(state.members);
  if (index === undefined) {
    index = new Map(Object.values(state.members).map((member) => [member.account, member]));
    accountIndexes.set(state.members, index);
  }
  return index;
}

/** Where a vault's key goes, and the X-Wing public key it is wrapped to. */
export type Recipient = { readonly recipient: KeyRecipient; readonly sealingKeyB64: string };

/**
 * Everybody who gets the vault's key: each granted member, sorted by id, the organization key, the recovery key.
 * INVARIANT: keys come from the verified state and from nowhere else (attack rows BW01, BW02, 1P01, LP07, DL02, 1P05).
 * Throws for a vault that the state does not know.
 */
export function recipientsOf(state: LedgerState, id: VaultId): readonly Recipient[] {
  const vault = findVault(state, id);
  if (vault === undefined) throw new Error('recipients of a vault that the ledger does not know');
  const out: Recipient[] = [];
  for (const granted of Object.keys(vault.grants).sort()) {
    const member = findMember(state, granted);
    if (member === undefined || member.status === 'removed') continue;
    out.push({ recipient: `member:${member.id}`, sealingKeyB64: member.keys.sealingKeyB64 });
  }
  const { organizationKey, recovery } = state;
  out.push({
    recipient: `organization:${organizationKey.epoch}`,
    sealingKeyB64: organizationKey.publicKeyB64,
  });
  if (recovery !== null) {
    out.push({ recipient: `recovery:${recovery.version}`, sealingKeyB64: recovery.sealingKeyB64 });
  }
  return out;
}

/** Who holds the organization key: the active custodians, sorted by id. */
export function organizationKeyRecipientsOf(state: LedgerState): readonly Recipient[] {
  return Object.values(state.members)
    .filter((member) => member.custodian && member.status === 'active')
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((member) => ({ recipient: `member:${member.id}`, sealingKeyB64: member.keys.sealingKeyB64 }));
}

function vaultIndex(vaults: LedgerState['vaults']): VaultIndex {
  let index = vaultIndexes.get(vaults);
  if (index === undefined) {
    const built = new Map<MemberId, VaultId[]>();
    for (const vault of Object.values(vaults)) {
      for (const member of Object.keys(vault.grants) as MemberId[]) {
        const list = built.get(member);
        if (list === undefined) built.set(member, [vault.id]);
        else list.push(vault.id);
      }
    }
    index = built;
    vaultIndexes.set(vaults, index);
  }
  return index;
}
