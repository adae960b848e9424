import type { Bytes, EntryId, OrganizationId, VaultId } from '@postern/core';
import type { Head, Leaf } from '@postern/ledger';
import type { Insertable } from 'kysely';
import type { Queries } from '../platform/db/database.ts';
import { prepareRead } from '../platform/db/prepare-read.ts';
import { splitRows } from '../platform/db/split-rows.ts';
import type { VaultTables } from './tables.ts';

/** All SQL of vaults. */

/** Rows of vaults are wide. */
const rowsPerInsert = 50;

export interface VaultKey {
  readonly organization: OrganizationId;
  readonly vault: VaultId;
}

export const readHeads = prepareRead((queries, { organization }: Pick<VaultKey, 'organization'>) =>
  queries.selectFrom('vault_heads').select(['vault', 'seq', 'hash']).where('organization', '=', organization),
);

/** So many vaults can be asked for by name at once; a list that is shorter names its last one again. */
const namedAtOnce = [4, 16, 64, 256] as const;
const readHeadsNamed = namedAtOnce.map((count) => {
  const names = Array.from({ length: count }, (_, at) => `vault${at}`);
  const read = prepareRead((queries, given: Readonly<Record<string, string>>) =>
    queries
      .selectFrom('vault_heads')
      .select(['vault', 'seq', 'hash'])
      .where('organization', '=', given.organization as OrganizationId)
      .where(
        'vault',
        'in',
        names.map((name) => given[name] as VaultId),
      ),
  );
  return { count, names, read };
});

/**
 * The heads of these vaults, as far as they were written to; undefined when they are too many to be named. Each costs a
 * search, so that of most vaults of an organization {@link readHeads} is the quicker reading.
 */
export function readHeadsOf(queries: Queries, organization: OrganizationId, vaults: readonly VaultId[]) {
  const last = vaults.at(-1);
  const named = readHeadsNamed.find(({ count }) => count >= vaults.length);
  if (last === undefined || named === undefined) return undefined;
  const given: Record<string, string> = { organization };
  for (const [at, name] of named.names.entries()) given[name] = vaults[at] ?? last;
  return named.read.all(queries, given);
}

/** Where the ledger and the vault stand, in one reading; no `vault` as long as nothing was written to it. */
export interface Standing {
  readonly ledger: Head;
  /** How much the organization may store; `null`: no limit. */
  readonly storageLimitBytes: number | null;
  readonly vault?: StoredVault;
}

export interface StoredVault {
  readonly head: Head;
  readonly count: number;
  /** 256 bucket hashes, 32 bytes each. */
  readonly buckets: Uint8Array;
  /** The newest manifest. */
  readonly manifest: Bytes;
}

export async function getStanding(queries: Queries, { organization, vault }: VaultKey): Promise<Standing> {
  const row = await queries
    .selectFrom('organizations')
    .leftJoin('vault_heads', (join) =>
      join.onRef('vault_heads.organization', '=', 'organizations.id').on('vault_heads.vault', '=', vault),
    )
    .leftJoin('manifests', (join) =>
      join
        .onRef('manifests.organization', '=', 'vault_heads.organization')
        .onRef('manifests.vault', '=', 'vault_heads.vault')
        .onRef('manifests.seq', '=', 'vault_heads.seq'),
    )
    .select([
      'organizations.head_seq',
      'organizations.head_hash',
      'organizations.storage_limit_bytes',
      'vault_heads.seq',
      'vault_heads.hash',
      'vault_heads.count',
      'vault_heads.buckets',
      'manifests.bytes',
    ])
    .where('organizations.id', '=', organization)
    .executeTakeFirstOrThrow();
  const ledger = { seq: row.head_seq, hash: row.head_hash };
  const { seq, hash, count, buckets, bytes, storage_limit_bytes: storageLimitBytes } = row;
  if (seq === null || hash === null || count === null || buckets === null) {
    return { ledger, storageLimitBytes };
  }
  if (bytes === null) throw new Error('the newest manifest of a vault is missing');
  return {
    ledger,
    storageLimitBytes,
    vault: { head: { seq, hash }, count, buckets, manifest: bytes as Bytes },
  };
}

export interface StoredLeaf {
  readonly leaf: Leaf;
  /** What its header and body take up. */
  readonly bytes: number;
}

/** The leaves in some of the vault's buckets. */
export async function listLeaves(
  queries: Queries,
  { organization, vault }: VaultKey,
  buckets: readonly number[],
): Promise<StoredLeaf[]> {
  const rows = await queries
    .selectFrom('entries')
    .select(({ fn }) => [
      'entry',
      'revision',
      'epoch',
      'header_hash',
      'body_hash',
      'body_size',
      fn<number>('length', ['header']).as('header_size'),
    ])
    .where('organization', '=', organization)
    .where('vault', '=', vault)
    .where('bucket', 'in', buckets)
    .where('revision', '>', 0)
    .execute();
  return rows.map(({ entry, revision, epoch, header_hash, body_hash, header_size, body_size }) => ({
    leaf: {
      entry,
      revision,
      epoch,
      headerHash: header_hash as Bytes,
      bodyHash: body_hash as Bytes,
    },
    bytes: header_size + body_size,
  }));
}

