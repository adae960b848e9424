import type { Permission } from '@postern/ledger';

/** The ledger's list is the one that counts; a permission it adds has to be named here before this compiles. */
export type SystemPermission = Permission;

/** Who can end a denial. `self` is the refused person; the others are reached through *Ask for access*. */
export const fixers = {
  self: 'You',
  owner: 'The owner of the organization',
  custodian: 'A custodian of the organization',
  key_holder: 'A member who holds the vault’s key',
  vault_manager: 'A manager of the vault',
  operator: 'The operator of this server',
  'permission:members.manage': 'People who manage members',
  'permission:groups.manage': 'People who manage groups',
  'permission:vaults.create': 'People who create vaults',
  'permission:settings.manage': 'People who manage settings',
  'permission:audit.read': 'People who read the audit log',
  'permission:applications.manage': 'People who manage application identities',
  'permission:recovery.manage': 'The owner of the organization',
} as const satisfies Record<
  | 'self'
  | 'owner'
  | 'custodian'
  | 'key_holder'
  | 'vault_manager'
  | 'operator'
  | `permission:${SystemPermission}`,
  string
>;

export type Fixer = keyof typeof fixers;
export const fixerCodes = Object.keys(fixers) as readonly Fixer[];

/** Who may be told the outcome of a check, from least to most. A higher level may know all that a lower one may. */
export const revealLevels = ['anyone', 'signed-in', 'member', 'fixer'] as const;
export type RevealLevel = (typeof revealLevels)[number];

/** Whether somebody at `level` may be told what is revealed from `needed` upwards. */
export function mayBeTold(level: RevealLevel, needed: RevealLevel): boolean {
  return revealLevels.indexOf(level) >= revealLevels.indexOf(needed);
}
