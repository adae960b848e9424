import type { GrantedPermission } from '../shared/may.tsx';

/** What can be given one by one, in the order it is shown; the owner's own is none of it. */
export const grantedPermissions = [
  'members.manage',
  'groups.manage',
  'vaults.create',
  'settings.manage',
  'audit.read',
  'applications.manage',
] as const satisfies readonly GrantedPermission[];
