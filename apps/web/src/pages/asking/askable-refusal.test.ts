import { refuse, type VaultId } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { askableRefusal } from './askable-refusal.ts';

const vault = 'vvvvvvvvvvvvvvvvvvvvvA' as VaultId;

describe('what is asked for after a refusal', () => {
  it('is the permission it names', () => {
    const refusal = refuse('permission_missing', { params: { permission: 'vaults.create' } });
    expect(askableRefusal(refusal)?.about).toEqual({ kind: 'permission', permission: 'vaults.create' });
  });

  it('is the right it names in the vault it names', () => {
    const named = refuse('permission_missing', { params: { right: 'edit', vault } });
    expect(askableRefusal(named)?.about).toEqual({ kind: 'vault', vault, right: 'edit' });
    expect(askableRefusal(refuse('permission_missing', { params: { right: 'edit' } }))).toBeUndefined();
  });

  it('is the vault itself where that is not shared', () => {
    const named = refuse('vault_not_shared', { params: { vault } });
    expect(askableRefusal(named)?.about).toEqual({ kind: 'vault', vault });
    expect(askableRefusal(refuse('vault_not_shared', { params: { vault: 'no id' } }))).toBeUndefined();
  });

  it('is nothing in particular where a rule of all stands in the way, and nothing where nobody can help', () => {
    expect(askableRefusal(refuse('personal_vault_disabled'))).toEqual({
      code: 'personal_vault_disabled',
      about: undefined,
    });
    expect(askableRefusal(refuse('edit_conflict'))).toBeUndefined();
    expect(
      askableRefusal(refuse('permission_missing', { params: { permission: 'Type your password' } })),
    ).toBeUndefined();
  });
});
