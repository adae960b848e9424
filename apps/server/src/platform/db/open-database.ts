import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Kysely, PostgresDialect, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely';
import type { Schema } from '../../schema.ts';
import { migrations } from '../../schema.ts';
import type { Config } from '../config/parse-config.ts';
import { inMemory } from '../config/parse-config.ts';
import { type Db, markTransaction, refuseInsideTransaction } from './database.ts';
import { migrate } from './migrations.ts';
import { isCollision, openPool } from './postgres-pool.ts';
import type { ReadsAtOnce } from './prepare-read.ts';
import { holdDataFolder } from './single-server.ts';
import { SqliteDriver } from './sqlite-driver.ts';

/**
 * A PostgreSQL transaction that collides is run again, after a wait that grows and differs from the others': several
 * writers that try again at once collide again, as they also do over rows that merely share a page of an index.
 */
const collisions = { triedForMs: 10_000, firstWaitMs: 4, longestWaitMs: 200 };

/**
 * Opens the configured database, brings it to this program's shape and answers it. Throws `DatabaseRefused` with a
 * sentence when another server holds the data folder or the database is newer than the program.
 */
export async function openDatabase(
  config: Pick<Config, 'data' | 'databaseUrl'>,
  nowMs: number = Date.now(),
): Promise<Db> {
  const db = openAsIs(config);
  try {
    await migrate(db, migrations, nowMs);
  } catch (error) {
    await db.close();
    throw error;
  }
  return db;
}

/**
 * The configured database in whatever shape it is, empty or of another program's making; for an operator's commands.
 * Throws `DatabaseRefused` when another server holds the data folder.
 */
export function openAsIs(config: Pick<Config, 'data' | 'databaseUrl'>): Db {
  return config.databaseUrl ? openPostgres(config.databaseUrl) : openSqlite(config.data);
}

/**
 * The configured database as it is, beside the server that may be using it: for a command of one short transaction.
 * What a server keeps in memory learns nothing of it.
 */
export function openBeside(config: Pick<Config, 'data' | 'databaseUrl'>): Db {
  return config.databaseUrl ? openPostgres(config.databaseUrl) : openSqlite(config.data, () => () => {});
}

/** File of the embedded database inside a data folder. */
export function sqlitePath(data: string): string {
  return data === inMemory ? inMemory : join(data, 'postern.db');
}

function openSqlite(data: string, hold: (data: string) => () => void = holdDataFolder): Db {
  if (data !== inMemory) mkdirSync(data, { recursive: true, mode: 0o700 });
  const letGo = data === inMemory ? () => {} : hold(data);
  const driver = new SqliteDriver(sqlitePath(data));
  const kysely = new Kysely<Schema>({
    dialect: {
      createAdapter: () => Object.assign(new SqliteAdapter(), driver.reads && atOnce(driver.reads)),
      createDriver: () => driver,
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  return {
    kind: 'sqlite',
    kysely,
    transaction: (work) => kysely.transaction().execute((queries) => markTransaction(() => work(queries))),
    isReady: () => answers(kysely),
    close: async () => {
      await kysely.destroy();
      letGo();
    },
  };
}

function openPostgres(url: URL): Db {
  const pool = openPool(url);
  const kysely = new Kysely<Schema>({
    dialect: new PostgresDialect({
      pool: {
        connect: async () => {
          refuseInsideTransaction();
          return pool.connect();
        },
        end: () => pool.end(),
      },
    }),
  });
  return {
    kind: 'postgres',
    kysely,
    transaction: async (work) => {
      const startedAtMs = performance.now();
      for (let waitMs = collisions.firstWaitMs; ; waitMs = Math.min(waitMs * 2, collisions.longestWaitMs)) {
        try {
          return await kysely
            .transaction()
            .setIsolationLevel('serializable')
            .execute((queries) => markTransaction(() => work(queries)));
        } catch (error) {
          if (!isCollision(error) || performance.now() - startedAtMs > collisions.triedForMs) throw error;
        }
        await setTimeout(Math.random() * waitMs);
      }
    },
    isReady: () => answers(kysely),
    close: () => kysely.destroy(),
  };
}

function atOnce(reads: ReadsAtOnce): ReadsAtOnce {
  return { readAtOnce: (sql, parameters) => reads.readAtOnce(sql, parameters) };
}

async function answers(kysely: Kysely<Schema>): Promise<boolean> {
  try {
    await sql`select 1`.execute(kysely);
    return true;
  } catch {
    return false;
  }
}
