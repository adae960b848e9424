import type { Migration } from './db/migrations.ts';

/** Tables of the platform itself. */
export interface PlatformTables {
  /** Facts about this database, by name. */
  server_fact: { name: string; value: string };
  /** Mail that waits for the operator while no mail server is configured. */
  outbox_mail: {
    id: string;
    at_ms: number;
    recipient: string;
    subject: string;
    body: string;
    code: string | null;
  };
  /** Attempts counted in a window of time, by the hash of what they are counted for. */
  rate_window: { name: string; count: number; ends_at_ms: number };
}

export const platformMigrations: readonly Migration[] = [
  {
    id: 'platform-1-facts-outbox-limits',
    up: async (queries, types) => {
      await queries.schema
        .createTable('server_fact')
        .addColumn('name', types.text, (column) => column.primaryKey())
        .addColumn('value', types.text, (column) => column.notNull())
        .execute();
      await queries.schema
        .createTable('outbox_mail')
        .addColumn('id', types.text, (column) => column.primaryKey())
        .addColumn('at_ms', types.integer, (column) => column.notNull())
        .addColumn('recipient', types.text, (column) => column.notNull())
        .addColumn('subject', types.text, (column) => column.notNull())
        .addColumn('body', types.text, (column) => column.notNull())
        .addColumn('code', types.text)
        .execute();
      await queries.schema.createIndex('outbox_mail_by_time').on('outbox_mail').column('at_ms').execute();
      await queries.schema
        .createTable('rate_window')
        .addColumn('name', types.text, (column) => column.primaryKey())
        .addColumn('count', types.integer, (column) => column.notNull())
        .addColumn('ends_at_ms', types.integer, (column) => column.notNull())
        .execute();
    },
  },
];
