import { askedAbout, type DenialCode, type Fixer, isRelinkCode } from '@postern/access';
import type { AskedFor } from '@postern/contract';
import type { MemberId, VaultId } from '@postern/core';
import {
  confirmersOf,
  findMember,
  findVault,
  hasPermission,
  isActing,
  isCustodian,
  isOwner,
  type LedgerState,
  mayGive,
  type Permission,
  permissions,
  type VaultRight,
  vaultRights,
} from '@postern/ledger';

/**
 * Who can help with a request, as one text to store and to look for: holders of a permission, the owner, who may grant a
 * permission, who may give a vault or a right on it, who may link a member anew, or with custody alone.
 */
export type AskedOf =
  | `holds ${Permission}`
  | 'owner'
  | `grants ${Permission}`
  | `gives ${VaultId}`
  | `gives ${VaultId} ${VaultRight}`
  | `relinks ${MemberId}`
  | `vouches ${MemberId}`
  | `confirms ${MemberId}`;

/**
 * Who is asked about a denial, or undefined where nobody with an access inbox can end it. `member`: who asks, where they
 * are one.
 */
export function askedOf(
  code: DenialCode,
  about: AskedFor | undefined,
  member: MemberId | undefined,
): AskedOf | undefined {
  // Somebody without custody has done it without the words.
  if (code === 'relink_unproven') return member === undefined ? undefined : `vouches ${member}`;
  if (isRelinkCode(code)) return member === undefined ? undefined : `relinks ${member}`;
  if (code === 'keys_pending') return member === undefined ? undefined : `confirms ${member}`;
  if (about?.kind === 'permission') {
    return isPermission(about.permission) ? `grants ${about.permission}` : undefined;
  }
  if (about?.kind === 'vault') {
    if (about.right === undefined) return `gives ${about.vault}`;
    return isVaultRight(about.right) ? `gives ${about.vault} ${about.right}` : undefined;
  }
  for (const fixer of askedAbout(code)) {
    if (fixer === 'owner') return 'owner';
    const permission = fixer.startsWith('permission:') ? fixer.slice('permission:'.length) : '';
    if (isPermission(permission)) return `holds ${permission}`;
  }
  return undefined;
}

/** The roles that the person who asks is told. */
export function rolesAsked(asked: AskedOf): readonly Fixer[] {
  const [verb, of = ''] = asked.split(' ');
  if (verb === 'grants') return ['owner', 'permission:members.manage'];
  if (verb === 'gives') return ['vault_manager'];
  if (verb === 'relinks') return ['custodian', 'permission:members.manage'];
  if (verb === 'vouches') return ['custodian'];
  if (verb === 'confirms') return ['custodian', 'key_holder'];
  return verb === 'owner' ? ['owner'] : [`permission:${of as Permission}`];
}

/**
 * Whether a member can help with what is asked. INVARIANT: the one rule by which a request is shown, mailed, refused or
 * settled; it looks at the stored request and the ledger of now. What exactly the member may do about it, the ledger says
 * of each event.
 */
export function mayHelp(state: LedgerState, by: MemberId, asked: AskedOf): boolean {
  const [verb, of = '', right = 'view'] = asked.split(' ');
  if (verb === 'owner') return isOwner(state, by) && isActing(findMember(state, by));
  if (verb === 'holds') return hasPermission(state, by, of as Permission);
  if (verb === 'grants') {
    // Rights cover rights: nobody gives a permission that they do not hold.
    return hasPermission(state, by, 'members.manage') && hasPermission(state, by, of as Permission);
  }
  if (verb === 'relinks') return isCustodian(state, by) || hasPermission(state, by, 'members.manage');
  if (verb === 'vouches') return isCustodian(state, by);
  if (verb === 'confirms') {
    // Who settled it finds it again.
    const overseer = isCustodian(state, by) || hasPermission(state, by, 'members.manage');
    return overseer || confirmersOf(state, of as MemberId).includes(by);
  }
  const vault = findVault(state, of);
  if (vault === undefined || vault.kind !== 'shared' || vault.archived) return false;
  return mayGive(state, by, vault.id, new Set([right as VaultRight]));
}

function isPermission(text: string): text is Permission {
  return (permissions as readonly string[]).includes(text);
}

export function isVaultRight(text: string): text is VaultRight {
  return (vaultRights as readonly string[]).includes(text);
}
