import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SelectQueryNode,
} from 'kysely';
import Libsql from 'libsql';
import { refuseInsideTransaction } from './database.ts';
import type { ReadsAtOnce } from './prepare-read.ts';

type Row = Record<string, unknown>;
type Handle = Libsql.Database;

/** A prepared statement; `columns` are the names of what its rows hold, absent when it answers none. */
interface Statement {
  readonly run: Libsql.Statement<unknown[]>;
  readonly columns: Columns | undefined;
}

interface Columns {
  readonly names: readonly string[];
  /** A row of nulls: to copy it and fill it in is cheaper than to name every value anew. */
  readonly empty: Row;
}

/**
 * Kysely driver over libsql's synchronous interface. One handle writes, a second one reads, so that reads outside a
 * transaction see the last committed state and never wait. Writes queue up here rather than inside SQLite, whose
 * busy handler would block the whole process.
 */
export class SqliteDriver implements Driver {
  readonly #writer: StatementCache;
  readonly #reader: StatementCache;
  readonly #turn = new Turn();

  /** `path` may be `:memory:`; then one handle does both and reads take turns with transactions. */
  constructor(path: string) {
    this.#writer = new StatementCache(openHandle(path));
    this.#reader = path === ':memory:' ? this.#writer : new StatementCache(openHandle(path));
  }

