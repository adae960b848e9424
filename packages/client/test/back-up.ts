import type { TestServer } from '../../../apps/server/test/support/test-server.ts';

const tables = [
  'organizations',
  'ledger_events',
  'sealed_keys',
  'memberships',
  'vault_heads',
  'manifests',
  'entries',
  'vault_storage',
] as const;

/**
 * Everything that the organizations and their accounts' states are on a server now. What comes back puts it back; the
 * server has to be started anew after that.
 */
export async function backUp(server: TestServer): Promise<() => Promise<void>> {
  const { kysely } = server.running.platform.db;
  const rows = await Promise.all(tables.map((table) => kysely.selectFrom(table).selectAll().execute()));
  const accounts = await kysely
    .selectFrom('accounts')
    .select(['id', 'state_revision', 'state_sealed'])
    .execute();
  return async () => {
    const { kysely: now } = server.running.platform.db;
    for (const table of [...tables].reverse()) await now.deleteFrom(table).execute();
    for (const [at, table] of tables.entries()) {
      for (const row of rows[at] ?? [])
        await now
          .insertInto(table)
          .values(row as never)
          .execute();
    }
    for (const { id, ...state } of accounts) {
      await now.updateTable('accounts').set(state).where('id', '=', id).execute();
    }
  };
}
