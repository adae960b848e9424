import { newId, ok, type Result, type VaultId } from '@postern/core';
import { commitVaultKey, drawSecret, type KeyringItem, type VaultKey } from '@postern/crypto';
import { findMember } from '@postern/ledger';
import { type Appender, appendEvents } from './append-events.ts';

/** A vault with its key in the keyring, for its creator alone. Its name is still to be written, as its first entry. */
export async function createVault(
  by: Appender,
  kind: 'shared' | 'personal',
  keep: (item: KeyringItem) => Promise<void>,
): Promise<Result<VaultId>> {
  const vault = newId<VaultId>();
  const key = drawSecret<VaultKey>();
  const org = by.organization;
  const commit = await commitVaultKey(key, { epoch: 1, org, vault });
  let existing: VaultId | null = null;
  const appended = await appendEvents(by, async (state) => {
    existing = kind === 'personal' ? (findMember(state, by.member)?.personalVault ?? null) : null;
    if (existing !== null) return ok({ events: [] });
    return ok({
      events: [
        {
          type: 'vault_create',
          body: { commit, epoch: 1, grants: [{ member: by.member, role: 'manager' }], kind, vault },
        },
      ],
      newKeys: { vaultKey: (id) => (id === vault ? key : undefined) },
    });
  });
  if (!appended.ok) return appended;
  // Another device of the same member was first.
  if (existing !== null) return ok(existing);
  await keep({ kind: 'vault', org, vault, epoch: 1, key });
  return ok(vault);
}
