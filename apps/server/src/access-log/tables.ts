import type { AccessLineKind, ClientKind } from '@postern/contract';
import type {
  AccessRecordId,
  AccountId,
  MemberId,
  OrganizationId,
  RequestId,
  SessionId,
} from '@postern/core';
import type { Migration } from '../platform/db/migrations.ts';

export interface AccessLogTables {
  access_log: {
    /** Empty for an address nobody has: its line is the same work, and shown to nobody (attack row X2). */
    organization: OrganizationId | '';
    id: AccessRecordId;
    at_ms: number;
    kind: AccessLineKind;
    account: AccountId;
    email: string;
    /** The member it was then; null for people who were none. */
    member: MemberId | null;
    client_kind: ClientKind | null;
    client_version: string | null;
    address: string | null;
    /** Strengths from weak to strong, joined by commas. */
    factors_used: string | null;
    factors_enrolled: string | null;
    authenticated_at_ms: number | null;
    session: SessionId | null;
    code: string | null;
    reference: string | null;
    request: RequestId | null;
    /** The member who settled the request. */
    settled_by: MemberId | null;
  };
  /** The newest entry or denial of each kind of coming here, kept with every line: a log is too long to look for them. */
  access_attempts: {
    organization: OrganizationId | '';
    account: AccountId;
    client_kind: ClientKind;
    client_version: string;
    address: string;
    factors_used: string;
    record: AccessRecordId;
    at_ms: number;
    is_member: number;
  };
}

/** What tells one kind of coming here from another. */
export const attemptKey = [
  'organization',
  'account',
  'client_kind',
  'client_version',
  'address',
  'factors_used',
] as const;

export const accessLogMigrations: readonly Migration[] = [
  {
    id: 'access-log-1-lines',
    up: async ({ schema }, { text, integer }) => {
      await schema
        .createTable('access_log')
        .addColumn('organization', text, (column) => column.notNull())
        .addColumn('id', text, (column) => column.notNull())
        .addColumn('at_ms', integer, (column) => column.notNull())
        .addColumn('kind', text, (column) => column.notNull())
        .addColumn('account', text, (column) => column.notNull())
        .addColumn('email', text, (column) => column.notNull())
        .addColumn('member', text)
        .addColumn('client_kind', text)
        .addColumn('client_version', text)
        .addColumn('address', text)
        .addColumn('factors_used', text)
        .addColumn('factors_enrolled', text)
        .addColumn('authenticated_at_ms', integer)
        .addColumn('session', text)
        .addColumn('code', text)
        .addColumn('reference', text)
        .addColumn('request', text)
        .addColumn('settled_by', text)
        .addPrimaryKeyConstraint('access_log_pk', ['organization', 'id'])
        .execute();
      // Each ends in the order that pages are read in.
      const orders = { time: [], kind: ['kind'], account: ['account'] };
      for (const [name, columns] of Object.entries(orders)) {
        await schema
          .createIndex(`access_log_by_${name}`)
          .on('access_log')
          .columns(['organization', ...columns, 'at_ms', 'id'])
          .execute();
      }
      await schema
        .createTable('access_attempts')
        .addColumn('organization', text, (column) => column.notNull())
        .addColumn('account', text, (column) => column.notNull())
        .addColumn('client_kind', text, (column) => column.notNull())
        .addColumn('client_version', text, (column) => column.notNull())
        .addColumn('address', text, (column) => column.notNull())
        .addColumn('factors_used', text, (column) => column.notNull())
        .addColumn('record', text, (column) => column.notNull())
        .addColumn('at_ms', integer, (column) => column.notNull())
        .addColumn('is_member', integer, (column) => column.notNull())
        .addPrimaryKeyConstraint('access_attempts_pk', [...attemptKey])
        .execute();
      await schema.createIndex('access_attempts_by_time').on('access_attempts').column('at_ms').execute();
    },
  },
];
