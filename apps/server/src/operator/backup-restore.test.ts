import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '../platform/db/database.ts';
import { migrate } from '../platform/db/migrations.ts';
import { openAsIs, openDatabase } from '../platform/db/open-database.ts';
import { openPostgresFeed } from '../platform/events/postgres-feed.ts';
import { openServerKeys } from '../platform/keys.ts';
import { migrations } from '../schema.ts';
import type { Cell } from './archive-format.ts';
import { backUp } from './back-up.ts';
import { isLeftOut } from './left-out.ts';
import { readArchive } from './read-archive.ts';
import { restore } from './restore.ts';
import { shapeAfter, type TableShape } from './shape.ts';

type AnyRow = Record<string, Cell>;
type AnyTables = Kysely<Record<string, AnyRow>>;

interface Place {
  readonly data: string;
  readonly databaseUrl: URL | undefined;
  readonly keyFile: string;
}

const postgresUrl = process.env.POSTERN_TEST_DATABASE_URL;
const nowMs = 1_800_000_000_000;
let folder = '';
let shape: readonly TableShape[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'postern-backup-'));
  shape = await shapeAfter(migrations);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sqlite = (name: string): Place => ({
  data: join(folder, name),
  databaseUrl: undefined,
  keyFile: join(folder, name, 'server-keys.json'),
});
const postgres = (name: string): Place => ({
  data: join(folder, name),
  databaseUrl: new URL(postgresUrl ?? 'postgres://none'),
  keyFile: join(folder, name, 'server-keys.json'),
});

/** Opens a place as a server does, its key file included. */
async function serve(place: Place): Promise<Db> {
  const db = await openDatabase(place);
  mkdirSync(place.data, { recursive: true });
  await openServerKeys(place.keyFile, db);
  return db;
}

/** Puts `count` rows into every table; equal texts everywhere make every reference hold. */
async function fillEveryTable(db: Db, count: number): Promise<void> {
  const tables = db.kysely as unknown as AnyTables;
  for (const { name, columns } of shape) {
    const rows = Array.from({ length: count }, (_, n) => {
      const cell = {
        text: `row "${n}" \u{1F511}\n`,
        integer: 2 ** 52 + n,
        bytes: new Uint8Array([n % 256, 0, 255]),
      };
      return Object.fromEntries(columns.map((column) => [column.name, cell[column.kind]]));
    });
    for (let at = 0; at < count; at += 50) {
      await tables
        .insertInto(name)
        .values(rows.slice(at, at + 50))
        .execute();
    }
  }
}

async function contentOf(db: Db): Promise<Record<string, unknown[]>> {
  const tables = db.kysely as unknown as AnyTables;
  const content: Record<string, unknown[]> = {};
  for (const { name, columns } of shape) {
    const rows = await columns
      .reduce((query, column) => query.orderBy(column.name), tables.selectFrom(name).selectAll())
      .execute();
    content[name] = rows.map((row) => ({ ...row }));
  }
  return content;
}

async function contentAt(place: Place): Promise<Record<string, unknown[]>> {
  const db = await openDatabase(place);
  try {
    return await contentOf(db);
  } finally {
    await db.close();
  }
}

async function emptied(place: Place): Promise<Place> {
  if (place.databaseUrl) {
    const db = await openDatabase(place);
    await sql`drop schema public cascade`.execute(db.kysely);
    await sql`create schema public`.execute(db.kysely);
    await db.close();
  }
  return place;
}

const roads = [
  { name: 'SQLite to SQLite', from: sqlite, to: sqlite },
  ...(postgresUrl
    ? [
        { name: 'SQLite to PostgreSQL', from: sqlite, to: postgres },
        { name: 'PostgreSQL to SQLite', from: postgres, to: sqlite },
        { name: 'PostgreSQL to PostgreSQL', from: postgres, to: postgres },
      ]
    : []),
];

