import { createHash } from 'node:crypto';
import type { Heads } from '@postern/contract';
import { encodeCanonical } from '@postern/core';
import { hasPermission, isCustodian, vaultCount, vaultsOf } from '@postern/ledger';
import type { OrganizationCaller } from '../access/guard.ts';
import type { Platform } from '../platform/platform.ts';
import { listVaultHeads, listVaultHeadsOf } from '../vault/vault-heads.ts';

/** The heads of the ledger and of every vault that the member is granted and that was written to. */
export async function headsFor(
  { db }: Pick<Platform, 'db'>,
  { state, member }: Pick<OrganizationCaller, 'state' | 'member'>,
): Promise<Heads> {
  const own = vaultsOf(state, member.id).map(({ id }) => id);
  if (own.length === 0) return { ledger: state.head, vaults: {} };
  const stored = await listVaultHeadsOf(db.kysely, state.organization, own, vaultCount(state));
  const vaults: Heads['vaults'] = {};
  for (const id of own) {
    const head = stored.get(id);
    if (head !== undefined) vaults[id] = head;
  }
  return { ledger: state.head, vaults };
}

/**
 * The newest manifests of all vaults for who may stop somebody's writing in any of them, since that event lists them;
 * of one's own for everybody else.
 */
export async function readVaultHeads(
  platform: Pick<Platform, 'db'>,
  caller: Pick<OrganizationCaller, 'state' | 'member'>,
): Promise<Pick<Heads, 'vaults'>> {
  const { state, member } = caller;
  const seesAll =
    isCustodian(state, member.id) ||
    hasPermission(state, member.id, 'members.manage') ||
    hasPermission(state, member.id, 'groups.manage');
  if (!seesAll) return { vaults: (await headsFor(platform, caller)).vaults };
  return { vaults: Object.fromEntries(await listVaultHeads(platform.db.kysely, state.organization)) };
}

/** The heads, or only that they are still those whose canonical encoding hashes to `known`. */
export async function readHeads(
  platform: Pick<Platform, 'db'>,
  caller: OrganizationCaller,
  known: string | undefined,
): Promise<{ same: true } | { same: false; heads: Heads }> {
  const heads = await headsFor(platform, caller);
  return known === hashOf(heads) ? { same: true } : { same: false, heads };
}

/** By the system's own SHA-256, which every client's question is worth. */
function hashOf(heads: Heads): string {
  return createHash('sha256').update(encodeCanonical(heads)).digest('base64url');
}
