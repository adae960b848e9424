import { createHash } from 'node:crypto';
import { closeSync, createWriteStream, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { toBase64Url } from '@postern/core';
import type { Config } from '../platform/config/parse-config.ts';
import { refuseUnknownSteps } from '../platform/db/migrations.ts';
import { migrations } from '../schema.ts';
import { version } from '../version.ts';
import { type ArchiveHeader, archiveFormat, type Cell, encodeRow } from './archive-format.ts';
import { readKeyFileOf } from './archived-keys.ts';
import { isLeftOut, leftOut } from './left-out.ts';
import { OperationRefused } from './operation-refused.ts';
import { shapeAfter, type TableShape } from './shape.ts';
import { type Snapshot, withSnapshot } from './snapshot.ts';

export interface BackupReport {
  /** Absolute path of the archive. */
  readonly file: string;
  readonly keyId: string;
  readonly rows: number;
  readonly tables: number;
}

/**
 * Writes the database as it is at one moment, beside the servers that use it, to a new file that only this user can
 * read; `withKeys` puts the key file into it. The file appears under its name only once it is complete and on the disk.
 * Throws {@link OperationRefused} when the file exists, there is no database, or the key file is another one's.
 */
export async function backUp(
  config: Pick<Config, 'data' | 'databaseUrl' | 'keyFile'>,
  options: { readonly file: string; readonly withKeys: boolean; readonly nowMs: number },
): Promise<BackupReport> {
  const file = resolve(options.file);
  if (existsSync(file)) throw new OperationRefused(`${file} exists. Name a new file for the backup.`);
  const partial = `${file}.partial`;
  if (existsSync(partial)) {
    throw new OperationRefused(
      `${partial} is left from a backup that was interrupted, or from one that is running. Delete it if none is running.`,
    );
  }
  return withSnapshot(config, async (snapshot) => {
    refuseUnknownSteps(snapshot.steps, migrations);
    const shape = await shapeAfter(migrations.slice(0, snapshot.steps.length));
    const keyId = await keyIdOf(snapshot, shape);
    const keys = options.withKeys ? await readKeyFileOf(config.keyFile, keyId) : undefined;
    const header: ArchiveHeader = {
      postern: 'backup',
      format: archiveFormat,
      program: version,
      atMs: options.nowMs,
      keyId,
      steps: [...snapshot.steps],
      leftOut: [...leftOut],
      hasKeys: keys !== undefined,
    };
    const tables = shape.filter((table) => !isLeftOut(table.name));
    const counted = { rows: 0 };
    try {
      await pipeline(
        Readable.from(archiveText(header, keys, tables, snapshot, counted), { objectMode: true }),
        createGzip(),
        createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true }),
      );
      renameSync(partial, file);
      flushFolder(dirname(file));
    } catch (error) {
      rmSync(partial, { force: true });
      throw error;
    }
    return { file, keyId, rows: counted.rows, tables: tables.length };
  });
}

/** The text of an archive, in pieces of many lines. */
async function* archiveText(
  header: ArchiveHeader,
  keys: unknown,
  tables: readonly TableShape[],
  snapshot: Snapshot,
  counted: { rows: number },
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  const hashed = (text: string) => {
    hash.update(text);
    return text;
  };
  yield hashed(line(header));
  if (keys !== undefined) yield hashed(line({ keys }));
  for (const table of tables) {
    yield hashed(line({ table: table.name, columns: table.columns.map(({ name }) => name) }));
    let rows = 0;
    for await (const batch of snapshot.rowsOf(table)) {
      rows += batch.length;
      yield hashed(batch.map((cells) => `${encodeRow(table, cells)}\n`).join(''));
    }
    counted.rows += rows;
    yield hashed(line({ rows }));
  }
  yield line({ end: true, rows: counted.rows, sha256: toBase64Url(hash.digest()) });
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

async function keyIdOf(snapshot: Snapshot, shape: readonly TableShape[]): Promise<string> {
  const facts = shape.find((table) => table.name === 'server_fact');
  if (facts) {
    const [name, value] = ['name', 'value'].map((column) =>
      facts.columns.findIndex((known) => known.name === column),
    );
    let keyId: Cell | undefined;
    for await (const batch of snapshot.rowsOf(facts)) {
      keyId ??= batch.find((cells) => cells[name ?? -1] === 'server_key_id')?.[value ?? -1];
    }
    if (typeof keyId === 'string') return keyId;
  }
  throw new OperationRefused('The database is empty: no server has used it yet.');
}

/** Makes a rename last through a power cut, where the system lets a folder be opened. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
