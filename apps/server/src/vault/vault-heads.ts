import type { OrganizationId, VaultId } from '@postern/core';
import type { Head } from '@postern/ledger';
import type { Queries } from '../platform/db/database.ts';
import { readHeads, readHeadsOf } from './queries.ts';

/** The newest manifest of every vault of an organization that was written to. Who may see which, the caller decides. */
export async function listVaultHeads(
  queries: Queries,
  organization: OrganizationId,
): Promise<ReadonlyMap<VaultId, Head>> {
  return byVault(await readHeads.all(queries, { organization }));
}

/**
 * As {@link listVaultHeads}, at least of these vaults, which are some of so many in the organization. What a member has is
 * asked for with every request that wants to know whether anything is new: it must not cost what all others have.
 */
export async function listVaultHeadsOf(
  queries: Queries,
  organization: OrganizationId,
  vaults: readonly VaultId[],
  ofSoMany: number,
): Promise<ReadonlyMap<VaultId, Head>> {
  const few = vaults.length * 3 < ofSoMany;
  const rows = few ? await readHeadsOf(queries, organization, vaults) : undefined;
  return rows === undefined ? listVaultHeads(queries, organization) : byVault(rows);
}

function byVault(rows: readonly ({ readonly vault: VaultId } & Head)[]): ReadonlyMap<VaultId, Head> {
  return new Map(rows.map(({ vault, seq, hash }) => [vault, { seq, hash }]));
}
