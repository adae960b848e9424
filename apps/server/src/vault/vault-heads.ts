import type { OrganizationId, VaultId } from '@postern/core';
import type { Head } from '@postern/ledger';
import type { Queries } from '../platform/db/database.ts';
import { readHeads } from './queries.ts';

/** The newest manifest of every vault of an organization that was written to. Who may see which, the caller decides. */
export async function listVaultHeads(
  queries: Queries,
  organization: OrganizationId,
): Promise<ReadonlyMap<VaultId, Head>> {
  const rows = await readHeads.all(queries, { organization });
  return new Map(rows.map(({ vault, seq, hash }) => [vault, { seq, hash }]));
}
