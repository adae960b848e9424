import { type Kysely, sql } from 'kysely';
import type { Migration } from '../platform/db/migrations.ts';
import { migrate } from '../platform/db/migrations.ts';
import { openAsIs } from '../platform/db/open-database.ts';
import type { Schema } from '../schema.ts';

export type ColumnKind = 'text' | 'integer' | 'bytes';

export interface TableShape {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly kind: ColumnKind }[];
}

const kinds: Readonly<Record<string, ColumnKind>> = { TEXT: 'text', INTEGER: 'integer', BLOB: 'bytes' };

/**
 * The tables that a database has after `steps`, those that others refer to first; `migration` itself is not among them.
 * Learned by taking the steps on an empty database in memory, so that it is right for an older archive too and names
 * none of the other tables that a shared PostgreSQL may hold.
 */
export async function shapeAfter(steps: readonly Migration[]): Promise<readonly TableShape[]> {
  const db = openAsIs({ data: ':memory:', databaseUrl: undefined });
  try {
    await migrate(db, steps, 0);
    const { rows } = await sql<{
      name: string;
    }>`select name from sqlite_master where type = 'table' and name <> 'migration' order by rowid`.execute(
      db.kysely,
    );
    const tables: (TableShape & { readonly refersTo: readonly string[] })[] = [];
    for (const { name } of rows) {
      tables.push({
        name,
        columns: await columnsOf(db.kysely, name),
        refersTo: await referencesOf(db.kysely, name),
      });
    }
    return referredFirst(tables).map(({ name, columns }) => ({ name, columns }));
  } finally {
    await db.close();
  }
}

async function columnsOf(queries: Kysely<Schema>, table: string): Promise<TableShape['columns']> {
  const { rows } = await sql<{
    name: string;
    type: string;
  }>`select name, upper(type) as type from pragma_table_info(${table}) order by cid`.execute(queries);
  return rows.map(({ name, type }) => {
    const kind = kinds[type];
    if (!kind) throw new Error(`${table}.${name} is ${type}, which a backup cannot hold`);
    return { name, kind };
  });
}

async function referencesOf(queries: Kysely<Schema>, table: string): Promise<readonly string[]> {
  const { rows } = await sql<{
    table: string;
  }>`select distinct "table" from pragma_foreign_key_list(${table})`.execute(queries);
  return rows.map((row) => row.table);
}

/** Rows go in and tables come to be in this order, and tables go away in the reverse one. */
function referredFirst<Table extends { readonly name: string; readonly refersTo: readonly string[] }>(
  tables: readonly Table[],
): readonly Table[] {
  const placed = new Set<string>();
  const ordered: Table[] = [];
  while (ordered.length < tables.length) {
    const next = tables.find(
      (table) => !placed.has(table.name) && table.refersTo.every((name) => placed.has(name)),
    );
    if (!next)
      throw new Error('tables refer to one another in a circle, so no order of restoring them exists');
    placed.add(next.name);
    ordered.push(next);
  }
  return ordered;
}
