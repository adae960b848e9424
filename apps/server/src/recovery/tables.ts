import type { AccountId, OrganizationId } from '@postern/core';
import type { Migration } from '../platform/db/migrations.ts';

/** What the server remembers around recovery keys. Nobody signs it, and nothing of it opens anything. */
export interface RecoveryTables {
  /** When the owner last had the kit that counts at hand. */
  kit_confirmations: { organization: OrganizationId; version: number; confirmed_at_ms: number };
  /** Organizations that their owner is giving up. */
  abandonments: {
    organization: OrganizationId;
    account: AccountId;
    begun_at_ms: number;
    ends_at_ms: number;
  };
}

export const recoveryMigrations: readonly Migration[] = [
  {
    id: 'recovery-1-confirmations-abandonments',
    up: async ({ schema }, { text, integer }) => {
      await schema
        .createTable('kit_confirmations')
        .addColumn('organization', text, (column) => column.primaryKey().references('organizations.id'))
        .addColumn('version', integer, (column) => column.notNull())
        .addColumn('confirmed_at_ms', integer, (column) => column.notNull())
        .execute();
      await schema
        .createTable('abandonments')
        .addColumn('organization', text, (column) => column.primaryKey().references('organizations.id'))
        .addColumn('account', text, (column) => column.notNull())
        .addColumn('begun_at_ms', integer, (column) => column.notNull())
        .addColumn('ends_at_ms', integer, (column) => column.notNull())
        .execute();
      await schema.createIndex('abandonments_by_end').on('abandonments').column('ends_at_ms').execute();
    },
  },
];