export async function addStoredBytes(
  queries: Queries,
  { organization, vault }: VaultKey,
  bytes: number,
): Promise<void> {
  await queries
    .insertInto('vault_storage')
    .values({ organization, vault, bytes })
    .onConflict((conflict) =>
      conflict.columns(['organization', 'vault']).doUpdateSet((row) => ({
        bytes: row('vault_storage.bytes', '+', row.ref('excluded.bytes')),
      })),
    )
    .execute();
}

/** What all vaults of an organization take up. */
export async function sumStoredBytes(queries: Queries, organization: OrganizationId): Promise<number> {
  const { bytes } = await queries
    .selectFrom('vault_storage')
    .select(({ fn }) => fn.sum<number | string | null>('bytes').as('bytes'))
    .where('organization', '=', organization)
    .executeTakeFirstOrThrow();
  return Number(bytes ?? 0);
}

export type EntryRow = Insertable<VaultTables['entries']>;

export async function putEntries(queries: Queries, rows: readonly EntryRow[]): Promise<void> {
  for (const part of splitRows(rows, rowsPerInsert)) {
    await queries
      .insertInto('entries')
      .values(part)
      .onConflict((conflict) =>
        conflict.columns(['organization', 'vault', 'entry']).doUpdateSet((row) => ({
          revision: row.ref('excluded.revision'),
          epoch: row.ref('excluded.epoch'),
          changed_seq: row.ref('excluded.changed_seq'),
          header_hash: row.ref('excluded.header_hash'),
          body_hash: row.ref('excluded.body_hash'),
          body_size: row.ref('excluded.body_size'),
          header: row.ref('excluded.header'),
          body: row.ref('excluded.body'),
        })),
      )
      .execute();
  }
}

export async function insertManifests(
  queries: Queries,
  { organization, vault }: VaultKey,
  manifests: readonly { readonly seq: number; readonly bytes: Uint8Array }[],
): Promise<void> {
  const rows = manifests.map(({ seq, bytes }) => ({ organization, vault, seq, bytes }));
  for (const part of splitRows(rows, rowsPerInsert))
    await queries.insertInto('manifests').values(part).execute();
}

export async function putHead(
  queries: Queries,
  { organization, vault }: VaultKey,
  stood: { readonly head: Head; readonly count: number; readonly buckets: Uint8Array },
): Promise<void> {
  const { head, count, buckets } = stood;
  const values = { seq: head.seq, hash: head.hash, count, buckets };
  await queries
    .insertInto('vault_heads')
    .values({ organization, vault, ...values })
    .onConflict((conflict) => conflict.columns(['organization', 'vault']).doUpdateSet(values))
    .execute();
}

/**
 * The newest manifest's position with the entries changed after manifest `since`, bodies left out; one statement, so
 * that all of it is of one moment. In the order of their ids, those after `after`, at most `limit`. From 0 on, purged
 * entries are left out. Nothing for a vault nobody wrote to.
 */
export async function listChanged(
  queries: Queries,
  { organization, vault }: VaultKey,
  {
    since,
    after,
    limit,
  }: { readonly since: number; readonly after: EntryId | undefined; readonly limit: number },
) {
  const rows = await queries
    .selectFrom('vault_heads')
    .leftJoin('entries', (join) => {
      let changed = join
        .onRef('entries.organization', '=', 'vault_heads.organization')
        .onRef('entries.vault', '=', 'vault_heads.vault');
      if (since === 0) changed = changed.on('entries.revision', '>', 0);
      else changed = changed.on('entries.changed_seq', '>', since);
      return after === undefined ? changed : changed.on('entries.entry', '>', after);
    })
    .select([
      'vault_heads.seq as head_seq',
      'entries.entry',
      'entries.revision',
      'entries.epoch',
      'entries.changed_seq',
      'entries.body_hash',
      'entries.body_size',
      'entries.header',
    ])
    .where('vault_heads.organization', '=', organization)
    .where('vault_heads.vault', '=', vault)
    .orderBy('entries.entry')
    .limit(limit)
    .execute();
  return { headSeq: rows[0]?.head_seq ?? 0, rows };
}

/** The manifests from one position to another, both included. They never change once they are there. */
export async function listManifests(
  queries: Queries,
  { organization, vault }: VaultKey,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<Uint8Array[]> {
  const rows = await queries
    .selectFrom('manifests')
    .select('bytes')
    .where('organization', '=', organization)
    .where('vault', '=', vault)
    .where('seq', '>=', from)
    .where('seq', '<=', to)
    .orderBy('seq')
    .execute();
  return rows.map((row) => row.bytes);
}

export async function listBodies(
  queries: Queries,
  { organization, vault }: VaultKey,
  entries: readonly EntryId[],
): Promise<{ entry: EntryId; revision: number; body: Uint8Array }[]> {
  return queries
    .selectFrom('entries')
    .select(['entry', 'revision', 'body'])
    .where('organization', '=', organization)
    .where('vault', '=', vault)
    .where('entry', 'in', entries)
    .where('revision', '>', 0)
    .execute();
}

/** Everything in the vaults of an organization that is deleted. */
export async function deleteVaultsOf(queries: Queries, organization: OrganizationId): Promise<void> {
  for (const table of ['entries', 'manifests', 'vault_storage', 'vault_heads'] as const) {
    await queries.deleteFrom(table).where('organization', '=', organization).execute();
  }
}
