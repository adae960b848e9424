import type { DenialCode } from '@postern/access';
import type { AskedFor } from '@postern/client';
import { isId, type Refusal, type VaultId } from '@postern/core';

/** A refusal inside an organization that somebody there can end, and what is to be asked for. */
export interface AskableRefusal {
  readonly code: DenialCode;
  readonly about: AskedFor | undefined;
}

const isCodeName = (value: unknown): value is string =>
  typeof value === 'string' && /^[a-z]{2,20}(?:\.[a-z]{2,20})?$/.test(value);

/** What to ask for after a refusal; `undefined` where nobody could give it, or where it does not say what is missing. */
export function askableRefusal(refusal: Refusal): AskableRefusal | undefined {
  const named = refusal.params?.vault;
  const where = typeof named === 'string' && isId(named) ? (named as VaultId) : undefined;
  switch (refusal.code) {
    case 'personal_vault_disabled':
      return { code: 'personal_vault_disabled', about: undefined };
    case 'vault_not_shared':
      if (where === undefined) return undefined;
      return { code: 'vault_not_shared', about: { kind: 'vault', vault: where } };
    case 'permission_missing': {
      const { permission, right } = refusal.params ?? {};
      if (isCodeName(permission))
        return { code: 'permission_missing', about: { kind: 'permission', permission } };
      if (!isCodeName(right) || where === undefined) return undefined;
      return { code: 'permission_missing', about: { kind: 'vault', vault: where, right } };
    }
    default:
      return undefined;
  }
}
