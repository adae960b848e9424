import type { ClientKind, RequestState } from '@postern/contract';
import type {
  AccountId,
  Email,
  HashB64,
  MemberId,
  OrganizationId,
  RequestId,
  SessionId,
} from '@postern/core';
import { type Generated, sql } from 'kysely';
import type { GenerationCause } from '../account/tables.ts';
import type { Migration } from '../platform/db/migrations.ts';
import type { AskedOf } from './asked-of.ts';

/** Requests for access and the mails that tell of them. Nobody signs these: what they say, the server says. */
export interface RequestTables {
  access_requests: {
    id: RequestId;
    /** Null for an address nobody has: the same row, which nobody is shown (attack row X2). */
    organization: OrganizationId | null;
    /** As it was asked at. */
    address: string;
    account: AccountId;
    email: Email;
    code: string;
    /** What a refusal inside the organization was about, as `aboutText` spells it; empty for the organization itself. */
    about: string;
    /** Who can help with it, as `asked-of.ts` spells it. */
    asked_of: AskedOf;
    state: RequestState;
    note: string;
    asked_at_ms: number;
    last_asked_at_ms: number;
    times: number;
    expires_at_ms: number;
    seen_by: MemberId | null;
    seen_at_ms: number | null;
    settled_by: MemberId | null;
    settled_at_ms: number | null;
    /** What whoever refused it wrote. */
    answer: string | null;
    /** 1 while those who can help are still to be mailed of it. */
    to_mail: number;
    session: SessionId;
    client_kind: ClientKind;
    client_version: string;
    client_address: string;
    /** Strengths, apart by commas. */
    factors_used: string;
    factors_enrolled: string;
    authenticated_at_ms: number;
    /** Of the keys that the session had, and what began them where they wait. */
    generation: Generated<number>;
    reset_by: GenerationCause | null;
    /** What whoever asks to be invited again shows for their six words: for which key statement, and the proof. */
    relink_statement: HashB64 | null;
    relink_proof: HashB64 | null;
  };
  /** One mail to one of those who can help with a request. */
  access_request_mails: {
    request: RequestId;
    recipient: AccountId;
    organization: OrganizationId;
    /** 1: goes into one mail with the others that wait for this recipient. */
    merged: number;
    attempts: number;
    /** When it was sent or last tried. */
    at_ms: number;
    /** When it is tried next, by whoever moves this on first; null once sent. */
    next_at_ms: number | null;
    /** Tells mails apart that told of several requests; null until sent. */
    mail: string | null;
  };
}

/** Appended with being invited again. */
export const requestRelinkMigrations: readonly Migration[] = [
  {
    id: 'requests-2-relink',
    up: async ({ schema }, { text, integer }) => {
      const add = (name: string) => schema.alterTable('access_requests').addColumn(name, text).execute();
      await schema
        .alterTable('access_requests')
        .addColumn('generation', integer, (column) => column.notNull().defaultTo(1))
        .execute();
      await add('reset_by');
      await add('relink_statement');
      await add('relink_proof');
    },
  },
];

export const requestMigrations: readonly Migration[] = [
  {
    id: 'requests-1-requests-mails',
    up: async ({ schema }, { text, integer }) => {
      await schema
        .createTable('access_requests')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('organization', text, (column) => column.references('organizations.id'))
        .addColumn('address', text, (column) => column.notNull())
        .addColumn('account', text, (column) =>
          column.notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('email', text, (column) => column.notNull())
        .addColumn('code', text, (column) => column.notNull())
        .addColumn('about', text, (column) => column.notNull())
        .addColumn('asked_of', text, (column) => column.notNull())
        .addColumn('state', text, (column) => column.notNull())
        .addColumn('note', text, (column) => column.notNull())
        .addColumn('asked_at_ms', integer, (column) => column.notNull())
        .addColumn('last_asked_at_ms', integer, (column) => column.notNull())
        .addColumn('times', integer, (column) => column.notNull())
        .addColumn('expires_at_ms', integer, (column) => column.notNull())
        .addColumn('seen_by', text)
        .addColumn('seen_at_ms', integer)
        .addColumn('settled_by', text)
        .addColumn('settled_at_ms', integer)
        .addColumn('answer', text)
        .addColumn('to_mail', integer, (column) => column.notNull())
        .addColumn('session', text, (column) => column.notNull())
        .addColumn('client_kind', text, (column) => column.notNull())
        .addColumn('client_version', text, (column) => column.notNull())
        .addColumn('client_address', text, (column) => column.notNull())
        .addColumn('factors_used', text, (column) => column.notNull())
        .addColumn('factors_enrolled', text, (column) => column.notNull())
        .addColumn('authenticated_at_ms', integer, (column) => column.notNull())
        .execute();
      // One open request for each account, address, code and thing asked for.
      await schema
        .createIndex('access_requests_open')
        .unique()
        .on('access_requests')
        .columns(['account', 'address', 'code', 'about'])
        .where(sql.ref('state'), '=', sql.lit('open'))
        .execute();
      await schema
        .createIndex('access_requests_of_account')
        .on('access_requests')
        .columns(['account', 'last_asked_at_ms'])
        .execute();
      // The inbox counts and lists out of these two without looking at rows it does not show.
      await schema
        .createIndex('access_requests_by_helper')
        .on('access_requests')
        .columns(['organization', 'state', 'asked_of', 'account', 'expires_at_ms'])
        .execute();
      await schema
        .createIndex('access_requests_by_time')
        .on('access_requests')
        .columns(['organization', 'last_asked_at_ms', 'id'])
        .execute();
      await schema
        .createIndex('access_requests_by_end')
        .on('access_requests')
        .columns(['state', 'expires_at_ms'])
        .execute();
      await schema
        .createIndex('access_requests_to_mail')
        .on('access_requests')
        .column('last_asked_at_ms')
        .where(sql.ref('to_mail'), '=', sql.lit(1))
        .execute();
      await schema
        .createTable('access_request_mails')
        .addColumn('request', text, (column) =>
          column.notNull().references('access_requests.id').onDelete('cascade'),
        )
        .addColumn('recipient', text, (column) => column.notNull())
        .addColumn('organization', text, (column) => column.notNull())
        .addColumn('merged', integer, (column) => column.notNull())
        .addColumn('attempts', integer, (column) => column.notNull())
        .addColumn('at_ms', integer, (column) => column.notNull())
        .addColumn('next_at_ms', integer)
        .addColumn('mail', text)
        .addPrimaryKeyConstraint('access_request_mails_pk', ['request', 'recipient'])
        .execute();
      await schema
        .createIndex('access_request_mails_due')
        .on('access_request_mails')
        .column('next_at_ms')
        .execute();
      await schema
        .createIndex('access_request_mails_of_recipient')
        .on('access_request_mails')
        .columns(['organization', 'recipient', 'at_ms'])
        .execute();
    },
  },
];
