import type { EntryId, HashB64, OrganizationId, VaultId } from '@postern/core';
import { sql } from 'kysely';
import type { Migration } from '../platform/db/migrations.ts';

/** Vaults as they stand: the newest manifest, the chain behind it, and the sealed entries it commits to. */
export interface VaultTables {
  vault_heads: {
    organization: OrganizationId;
    vault: VaultId;
    seq: number;
    hash: HashB64;
    count: number;
    /** The 256 bucket hashes in order, 32 bytes each, so that a write need not read the leaves it does not touch. */
    buckets: Uint8Array;
  };
  /** What the sealed entries of a vault take up, headers and bodies: kept with every write, and never looked up by it. */
  vault_storage: { organization: OrganizationId; vault: VaultId; bytes: number };
  manifests: { organization: OrganizationId; vault: VaultId; seq: number; bytes: Uint8Array };
  /** A purged entry keeps its row: revision 0, nothing sealed, and the manifest that purged it. */
  entries: {
    organization: OrganizationId;
    vault: VaultId;
    entry: EntryId;
    /** First byte of the entry's id. */
    bucket: number;
    revision: number;
    epoch: number;
    /** Manifest of its last change. */
    changed_seq: number;
    header_hash: Uint8Array;
    body_hash: Uint8Array;
    body_size: number;
    header: Uint8Array;
    body: Uint8Array;
  };
}

/** Appended with the limit of what an organization may store. */
export const vaultStorageMigrations: readonly Migration[] = [
  {
    id: 'vault-2-stored-bytes',
    up: async (queries, { text, integer }) => {
      await queries.schema
        .createTable('vault_storage')
        .addColumn('organization', text, (column) => column.notNull().references('organizations.id'))
        .addColumn('vault', text, (column) => column.notNull())
        .addColumn('bytes', integer, (column) => column.notNull())
        .addPrimaryKeyConstraint('vault_storage_pk', ['organization', 'vault'])
        .execute();
      await sql`insert into vault_storage (organization, vault, bytes)
        select organization, vault, sum(length(header) + body_size) from entries group by organization, vault`.execute(
        queries,
      );
    },
  },
];

export const vaultMigrations: readonly Migration[] = [
  {
    id: 'vault-1-heads-manifests-entries',
    up: async ({ schema }, { text, integer, bytes }) => {
      await schema
        .createTable('vault_heads')
        .addColumn('organization', text, (column) => column.notNull().references('organizations.id'))
        .addColumn('vault', text, (column) => column.notNull())
        .addColumn('seq', integer, (column) => column.notNull())
        .addColumn('hash', text, (column) => column.notNull())
        .addColumn('count', integer, (column) => column.notNull())
        .addColumn('buckets', bytes, (column) => column.notNull())
        .addPrimaryKeyConstraint('vault_heads_pk', ['organization', 'vault'])
        .execute();
      await schema
        .createTable('manifests')
        .addColumn('organization', text, (column) => column.notNull().references('organizations.id'))
        .addColumn('vault', text, (column) => column.notNull())
        .addColumn('seq', integer, (column) => column.notNull())
        .addColumn('bytes', bytes, (column) => column.notNull())
        .addPrimaryKeyConstraint('manifests_pk', ['organization', 'vault', 'seq'])
        .execute();
      // Bodies come last: a row whose header is read need not be read to its end.
      await schema
        .createTable('entries')
        .addColumn('organization', text, (column) => column.notNull().references('organizations.id'))
        .addColumn('vault', text, (column) => column.notNull())
        .addColumn('entry', text, (column) => column.notNull())
        .addColumn('bucket', integer, (column) => column.notNull())
        .addColumn('revision', integer, (column) => column.notNull())
        .addColumn('epoch', integer, (column) => column.notNull())
        .addColumn('changed_seq', integer, (column) => column.notNull())
        .addColumn('header_hash', bytes, (column) => column.notNull())
        .addColumn('body_hash', bytes, (column) => column.notNull())
        .addColumn('body_size', integer, (column) => column.notNull())
        .addColumn('header', bytes, (column) => column.notNull())
        .addColumn('body', bytes, (column) => column.notNull())
        .addPrimaryKeyConstraint('entries_pk', ['organization', 'vault', 'entry'])
        .execute();
      await schema
        .createIndex('entries_by_change')
        .on('entries')
        .columns(['organization', 'vault', 'changed_seq'])
        .execute();
      await schema
        .createIndex('entries_by_bucket')
        .on('entries')
        .columns(['organization', 'vault', 'bucket'])
        .execute();
    },
  },
];
