/**
 * The rights on a vault and the system permissions: one table each. Holding the vault key is cryptography; every finer
 * right below is enforced by server and client (docs/protocol, residuals), except that a write needs a signature of a
 * member whom the ledger allows to make it.
 */

export const vaultRights = [
  'view',
  'password',
  'sensitive',
  'fill',
  'add',
  'edit',
  'delete',
  'attachments',
  'history',
  'share',
  'export',
  'manage',
] as const;
export type VaultRight = (typeof vaultRights)[number];

export const vaultRoles = ['reader', 'operator', 'editor', 'manager'] as const;
export type VaultRole = (typeof vaultRoles)[number];

const reader = ['view'] as const;
const operator = [...reader, 'password', 'sensitive', 'fill'] as const;
const editor = [...operator, 'add', 'edit', 'delete', 'attachments', 'history', 'share'] as const;

const rightsByRole: { readonly [Role in VaultRole]: ReadonlySet<VaultRight> } = {
  reader: new Set(reader),
  operator: new Set(operator),
  editor: new Set(editor),
  manager: new Set([...editor, 'export', 'manage']),
};

/** The rights a role stands for. Each role holds all of the one before it. */
export function rightsOf(role: VaultRole): ReadonlySet<VaultRight> {
  return rightsByRole[role];
}

/** What a grant gives: a role, or rights picked one by one. Either way the vault's key comes with it. */
export type Given = VaultRole | readonly VaultRight[];

/** The rights that a grant stands for. */
export function rightsGiven(given: Given): ReadonlySet<VaultRight> {
  return typeof given === 'string' ? rightsByRole[given] : new Set(given);
}

/** Rights that a manifest can be signed with: without one of them a member writes nothing. */
const writingRights = ['add', 'edit', 'delete'] as const;

/** Whether these rights let somebody write at all. */
export function canWriteWith(rights: ReadonlySet<VaultRight>): boolean {
  return writingRights.some((right) => rights.has(right));
}

/** Clients that an organization or a member's own rules can turn off; the web client never, and programs have rights of their own. */
export const limitableClients = ['extension', 'app', 'cli'] as const;
export type LimitableClient = (typeof limitableClients)[number];

export const permissions = [
  'members.manage',
  'groups.manage',
  'vaults.create',
  'settings.manage',
  'audit.read',
  'applications.manage',
  'recovery.manage',
] as const;
export type Permission = (typeof permissions)[number];

/** What only the owner may do and nobody can be granted. */
export const ownerPermissions: ReadonlySet<Permission> = new Set(['recovery.manage']);
