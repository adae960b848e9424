/**
 * Servers on one PostgreSQL do not exclude one another, but a restore has to exclude them all: it changes what they
 * keep in memory. So each server holds a shared lock on the connection of its change feed for as long as it runs.
 */

/** Any number that no other program on the same PostgreSQL uses as an advisory lock. */
const lockNumber = 7_067_310_429;

interface Connection {
  query(text: string): Promise<{ rows: unknown[] }>;
}

/** Marks the database as served until the connection ends; waits while a restore is under way. */
export async function holdDatabase(connection: Connection): Promise<void> {
  await connection.query(`select pg_advisory_lock_shared(${lockNumber})`);
}

/** SQL that answers one row `{ alone }`: 1 when no server runs; none can start then until the transaction ends. */
export const excludeServersSql = `select pg_try_advisory_xact_lock(${lockNumber}) as alone`;
