import type { VaultId } from '@postern/core';
import type { LedgerEvent } from './event.ts';
import { canWrite } from './holding.ts';
import { findMember, type LedgerState } from './state.ts';

/** What can take rights away; for other events there is nothing to look for. */
const takesAway: ReadonlySet<LedgerEvent['type']> = new Set([
  'remove',
  'vault_grant',
  'vault_revoke',
  'group_set',
  'group_remove',
  'rekey',
  'relink',
  'recover',
]);

/**
 * The vaults whose manifest an event has to list, as far as anything was ever written there, since it ends somebody's
 * right to write them; `after` is the state with the event, listed or not. The client asks before it fills the heads in
 * and signs; the server asks what it has to find in `listed`, with its own newest manifest.
 */
export function vaultsToList(after: LedgerState, event: LedgerEvent): readonly VaultId[] {
  const vaults = Object.values(after.vaults);
  if (event.type === 'disable' || event.type === 'expire') {
    const member = findMember(after, event.body.member);
    return vaults.filter((vault) => member && canWrite(after, member, vault)).map(({ id }) => id);
  }
  if (!takesAway.has(event.type)) return [];
  return vaults
    .filter(({ formerWriters }) => Object.values(formerWriters).includes(event.seq))
    .map(({ id }) => id);
}
