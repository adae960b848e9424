import { existsSync } from 'node:fs';
import { type Kysely, sql } from 'kysely';
import Libsql from 'libsql';
import { type Config, inMemory } from '../platform/config/parse-config.ts';
import { openAsIs, sqlitePath } from '../platform/db/open-database.ts';
import type { Cell } from './archive-format.ts';
import { OperationRefused } from './operation-refused.ts';
import type { TableShape } from './shape.ts';

/** One moment of a database, however long its reading takes and whatever is written meanwhile. */
export interface Snapshot {
  /** Ids of the migrations the database has been through, in order. */
  readonly steps: readonly string[];
  /** All rows of a table, some at a time, cells in the order of its columns. */
  rowsOf(table: TableShape): AsyncIterable<readonly (readonly Cell[])[]>;
}

const rowsAtOnce = 200;

/** Runs `work` on a snapshot of the configured database, beside whatever servers use it. */
export function withSnapshot<Value>(
  config: Pick<Config, 'data' | 'databaseUrl'>,
  work: (snapshot: Snapshot) => Promise<Value>,
): Promise<Value> {
  return config.databaseUrl ? withPostgres(config, work) : withSqlite(config.data, work);
}

/** A reading transaction of the write-ahead log sees the state of its first query and keeps no writer waiting. */
async function withSqlite<Value>(data: string, work: (snapshot: Snapshot) => Promise<Value>): Promise<Value> {
  const path = sqlitePath(data);
  if (path === inMemory || !existsSync(path)) {
    throw new OperationRefused(`There is no database in ${data}. Set POSTERN_DATA to the data folder.`);
  }
  const handle = new Libsql(path);
  handle.pragma('busy_timeout = 5000');
  handle.exec('begin');
  try {
    const hasSteps = handle
      .prepare("select 1 from sqlite_master where type = 'table' and name = 'migration'")
      .get();
    if (!hasSteps) throw neverServed();
    const ids = handle.prepare('select id from migration order by position').raw(true).all();
    return await work({
      steps: ids.map((row) => String((row as [unknown])[0])),
      rowsOf: async function* (table) {
        const rows = handle.prepare(selectText(table)).raw(true).iterate();
        let batch: Cell[][] = [];
        for (const row of rows) {
          batch.push(row as Cell[]);
          if (batch.length < rowsAtOnce) continue;
          yield batch;
          batch = [];
        }
        if (batch.length > 0) yield batch;
      },
    });
  } finally {
    // The binding lets go of a closed file only when it is collected: end the reading here, or it holds up checkpoints.
    handle.exec('rollback');
    handle.close();
  }
}

async function withPostgres<Value>(
  config: Pick<Config, 'data' | 'databaseUrl'>,
  work: (snapshot: Snapshot) => Promise<Value>,
): Promise<Value> {
  const db = openAsIs(config);
  try {
    return await db.kysely
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (queries) => {
        const { rows } = await sql<{
          known: number;
        }>`select to_regclass('migration') is not null as known`.execute(queries);
        if (rows[0]?.known !== 1) throw neverServed();
        const steps = await (queries as unknown as Kysely<{ migration: { position: number; id: string } }>)
          .selectFrom('migration')
          .select('id')
          .orderBy('position')
          .execute();
        return work({
          steps: steps.map((row) => row.id),
          rowsOf: async function* (table) {
            await sql.raw(`declare backup no scroll cursor for ${selectText(table)}`).execute(queries);
            for (;;) {
              const fetched = await sql
                .raw<Record<string, Cell>>(`fetch ${rowsAtOnce} from backup`)
                .execute(queries);
              if (fetched.rows.length === 0) break;
              yield fetched.rows.map((row) => table.columns.map(({ name }) => row[name] ?? null));
            }
            await sql.raw('close backup').execute(queries);
          },
        });
      });
  } finally {
    await db.close();
  }
}

/** Names come from our own migrations, never from an archive or a person. */
function selectText({ name, columns }: TableShape): string {
  return `select ${columns.map((column) => `"${column.name}"`).join(', ')} from "${name}"`;
}

function neverServed(): OperationRefused {
  return new OperationRefused('The database is empty: no server has used it yet.');
}
