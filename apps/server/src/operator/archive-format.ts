import { fromBase64Url, toBase64Url } from '@postern/core';
import { z } from 'zod';
import type { ColumnKind, TableShape } from './shape.ts';

/**
 * A backup is gzip over lines of JSON, each ended by a line feed, the same for both databases:
 *
 *     {"postern":"backup","format":1,"program":"0.1.0","atMs":0,"keyId":"...","steps":["..."],"leftOut":["..."],"hasKeys":false}
 *     {"keys":{...}}                                     the key file, when hasKeys is true
 *     {"table":"accounts","columns":["id","email"]}      for each table, those that others refer to first
 *     ["...","..."]                                      a row: text, integers, null; bytes as base64url
 *     {"rows":1}                                         how many rows the table had
 *     {"end":true,"rows":1,"sha256":"..."}               base64url SHA-256 over every byte before this line
 *
 * SPEC: the shape of the tables follows from `steps`, the migrations that the database had been through.
 */
export const archiveFormat = 1;

/** What one cell of a table may hold, on either engine. */
export type Cell = string | number | Uint8Array | null;

/** A row of an archive is never longer: the largest request is far below. */
export const maxLineBytes = 256 * 1024 * 1024;

export const headerSchema = z.strictObject({
  postern: z.literal('backup'),
  format: z.literal(archiveFormat),
  /** Version of the program that wrote it. */
  program: z.string(),
  atMs: z.int(),
  /** Names the server keys that the database was made with. */
  keyId: z.string(),
  steps: z.array(z.string()),
  leftOut: z.array(z.string()),
  hasKeys: z.boolean(),
});

export type ArchiveHeader = z.infer<typeof headerSchema>;

/** Enough of a header to tell what cannot be read from what is no backup. */
export const anyHeaderSchema = z.looseObject({ postern: z.literal('backup'), format: z.int() });

export const keysSchema = z.strictObject({ keys: z.looseObject({ format: z.int() }) });
export const tableSchema = z.strictObject({ table: z.string(), columns: z.array(z.string()) });
export const tableEndSchema = z.strictObject({ rows: z.int() });
export const endSchema = z.strictObject({ end: z.literal(true), rows: z.int(), sha256: z.string() });

/** A row as JSON. Throws when a cell is not of its column's kind: that would be a fault of the database's reading. */
export function encodeRow(table: TableShape, cells: readonly Cell[]): string {
  return JSON.stringify(
    table.columns.map(({ name, kind }, index) => {
      const cell = cells[index] ?? null;
      if (cell !== null && kindOf(cell) !== kind) throw new Error(`${table.name}.${name} is not ${kind}`);
      return cell instanceof Uint8Array ? toBase64Url(cell) : cell;
    }),
  );
}

/** The cells of a row, or `undefined` when it does not fit the table. */
export function parseRow(table: TableShape, value: unknown): Cell[] | undefined {
  if (!Array.isArray(value) || value.length !== table.columns.length) return undefined;
  const cells: Cell[] = [];
  for (const [index, { kind }] of table.columns.entries()) {
    const cell = parseCell(kind, value[index]);
    if (cell === undefined) return undefined;
    cells.push(cell);
  }
  return cells;
}

function parseCell(kind: ColumnKind, value: unknown): Cell | undefined {
  if (value === null) return null;
  if (kind === 'integer') return Number.isSafeInteger(value) ? (value as number) : undefined;
  if (typeof value !== 'string') return undefined;
  return kind === 'text' ? value : fromBase64Url(value);
}

function kindOf(cell: Exclude<Cell, null>): ColumnKind | undefined {
  if (cell instanceof Uint8Array) return 'bytes';
  if (typeof cell === 'string') return 'text';
  return Number.isSafeInteger(cell) ? 'integer' : undefined;
}
