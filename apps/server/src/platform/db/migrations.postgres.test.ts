import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { migrations } from '../../schema.ts';
import { openDatabase } from './open-database.ts';

/** On SQLite a second process is refused before it looks at the tables. */
it('servers that start at once on an empty PostgreSQL migrate it once', async () => {
  const databaseUrl = new URL(process.env.POSTERN_TEST_DATABASE_URL ?? '');
  const opened = await Promise.all([0, 1, 2].map(() => openDatabase({ data: ':memory:', databaseUrl })));
  for (const { kysely } of opened) {
    const { rows } = await sql<{ id: string }>`select id from migration`.execute(kysely);
    expect(rows.map(({ id }) => id).sort()).toEqual(migrations.map(({ id }) => id).sort());
  }
  for (const db of opened) await db.close();
});
