import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { toBase64Url } from '@postern/core';
import type { z } from 'zod';
import { refuseUnknownSteps } from '../platform/db/migrations.ts';
import { migrations } from '../schema.ts';
import {
  type ArchiveHeader,
  anyHeaderSchema,
  archiveFormat,
  type Cell,
  endSchema,
  headerSchema,
  keysSchema,
  maxLineBytes,
  parseRow,
  tableEndSchema,
  tableSchema,
} from './archive-format.ts';
import { OperationRefused } from './operation-refused.ts';
import { shapeAfter, type TableShape } from './shape.ts';

/** A piece of an archive, in the order of the file. `end` comes last, and only when all before it was whole. */
export type ArchivePart =
  | { readonly part: 'header'; readonly header: ArchiveHeader }
  | { readonly part: 'keys'; readonly keys: unknown }
  | { readonly part: 'rows'; readonly table: TableShape; readonly rows: readonly (readonly Cell[])[] }
  | { readonly part: 'end'; readonly rows: number; readonly sha256: string };

const rowsAtOnce = 200;

/**
 * Reads an archive to its end, checking form, counts and hash on the way. Throws {@link OperationRefused} with a
 * sentence when it is none, is damaged or cut short, or was written by a newer program. Rows that came before the fault
 * was found were handed out: act on them only inside something that can be undone.
 */
export async function* readArchive(file: string): AsyncGenerator<ArchivePart> {
  const lines = new Lines(file);
  try {
    const header = parseHeader(await lines.next());
    const tables = await tablesOf(header);
    yield { part: 'header', header };
    if (header.hasKeys) yield { part: 'keys', keys: lines.parse(keysSchema, await lines.next()).keys };
    let total = 0;
    for (const table of tables) {
      const opening = lines.parse(tableSchema, await lines.next());
      const columns = table.columns.map(({ name }) => name);
      if (opening.table !== table.name || opening.columns.join() !== columns.join()) throw lines.damaged();
      let count = 0;
      let rows: Cell[][] = [];
      for (;;) {
        const value = await lines.next();
        if (!Array.isArray(value)) {
          if (rows.length > 0) yield { part: 'rows', table, rows };
          if (lines.parse(tableEndSchema, value).rows !== count) throw lines.damaged();
          break;
        }
        const row = parseRow(table, value);
        if (!row) throw lines.damaged();
        count += 1;
        rows.push(row);
        if (rows.length < rowsAtOnce) continue;
        yield { part: 'rows', table, rows };
        rows = [];
      }
      total += count;
    }
    const sha256 = lines.hashSoFar();
    const end = lines.parse(endSchema, await lines.next());
    if (end.rows !== total || end.sha256 !== sha256 || !(await lines.isOver())) throw lines.damaged();
    yield { part: 'end', rows: total, sha256 };
  } finally {
    lines.close();
  }
}

function parseHeader(value: unknown): ArchiveHeader {
  const any = anyHeaderSchema.safeParse(value);
  if (!any.success) throw new OperationRefused('This file is not a backup of Postern.');
  if (any.data.format > archiveFormat) {
    throw new OperationRefused('A newer Postern wrote this backup. Restore it with that version.');
  }
  const header = headerSchema.safeParse(value);
  if (!header.success) throw new OperationRefused('This backup is damaged: its first line. Use another one.');
  return header.data;
}

async function tablesOf({ steps, leftOut, program }: ArchiveHeader): Promise<readonly TableShape[]> {
  try {
    refuseUnknownSteps(steps, migrations);
  } catch {
    throw new OperationRefused(
      `This backup was written by Postern ${program} with a newer database than this program knows. Restore it with that version or a later one.`,
    );
  }
  const shape = await shapeAfter(migrations.slice(0, steps.length));
  return shape.filter((table) => !leftOut.includes(table.name));
}

/** The JSON lines of a gzip file, each of which goes into the hash. */
class Lines {
  readonly #hash = createHash('sha256');
  readonly #source: AsyncIterator<Buffer>;
  readonly #file: ReturnType<typeof createReadStream>;
  #buffered: Buffer = Buffer.alloc(0);
  #number = 0;

  constructor(file: string) {
    this.#file = createReadStream(file);
    const unzipped = createGunzip();
    this.#file.on('error', (error) => unzipped.destroy(error));
    this.#source = this.#file.pipe(unzipped)[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  async next(): Promise<unknown> {
    this.#number += 1;
    const bytes = await this.#nextBytes();
    this.#hash.update(bytes);
    try {
      return JSON.parse(bytes.toString('utf8'));
    } catch {
      throw this.damaged();
    }
  }

  parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
    const parsed = schema.safeParse(value);
    if (!parsed.success) throw this.damaged();
    return parsed.data;
  }

  hashSoFar(): string {
    return toBase64Url(this.#hash.copy().digest());
  }

  async isOver(): Promise<boolean> {
    return this.#buffered.length === 0 && (await this.#read()) === undefined;
  }

  damaged(): OperationRefused {
    return this.#number === 1
      ? new OperationRefused('This file is not a backup of Postern.')
      : new OperationRefused(`This backup is damaged at line ${this.#number}. Use another one.`);
  }

  close(): void {
    this.#file.destroy();
  }

  /** Bytes of the next line, its line feed included. */
  async #nextBytes(): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let length = 0;
    for (;;) {
      const end = this.#buffered.indexOf(0x0a);
      if (end >= 0) {
        pieces.push(this.#buffered.subarray(0, end + 1));
        this.#buffered = this.#buffered.subarray(end + 1);
        return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
      }
      length += this.#buffered.length;
      if (length > maxLineBytes) throw this.damaged();
      pieces.push(this.#buffered);
      const chunk = await this.#read();
      if (!chunk) throw this.damaged();
      this.#buffered = chunk;
    }
  }

  async #read(): Promise<Buffer | undefined> {
    try {
      const { value, done } = await this.#source.next();
      return done ? undefined : value;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      // Z_BUF_ERROR: the file ends too early; Z_DATA_ERROR: it is no gzip, or bytes of it changed.
      if (code.startsWith('Z_')) throw this.damaged();
      throw error;
    }
  }
}