  /** What reads at once, beside all transactions; absent in memory, where reads take turns with them. */
  get reads(): ReadsAtOnce | undefined {
    return this.#reader === this.#writer ? undefined : this.#reader;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<SqliteConnection> {
    refuseInsideTransaction();
    return new SqliteConnection(this.#writer, this.#reader, this.#turn);
  }

  async beginTransaction(connection: SqliteConnection): Promise<void> {
    await connection.begin();
  }

  async commitTransaction(connection: SqliteConnection): Promise<void> {
    connection.end('commit');
  }

  async rollbackTransaction(connection: SqliteConnection): Promise<void> {
    connection.end('rollback');
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    if (this.#reader !== this.#writer) this.#reader.close();
    this.#writer.close();
  }
}

/** A handle with the settings every handle of ours has. */
function openHandle(path: string): Handle {
  const handle = new Libsql(path);
  handle.pragma('busy_timeout = 5000');
  handle.pragma('journal_mode = WAL');
  // Acknowledged means on the disk: FULL makes every commit wait for fsync of the write-ahead log.
  handle.pragma('synchronous = FULL');
  handle.pragma('foreign_keys = ON');
  return handle;
}

class SqliteConnection implements DatabaseConnection {
  readonly #writer: StatementCache;
  readonly #reader: StatementCache;
  readonly #turn: Turn;
  #giveTurnBack: (() => void) | undefined;
  #changedTables = false;

  constructor(writer: StatementCache, reader: StatementCache, turn: Turn) {
    this.#writer = writer;
    this.#reader = reader;
    this.#turn = turn;
  }

  async begin(): Promise<void> {
    const giveBack = await this.#turn.take();
    try {
      this.#writer.run(CompiledQuery.raw('begin immediate'));
    } catch (error) {
      giveBack();
      throw error;
    }
    this.#giveTurnBack = giveBack;
  }

  end(how: 'commit' | 'rollback'): void {
    try {
      this.#writer.run(CompiledQuery.raw(how));
    } catch (error) {
      // A failed commit (a full disk) may leave the transaction open; SQLite may also have rolled it back itself.
      if (how === 'commit') throw error;
      if (this.#writer.inTransaction) throw error;
    } finally {
      if (!this.#writer.inTransaction) {
        this.#seeTables();
        this.#giveTurnBack?.();
        this.#giveTurnBack = undefined;
      }
    }
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#giveTurnBack) return this.#write<R>(query);
    if (this.#reader !== this.#writer && SelectQueryNode.is(query.query)) return this.#reader.run<R>(query);
    const giveBack = await this.#turn.take();
    try {
      return this.#write<R>(query);
    } finally {
      giveBack();
    }
  }

  #write<R>(query: CompiledQuery): QueryResult<R> {
    const result = this.#writer.run<R>(query);
    if (changesTables.test(query.sql)) {
      this.#changedTables = true;
      this.#writer.forget();
      if (!this.#giveTurnBack) this.#seeTables();
    }
    return result;
  }

  /** Once a change of tables is committed, the other handle has to learn of it as well. */
  #seeTables(): void {
    if (!this.#changedTables) return;
    this.#changedTables = false;
    this.#writer.forget();
    this.#reader.forget();
  }

  // biome-ignore lint/correctness/useYield: the interface wants a generator, and this engine answers at once.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('database: streaming is not part of the portable set');
  }
}

/** One handle and its prepared statements by text. */
class StatementCache implements ReadsAtOnce {
  readonly #handle: Handle;
  readonly #statements = new Map<string, Statement>();

  constructor(handle: Handle) {
    this.#handle = handle;
  }

  get inTransaction(): boolean {
    return this.#handle.inTransaction;
  }

  run<R>(query: CompiledQuery): QueryResult<R> {
    const { run: statement, columns } = this.#prepare(query.sql);
    const parameters = query.parameters.map(toSqlite);
    if (columns) {
      const rows = statement.all(parameters) as unknown[][];
      return { rows: rows.map((values) => rowOf(columns, values)) as R[] };
    }
    const { changes, lastInsertRowid } = statement.run(parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  readAtOnce(text: string, parameters: readonly unknown[]): unknown[] {
    const { run, columns } = this.#prepare(text);
    // `all` for one row as well: the binding's `get` does not start a statement over, and keeps its old parameters.
    const rows = run.all(parameters as unknown[]) as unknown[][];
    return columns ? rows.map((values) => rowOf(columns, values)) : [];
  }

  #prepare(text: string): Statement {
    const known = this.#statements.get(text);
    if (known) return known;
    const run = this.#handle.prepare(text);
    // Rows as lists: the binding takes several times as long to name each value.
    const columns = run.reader ? columnsOf(run.raw(true).columns()) : undefined;
    const statement = { run, columns };
    // Lists of varying length make ever new texts: past a few hundred, start over rather than keep order.
    if (this.#statements.size >= 500) this.#statements.clear();
    this.#statements.set(text, statement);
    return statement;
  }

  /** Which columns a statement answers was asked once; a change of the tables makes that out of date. */
  forget(): void {
    this.#statements.clear();
    // Preparing alone believes what this handle last saw of the tables; running something looks.
    this.#handle.prepare('select count(*) from sqlite_schema').all();
  }

  close(): void {
    this.#statements.clear();
    // The binding lets go of a file only when its statements are collected, so SQLite's own checkpoint at the last
    // close may not come: leave a database that is complete without its write-ahead log.
    this.#handle.pragma('wal_checkpoint(TRUNCATE)');
    this.#handle.close();
  }
}

/** libsql takes neither booleans nor `undefined`. */
function toSqlite(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value === undefined ? null : value;
}

function columnsOf(columns: readonly { readonly name: string }[]): Columns {
  const names = columns.map(({ name }) => name);
  return { names, empty: Object.fromEntries(names.map((name) => [name, null])) };
}

/** libsql answers blobs as `Buffer`. */
function rowOf({ names, empty }: Columns, values: readonly unknown[]): Row {
  const row: Row = { ...empty };
  for (let at = 0; at < names.length; at++) {
    const value = values[at];
    if (value !== null) row[names[at] as string] = value instanceof Uint8Array ? plainBytes(value) : value;
  }
  return row;
}

function plainBytes({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

const changesTables = /^\s*(?:create|alter|drop)\b/i;

/** First come, first served. */
class Turn {
  #last: Promise<void> = Promise.resolve();

  async take(): Promise<() => void> {
    const before = this.#last;
    let giveBack = (): void => {};
    this.#last = new Promise((resolve) => {
      giveBack = resolve;
    });
    await before;
    return giveBack;
  }
}
