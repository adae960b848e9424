import {
  type ColumnDataType,
  type Kysely,
  type QueryExecutorProvider,
  type RawBuilder,
  sql,
  type Transaction,
} from 'kysely';
import type { Schema } from '../../schema.ts';
import type { DatabaseKind, Db } from './database.ts';

/**
 * One step of the database's shape. `up` runs once, inside the transaction of all pending steps. Tables change
 * between steps, so it gets an untyped Kysely; columns take their types from `types`, which is portable.
 */
export interface Migration {
  /** `<context>-<number>-<what it does>`; never renamed, never removed. */
  readonly id: string;
  up(queries: Kysely<Record<string, Record<string, unknown>>>, types: ColumnTypes): Promise<void>;
}

/** Column types that mean the same on both engines. Booleans are `integer` 0/1, times `integer` milliseconds. */
export interface ColumnTypes {
  readonly text: ColumnType;
  /** 64 bits wide, read as a number. */
  readonly integer: ColumnDataType;
  readonly bytes: ColumnType;
}

type ColumnType = ColumnDataType | RawBuilder<unknown>;

export function columnTypesOf(kind: DatabaseKind): ColumnTypes {
  return kind === 'postgres'
    ? { text: sql`text collate "C"`, integer: 'bigint', bytes: 'bytea' }
    : { text: 'text', integer: 'integer', bytes: 'blob' };
}

/** The database was made by a newer program, or by another one; the message is a sentence for the operator. */
export class DatabaseRefused extends Error {
  override readonly name = 'DatabaseRefused';
}

/** Any number that no other program on the same PostgreSQL uses as an advisory lock. */
const lockNumber = 7_067_310_428;

/**
 * Brings the database to the shape of this program: runs the migrations that are not recorded yet, in their order, all
 * or none. Processes that start together wait for one another. Answers how many ran; throws {@link DatabaseRefused}
 * when the database records steps that this program does not know.
 */
export async function migrate(
  db: Pick<Db, 'kysely' | 'kind'>,
  migrations: readonly Migration[],
  nowMs: number,
): Promise<number> {
  return db.kysely.transaction().execute((queries) => migrateWithin(queries, db.kind, migrations, nowMs));
}

/** {@link migrate} as part of a transaction that the caller has open. */
export async function migrateWithin(
  transaction: Transaction<Schema>,
  kind: DatabaseKind,
  migrations: readonly Migration[],
  nowMs: number,
): Promise<number> {
  const types = columnTypesOf(kind);
  const queries = transaction as unknown as Transaction<Record<string, Record<string, unknown>>>;
  await queueForShape(queries, kind);
  await queries.schema
    .createTable('migration')
    .ifNotExists()
    .addColumn('position', types.integer, (column) => column.primaryKey())
    .addColumn('id', types.text, (column) => column.notNull().unique())
    .addColumn('applied_at_ms', types.integer, (column) => column.notNull())
    .execute();
  const recorded = await queries.selectFrom('migration').select('id').orderBy('position').execute();
  refuseUnknownSteps(
    recorded.map((row) => String(row.id)),
    migrations,
  );
  const pending = migrations.slice(recorded.length);
  for (const [index, migration] of pending.entries()) {
    await migration.up(queries, types);
    await queries
      .insertInto('migration')
      .values({ position: recorded.length + index + 1, id: migration.id, applied_at_ms: nowMs })
      .execute();
  }
  return pending.length;
}

/** Waits until no other process changes the shape of the database; lasts until the transaction ends. */
export async function queueForShape(queries: QueryExecutorProvider, kind: DatabaseKind): Promise<void> {
  if (kind === 'postgres') await sql`select pg_advisory_xact_lock(${sql.lit(lockNumber)})`.execute(queries);
}

/** Throws {@link DatabaseRefused} when the steps a database went through are not the first of `migrations`. */
export function refuseUnknownSteps(recorded: readonly string[], migrations: readonly Migration[]): void {
  recorded.forEach((id, position) => {
    if (migrations[position]?.id === id) return;
    const known = migrations.some((migration) => migration.id === id);
    throw new DatabaseRefused(
      known
        ? `The database was made by another build of Postern: its step ${position + 1} is "${id}". Start the build that made it.`
        : `The database is newer than this program: it has been through the step "${id}". Start a newer Postern.`,
    );
  });
}
