import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrations } from '../../schema.ts';
import type { Db } from './database.ts';
import { columnTypesOf, DatabaseRefused, migrate } from './migrations.ts';
import { openDatabase } from './open-database.ts';

interface Sample {
  id: string;
  bytes: Uint8Array | null;
  number: number | null;
  flag: number;
}

const postgresUrl = process.env.POSTERN_TEST_DATABASE_URL;
const engines = [
  { name: 'SQLite in memory', open: () => openDatabase({ data: ':memory:', databaseUrl: undefined }) },
  { name: 'SQLite in a folder', open: () => openDatabase({ data: folder, databaseUrl: undefined }) },
  ...(postgresUrl
    ? [{ name: 'PostgreSQL', open: () => openDatabase({ data: folder, databaseUrl: new URL(postgresUrl) }) }]
    : []),
];

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-db-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each(engines)('$name', ({ open }) => {
  let db: Db;
  let samples: Kysely<{ sample: Sample }>;

  beforeEach(async () => {
    db = await open();
    samples = db.kysely as unknown as typeof samples;
    const types = columnTypesOf(db.kind);
    await samples.schema.dropTable('sample').ifExists().execute();
    await samples.schema
      .createTable('sample')
      .addColumn('id', types.text, (column) => column.primaryKey())
      .addColumn('bytes', types.bytes)
      .addColumn('number', types.integer)
      .addColumn('flag', types.integer, (column) => column.notNull())
      .execute();
  });
  afterEach(async () => {
    await samples.schema.dropTable('sample').ifExists().execute();
    await db.close();
  });

  it('gives back bytes, large integers and truth as it took them', async () => {
    const sample = { id: 'a', bytes: new Uint8Array([0, 1, 255]), number: Number.MAX_SAFE_INTEGER, flag: 1 };
    await samples.insertInto('sample').values(sample).execute();
    await samples.insertInto('sample').values({ id: 'b', bytes: null, number: null, flag: 0 }).execute();
    const [first, second] = await samples.selectFrom('sample').selectAll().orderBy('id').execute();
    expect(first).toEqual(sample);
    expect(first?.bytes?.constructor).toBe(Uint8Array);
    expect(second).toEqual({ id: 'b', bytes: null, number: null, flag: 0 });
    const counted = await samples
      .selectFrom('sample')
      .select((e) => [
        e.fn.countAll<number>().as('n'),
        e.fn.sum<number>('flag').as('sum'),
        sql<number>`1 = 1`.as('yes'),
      ])
      .executeTakeFirstOrThrow();
    expect(counted).toEqual({ n: 2, sum: 1, yes: 1 });
  });

  it('sorts text by code point', async () => {
    for (const id of ['b', 'a', 'B', '_', '-']) {
      await samples.insertInto('sample').values({ id, bytes: null, number: null, flag: 0 }).execute();
    }
    const rows = await samples.selectFrom('sample').select('id').orderBy('id').execute();
    expect(rows.map((row) => row.id)).toEqual(['-', 'B', '_', 'a', 'b']);
  });

  it('tells a conflict by the number of inserted rows', async () => {
    const row = { id: 'a', bytes: null, number: null, flag: 0 };
    const insert = () =>
      samples
        .insertInto('sample')
        .values(row)
        .onConflict((c) => c.doNothing());
    expect((await insert().executeTakeFirst()).numInsertedOrUpdatedRows).toBe(1n);
    expect((await insert().executeTakeFirst()).numInsertedOrUpdatedRows).toBe(0n);
  });

  it('runs transactions as if one after the other and forgets those that throw', async () => {
    await samples.insertInto('sample').values({ id: 'n', bytes: null, number: 0, flag: 0 }).execute();
    const raise = (fail: boolean) =>
      db.transaction(async (handed) => {
        const queries = handed as unknown as typeof samples;
        const { number } = await queries.selectFrom('sample').select('number').executeTakeFirstOrThrow();
        await new Promise((resolve) => setImmediate(resolve));
        await queries
          .updateTable('sample')
          .set({ number: (number ?? 0) + 1 })
          .execute();
        if (fail) throw new Error('told to');
      });
    const outcomes = await Promise.allSettled([raise(false), raise(true), raise(false), raise(false)]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect(await samples.selectFrom('sample').select('number').executeTakeFirst()).toEqual({ number: 3 });
  });

  it('shows a fault instead of waiting for itself', async () => {
    const outcome = db.transaction(() => samples.selectFrom('sample').selectAll().execute());
    await expect(outcome).rejects.toThrow('inside a transaction');
    expect(await db.isReady()).toBe(true);
  });

  it('runs each migration once, all or none, and refuses what it does not know', async () => {
    const broken = {
      id: 'test-1-half',
      up: async (queries: Kysely<Record<string, Record<string, unknown>>>) => {
        await queries.schema.createTable('half').addColumn('id', 'integer').execute();
        throw new Error('broken step');
      },
    };
    expect(await migrate(db, migrations, 1)).toBe(0);
    await expect(migrate(db, [...migrations, broken], 1)).rejects.toThrow('broken step');
    await expect(sql`select * from half`.execute(db.kysely)).rejects.toThrow();
    await expect(migrate(db, migrations.slice(1), 1)).rejects.toThrow(DatabaseRefused);
    await expect(migrate(db, [], 1)).rejects.toThrow('newer than this program');
  });
});

describe('one server per data folder', () => {
  it('refuses a second server with the process number of the first, until that one has stopped', async () => {
    const first = await openDatabase({ data: folder, databaseUrl: undefined });
    await expect(openDatabase({ data: folder, databaseUrl: undefined })).rejects.toThrow(
      `Another Postern server (process ${process.pid}) uses the data folder ${folder}.`,
    );
    await first.close();
    const second = await openDatabase({ data: folder, databaseUrl: undefined });
    expect(await second.isReady()).toBe(true);
    await second.close();
  });

  it('is free again after the holder was killed', async () => {
    const program = `
      const Libsql = require('libsql');
      const lock = new Libsql(process.argv[1]);
      lock.exec('begin exclusive');
      process.kill(process.pid, 'SIGKILL');`;
    const holder = spawnSync(process.execPath, ['-e', program, join(folder, 'server.lock')], {
      cwd: import.meta.dirname,
    });
    expect(holder.signal).toBe('SIGKILL');
    const db = await openDatabase({ data: folder, databaseUrl: undefined });
    expect(await db.isReady()).toBe(true);
    await db.close();
  });

  it('shows committed state to readers while a transaction is open', async () => {
    const db = await openDatabase({ data: folder, databaseUrl: undefined });
    const count = () => db.kysely.selectFrom('server_fact').selectAll().execute();
    let reach = (): void => {};
    const reached = new Promise<void>((resolve) => {
      reach = resolve;
    });
    let goOn = (): void => {};
    const mayGoOn = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const writing = db.transaction(async (queries) => {
      await queries.insertInto('server_fact').values({ name: 'a', value: 'b' }).execute();
      reach();
      await mayGoOn;
    });
    await reached;
    const seenInside = await count();
    goOn();
    await writing;
    expect(seenInside).toEqual([]);
    expect(await count()).toHaveLength(1);
    await db.close();
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));
