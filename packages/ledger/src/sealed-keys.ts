import type { VaultId } from '@postern/core';
import type { LedgerEvent } from './event.ts';
import { organizationKeyRecipientsOf, type Recipient, recipientsOf } from './queries.ts';
import type { LedgerState } from './state.ts';

/** A sealed key that must travel with an event: which key, which epoch, for whom. */
export type RequiredSealedKey = {
  readonly subject: 'organization' | VaultId;
  readonly epoch: number;
} & (Recipient | { readonly recipient: 'link' });

/**
 * Exactly the sealed keys that go with an event, `state` being the state after it. The client makes these and the
 * server refuses a missing or an extra one (`sealed_keys_incomplete`), so both ask here.
 */
export function requiredSealedKeys(state: LedgerState, event: LedgerEvent): readonly RequiredSealedKey[] {
  switch (event.type) {
    case 'genesis':
      return organizationKeyRecipientsOf(state).map((to) => ({
        subject: 'organization' as const,
        epoch: event.body.organizationKey.epoch,
        ...to,
      }));
    case 'vault_create':
      return vaultKeys(state, event.body.vault, event.body.epoch);
    case 'vault_rotate':
      return event.body.epochs.flatMap((next) => vaultKeys(state, next.vault, next.epoch));
    default:
      return [];
  }
}

function vaultKeys(state: LedgerState, vault: VaultId, epoch: number): RequiredSealedKey[] {
  const out: RequiredSealedKey[] = recipientsOf(state, vault).map((to) => ({ subject: vault, epoch, ...to }));
  if (epoch > 1) out.push({ subject: vault, epoch, recipient: 'link' });
  return out;
}
