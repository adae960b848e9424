import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Db } from './database.ts';
import { openDatabase } from './open-database.ts';
import { prepareRead } from './prepare-read.ts';

const postgresUrl = process.env.POSTERN_TEST_DATABASE_URL;
const engines = [
  { name: 'SQLite in memory', open: () => openDatabase({ data: ':memory:', databaseUrl: undefined }) },
  { name: 'SQLite in a folder', open: () => openDatabase({ data: folder, databaseUrl: undefined }) },
  ...(postgresUrl
    ? [{ name: 'PostgreSQL', open: () => openDatabase({ data: folder, databaseUrl: new URL(postgresUrl) }) }]
    : []),
];
const names = ['prepared a', 'prepared b', 'prepared c'] as const;

const readFacts = prepareRead((queries, given: { readonly from: string; readonly to: string }) =>
  queries
    .selectFrom('server_fact')
    .selectAll()
    .where('name', '>=', given.from)
    .where('name', '<=', given.to)
    .orderBy('name'),
);

let folder = '';
let db: Db;

describe.each(engines)('a prepared reading on $name', ({ open }) => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'postern-db-'));
    db = await open();
    await db.kysely.deleteFrom('server_fact').where('name', 'in', names).execute();
    const rows = names.map((name) => ({ name, value: `of ${name}` }));
    await db.kysely.insertInto('server_fact').values(rows).execute();
  });
  afterEach(async () => {
    await db.kysely.deleteFrom('server_fact').where('name', 'in', names).execute();
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('takes what each run gives it', async () => {
    const two = await readFacts.all(db.kysely, { from: names[0], to: names[1] });
    expect(two.map(({ value }) => value)).toEqual(['of prepared a', 'of prepared b']);
    const last = await readFacts.first(db.kysely, { from: names[2], to: names[2] });
    expect(last).toEqual({ name: names[2], value: 'of prepared c' });
    expect(await readFacts.first(db.kysely, { from: 'prepared d', to: 'prepared d' })).toBeUndefined();
  });

  it('reads inside a transaction what the transaction wrote, and nothing of it outside', async () => {
    const given = { from: names[0], to: names[0] };
    await db.transaction(async (queries) => {
      await queries.updateTable('server_fact').set({ value: 'new' }).where('name', '=', names[0]).execute();
      expect((await readFacts.first(queries, given))?.value).toBe('new');
      await expect(readFacts.first(db.kysely, given)).rejects.toThrow('inside a transaction');
    });
    expect((await readFacts.first(db.kysely, given))?.value).toBe('new');
  });
});

describe('a reading that was prepared before a table changed', () => {
  it('answers the columns there are now', async () => {
    folder = mkdtempSync(join(tmpdir(), 'postern-db-'));
    db = await openDatabase({ data: folder, databaseUrl: undefined });
    const given = { from: names[0], to: names[0] };
    await db.kysely.insertInto('server_fact').values({ name: names[0], value: 'x' }).execute();
    expect(await readFacts.first(db.kysely, given)).toEqual({ name: names[0], value: 'x' });
    await sql`alter table server_fact add column more text default 'y'`.execute(db.kysely);
    expect(await readFacts.first(db.kysely, given)).toEqual({ name: names[0], value: 'x', more: 'y' });
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
