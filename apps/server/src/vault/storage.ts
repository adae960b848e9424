import { type OrganizationId, ok, type Result, refuse } from '@postern/core';
import { entryOf } from '@postern/ledger';
import type { Queries } from '../platform/db/database.ts';
import type { Contents } from './contents.ts';
import type { ParsedChange } from './parse-changes.ts';
import { addStoredBytes, sumStoredBytes, type VaultKey } from './queries.ts';

/**
 * Counts what a write adds to the sealed entries or takes from them, and refuses one that would not fit. What makes nothing
 * larger always fits, so that a full organization can empty its trash.
 *
 * Each vault has a sum of its own, and only an organization with a limit adds them up: one number for all of its vaults
 * would make any two writes of an organization collide on PostgreSQL.
 */
export async function takeRoom(
  queries: Queries,
  key: VaultKey,
  write: {
    readonly changes: readonly ParsedChange[];
    readonly contents: Contents;
    /** `null`: no limit. */
    readonly limitBytes: number | null;
  },
): Promise<Result<undefined, 'storage_full'>> {
  const { changes, contents, limitBytes } = write;
  let growth = 0;
  for (const { change, header, body } of changes) {
    growth += header.length + body.length - contents.storedBytes(entryOf(change));
  }
  if (growth === 0) return ok();
  if (limitBytes !== null && growth > 0) {
    const used = await sumStoredBytes(queries, key.organization);
    if (used + growth > limitBytes) return refuse('storage_full', { params: { limitBytes } });
  }
  await addStoredBytes(queries, key, growth);
  return ok();
}

/** Bytes of all sealed entries of an organization: headers and bodies as they are stored. */
export function storedBytes(queries: Queries, organization: OrganizationId): Promise<number> {
  return sumStoredBytes(queries, organization);
}
