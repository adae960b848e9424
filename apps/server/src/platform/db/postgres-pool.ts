import pg from 'pg';

const { Pool, types: defaults } = pg;

/** PostgreSQL's type numbers (pg_type.oid) of the types whose reading we settle. */
const oid = { bool: 16, bytea: 17, int8: 20, numeric: 1700 };

/** Readings that agree with what SQLite answers: numbers for integers and sums, 0/1 for truth, bytes for blobs. */
const readings: Record<number, (text: string) => unknown> = {
  [oid.bool]: (text) => (text === 't' ? 1 : 0),
  [oid.int8]: readNumber,
  [oid.numeric]: readNumber,
  [oid.bytea]: (text) => {
    const buffer = Buffer.from(text.slice(2), 'hex');
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
  },
};

function readNumber(text: string): number {
  const value = Number(text);
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) throw new RangeError('database: an integer is too large');
  return value;
}

/** Connections to PostgreSQL; they are made when first needed. A lost idle connection is replaced silently. */
export function openPool(url: URL): pg.Pool {
  const pool = new Pool({
    connectionString: url.href,
    max: 16,
    connectionTimeoutMillis: 10_000,
    types: {
      getTypeParser: ((id: number, format?: 'text' | 'binary') =>
        readings[id] ?? defaults.getTypeParser(id, format as 'text')) as typeof defaults.getTypeParser,
    },
  });
  // Without a listener an idle connection that breaks (a database restart) would end the process. The next query
  // gets a new connection, or fails and is reported there.
  pool.on('error', () => {});
  // The same for one that breaks while it is in use: its query is refused, and that is where it is reported.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Whether the transaction lost against another and may be run again: serialization failure or deadlock. */
export function isCollision(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === '40001' || code === '40P01';
}
