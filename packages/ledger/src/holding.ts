import type { GroupId, MemberId, VaultId } from '@postern/core';
import {
  permissions as allPermissions,
  canWriteWith,
  ownerPermissions,
  type Permission,
  rightsGiven,
  type VaultRight,
} from './rights.ts';
import {
  findGrant,
  findGroup,
  findGroupGrant,
  findMember,
  findVault,
  type LedgerState,
  type Member,
  type Vault,
} from './state.ts';

/**
 * Who holds what: look-ups without an index, for the reducer (whose drafts change under it) and everybody else.
 * INVARIANT: whoever waits for a key has no right that comes with it, so that nobody gives what they do not hold.
 */

/** Whether a member can act at all: active, with keys that somebody off the server has vouched for. */
export function isActing(member: Member | undefined): member is Member {
  return member?.status === 'active' && member.link === 'linked';
}

/**
 * Whether what `by` gives to a member waits until `by` has compared the member's words: nobody off the server has vouched for
 * the keys, or only somebody who could not open everything anyway (attack row X11).
 */
export function waitsForWords(by: MemberId | null, member: Member): boolean {
  if (member.link === 'pending') return true;
  const { heardBy } = member;
  return heardBy !== undefined && by !== member.id && (by === null || !heardBy.includes(by));
}

/** Whether the member is the owner. */
export function isOwner(state: LedgerState, member: MemberId): boolean {
  return state.owner === member;
}

/** Whether a member can open the organization key, and so hand any vault's or group's key over. */
export function isCustodian(state: LedgerState, id: MemberId): boolean {
  const member = findMember(state, id);
  return isActing(member) && member.custodian;
}

/** Whether a member holds a system permission: the owner all, an administrator all but the owner's own. */
export function hasPermission(state: LedgerState, id: MemberId, permission: Permission): boolean {
  const member = findMember(state, id);
  return isActing(member) && permissionsOfRole(member, permission);
}

function permissionsOfRole(member: Pick<Member, 'role' | 'permissions'>, permission: Permission): boolean {
  if (member.role === 'owner') return true;
  if (ownerPermissions.has(permission)) return false;
  return member.role === 'administrator' || member.permissions.includes(permission);
}

/**
 * The rights that a member's own grant and those of the member's groups give together, as far as the keys have been
 * handed over, whatever the member's status; undefined without any.
 */
export function rightsFromGrants(
  state: LedgerState,
  member: Member,
  vault: Vault,
): ReadonlySet<VaultRight> | undefined {
  const own = findGrant(vault, member.id);
  let rights = own === undefined || own.waits ? undefined : rightsGiven(own.given);
  for (const id of member.groups) {
    const grant = findGroupGrant(vault, id);
    if (grant === undefined || findGroup(state, id)?.members[member.id]?.waits !== false) continue;
    const given = rightsGiven(grant.given);
    rights = rights === undefined ? given : new Set([...rights, ...given]);
  }
  return rights;
}

/** The rights of an acting member on a vault, archived or not, or undefined. Who has any, holds the vault's key. */
export function findRights(
  state: LedgerState,
  id: MemberId,
  vaultId: VaultId,
): ReadonlySet<VaultRight> | undefined {
  const member = findMember(state, id);
  const vault = findVault(state, vaultId);
  return isActing(member) && vault !== undefined ? rightsFromGrants(state, member, vault) : undefined;
}

/** Whether an acting member holds a right on a vault. Whether the vault takes writes at all is `archived`. */
export function hasRight(state: LedgerState, member: MemberId, vault: VaultId, right: VaultRight): boolean {
  return findRights(state, member, vault)?.has(right) ?? false;
}

/** Whether a member may write a vault by grants in hand, whatever the member's status. */
export function canWrite(state: LedgerState, member: Member, vault: Vault): boolean {
  const rights = rightsFromGrants(state, member, vault);
  return rights !== undefined && canWriteWith(rights);
}

/** Whether a member can open a vault's key now: by any grant in hand, or as custodian. */
export function holdsVaultKey(state: LedgerState, member: MemberId, vault: VaultId): boolean {
  return isCustodian(state, member) || findRights(state, member, vault) !== undefined;
}

/** Whether a member can open a group's key now: as a member of it who does not wait, or as custodian. */
export function holdsGroupKey(state: LedgerState, id: MemberId, group: GroupId): boolean {
  if (isCustodian(state, id)) return true;
  return isActing(findMember(state, id)) && findGroup(state, group)?.members[id]?.waits === false;
}

/**
 * Whether a member may hand a vault's key to somebody who was given these rights: as custodian, as who manages the
 * vault, or as who holds every one of them. That they were given, somebody decided before who may.
 */
export function mayHandOver(
  state: LedgerState,
  by: MemberId,
  vault: VaultId,
  rights: ReadonlySet<VaultRight>,
): boolean {
  if (isCustodian(state, by)) return true;
  const own = findRights(state, by, vault);
  return own !== undefined && (own.has('manage') || [...rights].every((right) => own.has(right)));
}

/**
 * Whether a member's standing covers another's (rights cover rights): role, permissions and custody. Everything that
 * changes or makes a member asks this of its signer.
 */
export function covers(
  state: LedgerState,
  by: MemberId,
  target: Pick<Member, 'role' | 'permissions' | 'custodian'>,
): boolean {
  if (isOwner(state, by)) return isActing(findMember(state, by));
  if (target.role === 'owner') return false;
  if (target.custodian && !isCustodian(state, by)) return false;
  return allPermissions
    .filter((permission) => !ownerPermissions.has(permission) && permissionsOfRole(target, permission))
    .every((permission) => hasPermission(state, by, permission));
}

/** Whether an acting member manages the vault, by an own grant or a group's. */
export function hasManager(state: LedgerState, vault: Vault): boolean {
  const managesBy = (id: string) => {
    const member = findMember(state, id);
    return isActing(member) && (rightsFromGrants(state, member, vault)?.has('manage') ?? false);
  };
  if (Object.keys(vault.grants).some(managesBy)) return true;
  return (Object.keys(vault.groupGrants) as GroupId[]).some((id) => {
    const grant = findGroupGrant(vault, id);
    if (grant === undefined || !rightsGiven(grant.given).has('manage')) return false;
    return Object.keys(findGroup(state, id)?.members ?? {}).some(managesBy);
  });
}
