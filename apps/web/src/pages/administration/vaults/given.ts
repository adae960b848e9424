import type { Given, VaultRight, VaultRole } from '@postern/client';
import type { UiText } from '@postern/ui';

/** From least to most; each holds all of the one before it. */
export const vaultRoles = ['reader', 'operator', 'editor', 'manager'] as const satisfies readonly VaultRole[];

/** In the order they are shown. */
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
] as const satisfies readonly VaultRight[];

/** So many single rights are named, more are counted. */
export const fewRights = 3;

/** What a grant gives, in a few words; single rights by their names where they are few. */
export function sayGiven(given: Given, text: UiText): string {
  const { roles, rights, rightsCount } = text.vaultAccess;
  if (typeof given === 'string') return roles[given].name;
  return given.length > fewRights
    ? rightsCount(given.length)
    : given.map((right) => rights[right]).join(', ');
}
