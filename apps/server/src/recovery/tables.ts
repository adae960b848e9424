import type { AccountId, HashB64, OrganizationId, SessionId } from '@postern/core';
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
  /** Which sessions have shown the recovery kit of which organization, and what they are asked to sign for it. */
  recovery_proofs: {
    session: SessionId;
    organization: OrganizationId;
    /** `null` once it was answered, rightly or not. */
    challenge_hash: HashB64 | null;
    challenge_ends_at_ms: number;
    /** Of the kit that was shown; `null` until then. */
    version: number | null;
    proven_until_ms: number;
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

/** Appended so that the history is read at the owner's door only by who has the kit. */
export const recoveryProofMigrations: readonly Migration[] = [
  {
    id: 'recovery-2-proofs',
    up: async ({ schema }, { text, integer }) => {
      await schema
        .createTable('recovery_proofs')
        .addColumn('session', text, (column) =>
          column.notNull().references('sessions.id').onDelete('cascade'),
        )
        .addColumn('organization', text, (column) => column.notNull().references('organizations.id'))
        .addColumn('challenge_hash', text)
        .addColumn('challenge_ends_at_ms', integer, (column) => column.notNull())
        .addColumn('version', integer)
        .addColumn('proven_until_ms', integer, (column) => column.notNull())
        .addPrimaryKeyConstraint('recovery_proofs_pk', ['session', 'organization'])
        .execute();
    },
  },
];
