import type { AccountId, HashB64, MemberId, OrganizationId } from '@postern/core';
import type { Migration } from '../platform/db/migrations.ts';

/**
 * The ledgers and what travels beside them. INVARIANT: `ledger_events` alone says who is a member and what they may do;
 * `memberships` is an index over the folded state, rewritten with every event that changes members, and grants nothing.
 */
export interface OrganizationTables {
  organizations: {
    id: OrganizationId;
    address: string;
    head_seq: number;
    head_hash: HashB64;
    created_at_ms: number;
  };
  /** Signed events, verbatim. */
  ledger_events: { organization: OrganizationId; seq: number; hash: HashB64; bytes: Uint8Array };
  /** Keys that go with an event: `subject` is `organization` or a vault. */
  sealed_keys: {
    organization: OrganizationId;
    subject: string;
    epoch: number;
    recipient: string;
    granter: string;
    sealed: Uint8Array;
  };
  memberships: { organization: OrganizationId; account: AccountId; member: MemberId; is_owner: number };
}

export const organizationMigrations: readonly Migration[] = [
  {
    id: 'organization-1-ledgers-sealed-keys',
    up: async ({ schema }, { text, integer, bytes }) => {
      await schema
        .createTable('organizations')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('address', text, (column) => column.notNull().unique())
        .addColumn('head_seq', integer, (column) => column.notNull())
        .addColumn('head_hash', text, (column) => column.notNull())
        .addColumn('created_at_ms', integer, (column) => column.notNull())
        .execute();
      await schema
        .createTable('ledger_events')
        .addColumn('organization', text, (column) => column.notNull().references('organizations.id'))
        .addColumn('seq', integer, (column) => column.notNull())
        .addColumn('hash', text, (column) => column.notNull())
        .addColumn('bytes', bytes, (column) => column.notNull())
        .addPrimaryKeyConstraint('ledger_events_pk', ['organization', 'seq'])
        .execute();
      await schema
        .createTable('sealed_keys')
        .addColumn('organization', text, (column) => column.notNull().references('organizations.id'))
        .addColumn('subject', text, (column) => column.notNull())
        .addColumn('epoch', integer, (column) => column.notNull())
        .addColumn('recipient', text, (column) => column.notNull())
        .addColumn('granter', text, (column) => column.notNull())
        .addColumn('sealed', bytes, (column) => column.notNull())
        .addPrimaryKeyConstraint('sealed_keys_pk', ['organization', 'recipient', 'subject', 'epoch'])
        .execute();
      await schema
        .createTable('memberships')
        .addColumn('organization', text, (column) => column.notNull().references('organizations.id'))
        .addColumn('account', text, (column) => column.notNull())
        .addColumn('member', text, (column) => column.notNull())
        .addColumn('is_owner', integer, (column) => column.notNull())
        .addPrimaryKeyConstraint('memberships_pk', ['account', 'organization'])
        .execute();
      await schema
        .createIndex('memberships_by_organization')
        .on('memberships')
        .column('organization')
        .execute();
    },
  },
];
