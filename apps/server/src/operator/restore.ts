import { resolve } from 'node:path';
import type { OrganizationId } from '@postern/core';
import { type Kysely, sql, type Transaction } from 'kysely';
import { rebuildIndexes } from '../organization/ledger-indexes.ts';
import type { Config } from '../platform/config/parse-config.ts';
import type { Db } from '../platform/db/database.ts';
import { type Migration, migrateWithin, queueForShape } from '../platform/db/migrations.ts';
import { openAsIs } from '../platform/db/open-database.ts';
import { excludeServersSql } from '../platform/db/running-servers.ts';
import { migrations, type Schema } from '../schema.ts';
import type { ArchiveHeader, Cell } from './archive-format.ts';
import { planKeyFile } from './archived-keys.ts';
import { OperationRefused } from './operation-refused.ts';
import { readArchive } from './read-archive.ts';
import { shapeAfter, type TableShape } from './shape.ts';

export interface RestoreReport {
  readonly header: ArchiveHeader;
  readonly rows: number;
  /** The keys of the archive are the key file now. */
  readonly keysWritten: boolean;
  /** Where the key file went that was there before. */
  readonly oldKeyFile: string | undefined;
  /** Organizations whose ledger in the backup is not sound: nobody gets into these. */
  readonly unreadable: readonly OrganizationId[];
}

type Untyped = Transaction<Record<string, Record<string, Cell>>>;

/** PostgreSQL takes 65,535 parameters in a statement, SQLite half of that. */
const parametersAtOnce = 5_000;

/**
 * Makes the configured database what the archive says, on either engine whichever wrote it. The archive is read twice:
 * once to its end before anything is touched, then inside the one transaction that replaces every table. Throws
 * {@link OperationRefused}, or `DatabaseRefused` while a server uses the data folder, and has changed nothing then.
 */
export async function restore(
  config: Pick<Config, 'data' | 'databaseUrl' | 'keyFile'>,
  options: { readonly file: string; readonly replace: boolean; readonly nowMs: number },
): Promise<RestoreReport> {
  const file = resolve(options.file);
  const archive = await inspect(file);
  const { header } = archive;
  const db = openAsIs(config);
  try {
    const keyFile = await planKeyFile(config.keyFile, {
      keyId: header.keyId,
      archived: archive.keys,
      nowMs: options.nowMs,
    });
    let unreadable: readonly OrganizationId[] = [];
    try {
      await db.kysely.transaction().execute(async (queries) => {
        await excludeServers(db, queries);
        await clear(db, queries, options.replace);
        const steps = migrations.slice(0, header.steps.length);
        await migrateWithin(queries, db.kind, steps, options.nowMs);
        await fill(queries, file, archive.sha256);
        await migrateWithin(queries, db.kind, migrations, options.nowMs);
        unreadable = await rebuildIndexes(queries);
        // Last before the commit: a database and a key file cannot change in one instant. Between the two a start is
        // refused with both ids, and restoring again puts it right.
        keyFile.place();
      });
    } catch (error) {
      keyFile.undo();
      throw error;
    } finally {
      keyFile.discard();
    }
    const { writes: keysWritten, movedTo: oldKeyFile } = keyFile;
    return { header, rows: archive.rows, keysWritten, oldKeyFile, unreadable };
  } finally {
    await db.close();
  }
}

/** Reads the whole archive and keeps what is small of it. */
async function inspect(file: string) {
  let header: ArchiveHeader | undefined;
  let keys: unknown;
  for await (const part of readArchive(file)) {
    if (part.part === 'header') header = part.header;
    else if (part.part === 'keys') keys = part.keys;
    else if (part.part === 'end' && header) return { header, keys, rows: part.rows, sha256: part.sha256 };
  }
  throw new Error('an archive was read without its end');
}

/** The data folder's lock keeps servers away on SQLite; on PostgreSQL they hold one that we ask for. */
async function excludeServers(db: Db, queries: Transaction<Schema>): Promise<void> {
  if (db.kind !== 'postgres') return;
  const { rows } = await sql.raw<{ alone: number }>(excludeServersSql).execute(queries);
  if (rows[0]?.alone !== 1) {
    throw new OperationRefused('Postern servers use this database. Stop them first.');
  }
  await queueForShape(queries, db.kind);
}

/** Drops every table of ours, having made sure that nobody misses what is in them. */
async function clear(db: Db, queries: Transaction<Schema>, replace: boolean): Promise<void> {
  const untyped = queries as unknown as Untyped;
  const present = new Set(await tableNames(db, queries));
  if (!present.has('migration')) {
    if (present.has('accounts')) {
      throw new OperationRefused('The database belongs to another program. Restore into one of its own.');
    }
    return;
  }
  const recorded = await untyped.selectFrom('migration').select('id').orderBy('position').execute();
  const steps = recorded.map((row) => migrations.find((step) => step.id === row.id));
  if (!steps.every((step): step is Migration => step !== undefined)) {
    throw new OperationRefused(
      'The database is newer than this program. Restore with that version, or into an empty database.',
    );
  }
  const tables = (await shapeAfter(steps)).filter((table) => present.has(table.name));
  if (!replace) {
    const filled = await firstFilled(untyped, tables);
    if (filled !== undefined) {
      throw new OperationRefused(
        'The database is not empty. Back it up, then restore with --replace, which deletes what is in it.',
      );
    }
  }
  for (const { name } of [...tables].reverse()) await untyped.schema.dropTable(name).execute();
  await untyped.schema.dropTable('migration').execute();
}

/** A started server leaves its key id; anything else is somebody's. */
async function firstFilled(queries: Untyped, tables: readonly TableShape[]): Promise<string | undefined> {
  for (const { name } of tables) {
    if (name === 'server_fact') continue;
    const row = await queries.selectFrom(name).select(sql`1`.as('one')).limit(1).executeTakeFirst();
    if (row) return name;
  }
  return undefined;
}

async function tableNames(db: Db, queries: Transaction<Schema>): Promise<readonly string[]> {
  const { rows } = await (db.kind === 'postgres'
    ? sql<{ name: string }>`select tablename as name from pg_tables where schemaname = current_schema()`
    : sql<{ name: string }>`select name from sqlite_master where type = 'table'`
  ).execute(queries);
  return rows.map((row) => row.name);
}

async function fill(queries: Transaction<Schema>, file: string, sha256: string): Promise<void> {
  const untyped = queries as unknown as Kysely<Record<string, Record<string, Cell>>>;
  for await (const part of readArchive(file)) {
    if (part.part === 'end' && part.sha256 !== sha256) {
      throw new OperationRefused(
        'The backup changed while it was read. Try again with a file that nobody writes.',
      );
    }
    if (part.part !== 'rows') continue;
    const { table } = part;
    const atOnce = Math.max(1, Math.floor(parametersAtOnce / table.columns.length));
    for (let from = 0; from < part.rows.length; from += atOnce) {
      const rows = part.rows
        .slice(from, from + atOnce)
        .map((cells) =>
          Object.fromEntries(table.columns.map(({ name }, index) => [name, cells[index] ?? null])),
        );
      await untyped.insertInto(table.name).values(rows).execute();
    }
  }
}
