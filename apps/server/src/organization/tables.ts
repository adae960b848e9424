import type { AccountId, Email, HashB64, InviteId, MemberId, OrganizationId } from '@postern/core';
import type { Generated } from 'kysely';
import type { Migration } from '../platform/db/migrations.ts';

/**
 * The ledgers and what travels beside them. INVARIANT: `ledger_events` alone says who is a member and what they may do;
 * `memberships` and `invited_addresses` are indexes over the folded state, kept with every event that changes it and
 * made anew on restore; they grant nothing.
 */
export interface OrganizationTables {
  organizations: {
    id: OrganizationId;
    address: string;
    head_seq: number;
    head_hash: HashB64;
    created_at_ms: number;
    /** What the operator sets, with `postern org`. */
    suspended: Generated<number>;
    seats: number | null;
    address_list_off_until_ms: number | null;
    storage_limit_bytes: number | null;
  };
  /** Signed events, verbatim. */
  ledger_events: { organization: OrganizationId; seq: number; hash: HashB64; bytes: Uint8Array };
  /** Keys that go with an event: `subject` is `organization`, `group:<id>` or a vault. */
  sealed_keys: {
    organization: OrganizationId;
    subject: string;
    epoch: number;
    recipient: string;
    granter: string;
    sealed: Uint8Array;
  };
  memberships: { organization: OrganizationId; account: AccountId; member: MemberId; is_owner: number };
  /** Addresses with an invitation that is open, expired or not. */
  invited_addresses: { organization: OrganizationId; email: Email; invite: InviteId };
  /** Mails that announce a rule of a later date, until they are sent. */
  rule_mails: {
    organization: OrganizationId;
    member: MemberId;
    /** Who had it announced. */
    announced_by: MemberId;
    tries: number;
    /** When it is tried next, by whoever moves this on first. */
    next_at_ms: number;
  };
  /** Mails of open invitations, sent or to be sent. */
  invitation_mails: {
    organization: OrganizationId;
    invite: InviteId;
    /** The event whose secret the link holds: a later one makes the mail worthless. */
    event: HashB64;
    /** Fragment of the link, sealed at rest until the mail was sent, then null. */
    sealed: Uint8Array | null;
    /** Why the last try failed; null before the first, and once sent. */
    code: string | null;
    attempts: number;
    /** When it was sent or last tried. */
    at_ms: number;
    /** When it is tried next, by whoever moves this on first; null once sent. */
    next_at_ms: number | null;
  };
  /** What the operator did to an organization, for its members to see. */
  operator_acts: {
    id: string;
    organization: OrganizationId;
    at_ms: number;
    act: 'suspended' | 'resumed' | 'seats_set' | 'storage_set' | 'address_list_lifted';
    /** The number of seats or of bytes, `null` for no limit, or when the list counts again. */
    value: number | null;
  };
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

/** What came with members and invitations, after the tables of other contexts. */
export const organizationTeamMigrations: readonly Migration[] = [
  {
    id: 'organization-2-invitations-operator-rules',
    up: async ({ schema }, { text, integer, bytes }) => {
      await schema
        .alterTable('organizations')
        .addColumn('suspended', integer, (column) => column.notNull().defaultTo(0))
        .execute();
      await schema.alterTable('organizations').addColumn('seats', integer).execute();
      await schema.alterTable('organizations').addColumn('address_list_off_until_ms', integer).execute();
      await schema
        .createTable('invited_addresses')
        .addColumn('organization', text, (column) => column.notNull().references('organizations.id'))
        .addColumn('email', text, (column) => column.notNull())
        .addColumn('invite', text, (column) => column.notNull())
        .addPrimaryKeyConstraint('invited_addresses_pk', ['email', 'organization'])
        .execute();
      await schema
        .createIndex('invited_addresses_by_organization')
        .on('invited_addresses')
        .column('organization')
        .execute();
      await schema
        .createTable('invitation_mails')
        .addColumn('organization', text, (column) => column.notNull().references('organizations.id'))
        .addColumn('invite', text, (column) => column.notNull())
        .addColumn('event', text, (column) => column.notNull())
        .addColumn('sealed', bytes)
        .addColumn('code', text)
        .addColumn('attempts', integer, (column) => column.notNull())
        .addColumn('at_ms', integer, (column) => column.notNull())
        .addColumn('next_at_ms', integer)
        .addPrimaryKeyConstraint('invitation_mails_pk', ['organization', 'invite'])
        .execute();
      await schema
        .createIndex('invitation_mails_by_time')
        .on('invitation_mails')
        .column('next_at_ms')
        .execute();
      await schema
        .createTable('operator_acts')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('organization', text, (column) => column.notNull().references('organizations.id'))
        .addColumn('at_ms', integer, (column) => column.notNull())
        .addColumn('act', text, (column) => column.notNull())
        .addColumn('value', integer)
        .execute();
      await schema
        .createIndex('operator_acts_by_organization')
        .on('operator_acts')
        .columns(['organization', 'at_ms'])
        .execute();
    },
  },
];

/** Appended with the limit of what an organization may store. */
export const organizationStorageMigrations: readonly Migration[] = [
  {
    id: 'organization-3-storage-limit',
    up: async ({ schema }, { integer }) => {
      await schema.alterTable('organizations').addColumn('storage_limit_bytes', integer).execute();
    },
  },
];

/** Appended with announcements that are tried again. */
export const organizationRuleMailMigrations: readonly Migration[] = [
  {
    id: 'organization-4-rule-mails',
    up: async ({ schema }, { text, integer }) => {
      await schema
        .createTable('rule_mails')
        .addColumn('organization', text, (column) => column.notNull().references('organizations.id'))
        .addColumn('member', text, (column) => column.notNull())
        .addColumn('announced_by', text, (column) => column.notNull())
        .addColumn('tries', integer, (column) => column.notNull())
        .addColumn('next_at_ms', integer, (column) => column.notNull())
        .addPrimaryKeyConstraint('rule_mails_pk', ['organization', 'member'])
        .execute();
      await schema.createIndex('rule_mails_by_time').on('rule_mails').column('next_at_ms').execute();
    },
  },
];
