import { AsyncLocalStorage } from 'node:async_hooks';
import type { Kysely, Transaction } from 'kysely';
import type { Schema } from '../../schema.ts';

/** Where queries run: the database itself, or the transaction of the moment. Query functions take this. */
export type Queries = Kysely<Schema>;

export type DatabaseKind = 'sqlite' | 'postgres';

/**
 * The one portable database. Whatever engine is below: blobs are `Uint8Array`, integers and times (milliseconds) are
 * numbers, booleans are 0 and 1, text sorts by code point. `platform/db` alone knows the difference.
 */
export interface Db {
  readonly kind: DatabaseKind;
  readonly kysely: Kysely<Schema>;
  /**
   * Runs `work` as if no other write ran at the same time, commits when it returns and rolls back when it throws.
   * PostgreSQL may run it again after a collision, so it must have no effect but its queries: send mail and publish
   * notices after it. Inside, only the handed transaction may be used; `kysely` there is a fault.
   */
  transaction<Value>(work: (queries: Transaction<Schema>) => Promise<Value>): Promise<Value>;
  /** Whether the database answers. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

const insideTransaction = new AsyncLocalStorage<{ open: boolean }>();
let openCount = 0;

/** Runs `work` marked as being inside a transaction; see {@link refuseInsideTransaction}. */
export async function markTransaction<Value>(work: () => Promise<Value>): Promise<Value> {
  const mark = { open: true };
  openCount += 1;
  try {
    return await insideTransaction.run(mark, work);
  } finally {
    mark.open = false;
    openCount -= 1;
    // As long as it is followed, every promise of the process is made at several times its cost.
    if (openCount === 0) insideTransaction.disable();
  }
}

/**
 * INVARIANT: within a transaction nothing asks for a second connection. On SQLite it would wait for itself for ever,
 * on PostgreSQL it would read another state than the transaction and could drain the pool.
 */
export function refuseInsideTransaction(): void {
  if (insideTransaction.getStore()?.open) {
    throw new Error('database: inside a transaction, use the queries it hands over');
  }
}