describe.each(roads)('a backup from $name', ({ from, to }) => {
  it('brings back every table but those left out, keys included, and leaves a database that serves', async () => {
    const here = await emptied(from('here'));
    const running = await serve(here);
    await fillEveryTable(running, 450);
    const before = await contentOf(running);
    const file = join(folder, 'one.backup');
    const written = await backUp(here, { file, withKeys: true, nowMs });
    await running.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const there = await emptied(to('there'));
    const report = await restore(there, { file, replace: false, nowMs });
    expect(report).toMatchObject({ rows: written.rows, keysWritten: true, oldKeyFile: undefined });
    expect(statSync(there.keyFile).mode & 0o777).toBe(0o600);
    const served = await serve(there);
    const after = await contentOf(served);
    for (const { name } of shape)
      expect([name, after[name]]).toEqual([name, isLeftOut(name) ? [] : before[name]]);
    const recorded = await sql<{ id: string }>`select id from migration order by position`.execute(
      served.kysely,
    );
    expect(recorded.rows.map((row) => row.id)).toEqual(migrations.map((step) => step.id));
    await served.close();
    expect(readdirSync(there.data).filter((name) => name.includes('restor'))).toEqual([]);
  });
});

describe.each([
  { name: 'SQLite', place: sqlite },
  ...(postgresUrl ? [{ name: 'PostgreSQL', place: postgres }] : []),
])('on $name', ({ place }) => {
  it('takes one moment of a database that is being written', async () => {
    const here = await emptied(place('here'));
    const running = await serve(here);
    await fillEveryTable(running, 300);
    let rounds = 0;
    let done = false;
    // Every transaction adds one row to the first table and one to the last: one moment has as many here as there.
    const writing = (async () => {
      while (!done) {
        await running.transaction(async (queries) => {
          await queries
            .insertInto('rate_window')
            .values({ name: `w${rounds}`, count: 1, ends_at_ms: 1 })
            .execute();
          await queries
            .insertInto('server_fact')
            .values({ name: `a${rounds}`, value: '' })
            .execute();
          const account = {
            ...(await queries.selectFrom('accounts').selectAll().limit(1).executeTakeFirstOrThrow()),
            id: `z${rounds}`,
            email: `z${rounds}`,
          };
          await queries
            .insertInto('accounts')
            .values(account as never)
            .execute();
        });
        rounds += 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const file = join(folder, 'one.backup');
    await backUp(here, { file, withKeys: false, nowMs });
    const roundsAtEnd = rounds;
    done = true;
    await writing;
    await running.close();
    expect(roundsAtEnd).toBeGreaterThan(1);

    await restore(here, { file, replace: true, nowMs });
    const { server_fact: facts = [], accounts = [] } = await contentAt(here);
    expect(facts.length - 301).toBe(accounts.length - 300);
  });

  it('does not restore beside a running server, nor over somebody’s data', async () => {
    const here = await emptied(place('here'));
    const file = join(folder, 'one.backup');
    let running = await serve(here);
    await backUp(here, { file, withKeys: false, nowMs });
    await running.close();
    // A server that has been started and used by nobody is as good as none.
    await restore(here, { file, replace: false, nowMs });

    running = await serve(here);
    await fillEveryTable(running, 2);
    const before = await contentOf(running);
    const feed = here.databaseUrl && (await openPostgresFeed(here.databaseUrl, () => {}));
    await expect(restore(here, { file, replace: true, nowMs })).rejects.toThrow(/Postern server.*Stop/);
    await feed?.close();
    await running.close();
    await expect(restore(here, { file, replace: false, nowMs })).rejects.toThrow('--replace');
    expect(await contentAt(here)).toEqual(before);
    await restore(here, { file, replace: true, nowMs });
    expect((await contentAt(here)).accounts).toEqual([]);
  });

  it('puts everything back, the key file too, when the database refuses a row in the middle', async () => {
    const here = await emptied(place('here'));
    const running = await serve(here);
    await fillEveryTable(running, 50);
    const file = join(folder, 'one.backup');
    await backUp(here, { file, withKeys: true, nowMs });
    const before = await contentOf(running);
    await running.close();
    // Sound by all that can be checked beforehand, but with one account twice.
    const lines = linesOf(file);
    const table = lines.findIndex((line) => line.startsWith('{"table":"accounts"'));
    const count = lines.findIndex((line, at) => at > table && line.startsWith('{"rows"'));
    const { rows } = JSON.parse(lines[count] ?? '');
    const twice = [
      ...lines.slice(0, count),
      lines[count - 1] ?? '',
      JSON.stringify({ rows: rows + 1 }),
      ...lines.slice(count + 1, -2),
    ];
    const forged = writeArchive('forged', twice, JSON.parse(lines.at(-2) ?? '').rows + 1);
    const stranger = sqlite('stranger');
    await (await serve(stranger)).close();
    const strangersKeys = readFileSync(stranger.keyFile, 'utf8');
    const swapped = { ...here, keyFile: stranger.keyFile };
    await expect(restore(swapped, { file: forged, replace: true, nowMs })).rejects.toThrow(/unique/i);
    expect(await contentAt(here)).toEqual(before);
    expect(readFileSync(stranger.keyFile, 'utf8')).toBe(strangersKeys);
    expect(readdirSync(stranger.data).filter((name) => name.includes('restor'))).toEqual([]);
  });
});

const linesOf = (path: string) => gunzipSync(readFileSync(path)).toString('utf8').split('\n');

/** An archive of these lines with the end that belongs to them. */
function writeArchive(name: string, body: readonly string[], rows: number): string {
  const text = `${body.join('\n')}\n`;
  const sha256 = createHash('sha256').update(text).digest('base64url');
  const path = join(folder, name);
  writeFileSync(path, gzipSync(`${text}${JSON.stringify({ end: true, rows, sha256 })}\n`));
  return path;
}

describe('an archive', () => {
  let here: Place;
  let file: string;
  let keyId: string;

  beforeEach(async () => {
    here = sqlite('here');
    const running = await serve(here);
    await fillEveryTable(running, 20);
    file = join(folder, 'one.backup');
    keyId = (await backUp(here, { file, withKeys: true, nowMs })).keyId;
    await running.close();
  });

  const write = (name: string, lines: readonly string[]) => {
    const path = join(folder, name);
    writeFileSync(path, gzipSync(lines.join('\n')));
    return path;
  };

  it('is read to its end or refused, wherever it is cut or changed', async () => {
    const whole = readFileSync(file);
    const sound = await partsOf(file);
    const broken = join(folder, 'broken.backup');
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        async (at, flip, cut) => {
          const bytes = Buffer.from(cut ? whole.subarray(0, at) : whole);
          if (!cut) bytes[at] = (bytes[at] ?? 0) ^ flip;
          writeFileSync(broken, bytes);
          const read = await partsOf(broken).catch((error: Error) => error.name);
          // A bit of gzip's that says nothing of the content, such as padding, may change: then all of it is there.
          expect(!cut && read === sound ? 'OperationRefused' : read).toBe('OperationRefused');
        },
      ),
      { numRuns: 60 },
    );
    expect(sound).toMatch(/"part":"end"/);
  });

  async function partsOf(path: string): Promise<string> {
    const parts: unknown[] = [];
    for await (const part of readArchive(path)) parts.push(part);
    return parts.map((part) => JSON.stringify(part)).join('\n');
  }

  it('is refused when lines of it are gone, doubled or changed, though the gzip around them is sound', async () => {
    const lines = linesOf(file);
    const row = lines.findIndex((text) => text.startsWith('["row'));
    const without = write(
      'without',
      lines.filter((_, index) => index !== row),
    );
    const doubled = write('doubled', [...lines.slice(0, row), lines[row] ?? '', ...lines.slice(row)]);
    const altered = write(
      'altered',
      lines.map((text, index) => (index === row ? text.replace('row', 'raw') : text)),
    );
    const longer = write('longer', [...lines, '{}', '']);
    for (const path of [without, doubled, altered, longer]) {
      await expect(restore(sqlite('there'), { file: path, replace: false, nowMs })).rejects.toThrow(
        /damaged at line \d+/,
      );
    }
    const text = join(folder, 'text');
    writeFileSync(text, 'hello');
    const there = sqlite('there');
    await expect(restore(there, { file: text, replace: false, nowMs })).rejects.toThrow(
      'not a backup of Postern',
    );
    await expect(
      restore(there, { file: write('json', ['{"a":1}', '']), replace: false, nowMs }),
    ).rejects.toThrow('not a backup of Postern');
    expect(existsSync(there.data)).toBe(false);
  });

  it('of a newer program is refused with what to do', async () => {
    const [first = '', ...rest] = linesOf(file);
    const header = JSON.parse(first);
    const newer = write('newer', [JSON.stringify({ ...header, format: 2, extra: true }), ...rest]);
    const ahead = write('ahead', [
      JSON.stringify({ ...header, program: '9.1.0', steps: [...header.steps, 'vault-9-later'] }),
      ...rest,
    ]);
    const there = sqlite('there');
    await expect(restore(there, { file: newer, replace: false, nowMs })).rejects.toThrow(
      'A newer Postern wrote',
    );
    await expect(restore(there, { file: ahead, replace: false, nowMs })).rejects.toThrow(
      'written by Postern 9.1.0',
    );
  });

  it('of an older program is brought up to this one', async () => {
    const older = sqlite('older');
    const steps = migrations.slice(0, 1);
    const db = openAsIs(older);
    await migrate(db, steps, nowMs);
    await openServerKeys(older.keyFile, db);
    await db.close();
    const old = join(folder, 'old.backup');
    await backUp(older, { file: old, withKeys: false, nowMs });
    const { header } = await restore(older, { file: old, replace: false, nowMs });
    expect(header.steps).toHaveLength(1);
    expect(Object.keys(await contentAt(older))).toEqual(shape.map(({ name }) => name));
  });

  it('with keys replaces a key file of others and keeps that one under another name', async () => {
    const there = sqlite('there');
    const started = await serve(there);
    await started.close();
    const old = readFileSync(there.keyFile, 'utf8');
    const report = await restore(there, { file, replace: false, nowMs });
    expect(readFileSync(report.oldKeyFile ?? '', 'utf8')).toBe(old);
    expect(readFileSync(there.keyFile, 'utf8')).toBe(readFileSync(here.keyFile, 'utf8'));
  });

  it('without keys holds none of them and wants the key file it names', async () => {
    const bare = join(folder, 'bare.backup');
    await backUp(here, { file: bare, withKeys: false, nowMs });
    const keys = JSON.parse(readFileSync(here.keyFile, 'utf8'));
    const text = linesOf(bare).join('\n');
    expect(text).not.toContain(keys.opaqueSetupB64);
    expect(text).not.toContain(keys.lookupSecretB64);
    const there = sqlite('there');
    await expect(restore(there, { file: bare, replace: false, nowMs })).rejects.toThrow(
      `needs the key file with the server keys ${keyId}, and ${there.keyFile} is missing`,
    );
    const started = await serve(there);
    const before = await contentOf(started);
    await started.close();
    await expect(restore(there, { file: bare, replace: true, nowMs })).rejects.toThrow(
      `but ${there.keyFile} holds`,
    );
    expect(await contentAt(there)).toEqual(before);
    const report = await restore({ ...there, keyFile: here.keyFile }, { file: bare, replace: false, nowMs });
    expect(report).toMatchObject({ keysWritten: false, oldKeyFile: undefined });
  });

  it('whose keys are not those of its database is refused', async () => {
    const elsewhere = sqlite('elsewhere');
    await (await serve(elsewhere)).close();
    const foreign = JSON.parse(readFileSync(elsewhere.keyFile, 'utf8'));
    const [first = '', , ...rest] = linesOf(file);
    const body = [first, JSON.stringify({ keys: foreign }), ...rest.slice(0, -2)];
    const forged = writeArchive('forged', body, JSON.parse(rest.at(-2) ?? '').rows);
    await expect(restore(sqlite('there'), { file: forged, replace: false, nowMs })).rejects.toThrow(
      'not those of its database',
    );
  });

  it('is never written over a file, nor from a place without a database', async () => {
    await expect(backUp(here, { file, withKeys: true, nowMs })).rejects.toThrow('Name a new file');
    const next = { file: join(folder, 'two.backup'), withKeys: true, nowMs };
    await expect(backUp(sqlite('nowhere'), next)).rejects.toThrow('There is no database in');
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
    const stranger = sqlite('stranger');
    await (await serve(stranger)).close();
    await expect(backUp({ ...here, keyFile: stranger.keyFile }, next)).rejects.toThrow(
      'Point POSTERN_KEY_FILE',
    );
    expect(readdirSync(folder).filter((name) => name.startsWith('two'))).toEqual([]);
  });
});
