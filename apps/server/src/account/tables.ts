import type { FactorStrength } from '@postern/access';
import type { ClientKind, MethodKind } from '@postern/contract';
import type { AccountId, Email, HashB64, KeyMethodId, SessionId } from '@postern/core';
import type { OpaqueServerState } from '@postern/crypto/opaque-server';
import type { Generated } from 'kysely';
import type { Migration } from '../platform/db/migrations.ts';

/** What a session is good for. */
export type SessionScope = 'full' | 'door';

/** What the keys of one generation consist of, beside its key-storage methods. */
interface GenerationColumns {
  opaque_record: string;
  /** Suite, costs and identifiers that made the record. */
  opaque_protocol: number;
  /**
   * Counts up with every change of password, over all generations of the account, so that it names the password and its
   * generation: a sign-in that began before a change ends with it.
   */
  password_version: number;
  key_statement: Uint8Array;
  key_storage: Uint8Array;
  key_storage_version: number;
  secret_version: number;
  bundle: Uint8Array;
  state_sealed: Uint8Array;
  state_revision: number;
}

/** Where a reset stands with the second factor. `door`: it goes on without, into a session for the owner's door. */
export type FactorAtReset = 'none' | 'needed' | 'given' | 'door';

/** Why a generation was begun without the keys of the one before. */
export type GenerationCause = 'password' | 'phone';

/**
 * Tables of accounts and sessions. Tokens and mailed codes are here as keyed hashes only; the sealed objects are
 * bytes that nobody here can open.
 */
export interface AccountTables {
  accounts: GenerationColumns & {
    id: AccountId;
    email: Email;
    created_at_ms: number;
    /** The generation in force: of the keys in this very row. */
    generation: Generated<number>;
    /** The highest that was ever begun, those that were refused included: a number names one generation for good. */
    newest_generation: Generated<number>;
    /** Generations that vouched for the one in force, one after the other, as `known-keys.ts` writes them. */
    keys_before: Generated<string>;
    /** When a generation that waited was last refused; none is begun for a while after it. */
    generation_refused_at_ms: number | null;
    /** Strengths of the enrolled second factors, as `factor-columns.ts` writes them. */
    factors_enrolled: Generated<string>;
  };
  /**
   * The generation that an account began without the keys of the one in force. It waits until every organization of the
   * account has taken it, or somebody who still holds the one in force refuses it (`generations.ts`).
   */
  pending_generations: GenerationColumns & {
    account: AccountId;
    generation: number;
    cause: GenerationCause;
    started_at_ms: number;
  };
  key_methods: {
    account: AccountId;
    /** Which generation it leads to. */
    generation: Generated<number>;
    id: KeyMethodId;
    /** Place in the signed list. */
    position: number;
    kind: MethodKind;
    anchor: Uint8Array;
    wrap: Uint8Array;
    created_at_ms: number;
    last_used_at_ms: number | null;
    /** What its person calls it. */
    label: Generated<string>;
    /** What a browser needs to ask a passkey, as JSON. */
    credential: string | null;
    /** Keyed hash of what whoever holds the method shows; null for the password. */
    proof_hash: HashB64 | null;
    /** Since when a phone says that it does not have the key any more. */
    unpaired_at_ms: number | null;
  };
  sessions: {
    id: SessionId;
    account: AccountId;
    token_hash: HashB64;
    client_kind: ClientKind;
    client_version: string;
    user_agent: string;
    /** Where it was last used from. */
    address: string;
    created_at_ms: number;
    last_used_at_ms: number;
    authenticated_at_ms: number;
    /** Whose keys the session is of: those in force, or those that wait. */
    generation: Generated<number>;
    /** `door`: begun without the second factor, for the owner's door alone (`session.ts`). */
    scope: Generated<SessionScope>;
    /** When a second factor of this strength was last given in this session. */
    mail_given_at_ms: number | null;
    totp_given_at_ms: number | null;
    passkey_given_at_ms: number | null;
  };
  /** One code per purpose and address at most. */
  mailed_codes: { name: HashB64; code_hash: HashB64; attempts: number; expires_at_ms: number };
  sign_up_tickets: { token_hash: HashB64; email: Email; expires_at_ms: number };
  /** Whoever holds one has read a mail to the account's address, and forgot the password. */
  reset_tickets: {
    token_hash: HashB64;
    account: AccountId;
    factor: FactorAtReset;
    /** What a passkey has to sign. */
    challenge: string;
    /** The strength that was given, in force for the session that follows. */
    strength: FactorStrength | null;
    /** The generation whose keys whoever holds it has shown to have; its sealed state is served to them. */
    opened_generation: number | null;
    expires_at_ms: number;
  };
  /** The server's half of an OPAQUE run. `account` is null for an address that nobody has. */
  sign_in_attempts: {
    token_hash: HashB64;
    email: Email;
    account: AccountId | null;
    password_version: number;
    /** The session that confirms itself; null for a sign-in. */
    session: SessionId | null;
    opaque_state: OpaqueServerState;
    address: string;
    begun_at_ms: number;
    expires_at_ms: number;
  };
  access_records: {
    id: string;
    /** Empty for a failed sign-in with an address that nobody has: its record is the same work, and shown to nobody. */
    account: AccountId | '';
    at_ms: number;
    kind: string;
    code: string | null;
    organization: string | null;
    client_kind: ClientKind | null;
    address: string;
    reference: string | null;
  };
}

/** What a request's session is read as, wherever it is read: a row of `sessions` joined with its account. */
export const sessionColumns = [
  'sessions.id',
  'sessions.account',
  'accounts.email',
  'accounts.factors_enrolled',
  'accounts.generation as generation_in_force',
  'accounts.keys_before',
  'sessions.client_kind',
  'sessions.client_version',
  'sessions.scope',
  'sessions.generation',
  'sessions.created_at_ms',
  'sessions.last_used_at_ms',
  'sessions.authenticated_at_ms',
  'sessions.mail_given_at_ms',
  'sessions.totp_given_at_ms',
  'sessions.passkey_given_at_ms',
] as const;

/** Added after the other contexts had theirs, so it has a place of its own in the list of all migrations. */
export const accountFactorMigrations: readonly Migration[] = [
  {
    id: 'account-2-second-factors',
    up: async ({ schema }, { text, integer }) => {
      await schema
        .alterTable('accounts')
        .addColumn('factors_enrolled', text, (column) => column.notNull().defaultTo(''))
        .execute();
      for (const column of ['mail_given_at_ms', 'totp_given_at_ms', 'passkey_given_at_ms']) {
        await schema.alterTable('sessions').addColumn(column, integer).execute();
      }
    },
  },
];

/** Appended with the owner's door. */
export const accountDoorMigrations: readonly Migration[] = [
  {
    id: 'account-3-session-scope',
    up: async ({ schema }, { text }) => {
      await schema
        .alterTable('sessions')
        .addColumn('scope', text, (column) => column.notNull().defaultTo('full'))
        .execute();
    },
  },
];

/** Appended with *Forgot password*. */
export const accountGenerationMigrations: readonly Migration[] = [
  {
    id: 'account-4-generations',
    up: async ({ schema }, { text, integer, bytes }) => {
      for (const table of ['accounts', 'sessions', 'key_methods']) {
        await schema
          .alterTable(table)
          .addColumn('generation', integer, (column) => column.notNull().defaultTo(1))
          .execute();
      }
      await schema
        .alterTable('accounts')
        .addColumn('newest_generation', integer, (column) => column.notNull().defaultTo(1))
        .execute();
      await schema
        .createTable('reset_tickets')
        .addColumn('token_hash', text, (column) => column.primaryKey())
        .addColumn('account', text, (column) =>
          column.notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('factor', text, (column) => column.notNull())
        .addColumn('challenge', text, (column) => column.notNull())
        .addColumn('strength', text)
        .addColumn('expires_at_ms', integer, (column) => column.notNull())
        .execute();
      await schema.createIndex('reset_tickets_by_account').on('reset_tickets').column('account').execute();
      await schema
        .createTable('pending_generations')
        .addColumn('account', text, (column) =>
          column.primaryKey().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('generation', integer, (column) => column.notNull())
        .addColumn('cause', text, (column) => column.notNull())
        .addColumn('started_at_ms', integer, (column) => column.notNull())
        .addColumn('opaque_record', text, (column) => column.notNull())
        .addColumn('opaque_protocol', integer, (column) => column.notNull())
        .addColumn('password_version', integer, (column) => column.notNull())
        .addColumn('key_statement', bytes, (column) => column.notNull())
        .addColumn('key_storage', bytes, (column) => column.notNull())
        .addColumn('key_storage_version', integer, (column) => column.notNull())
        .addColumn('secret_version', integer, (column) => column.notNull())
        .addColumn('bundle', bytes, (column) => column.notNull())
        .addColumn('state_sealed', bytes, (column) => column.notNull())
        .addColumn('state_revision', integer, (column) => column.notNull())
        .execute();
    },
  },
];

/** Appended with the ways to the keys beside the password. */
export const accountKeyMethodMigrations: readonly Migration[] = [
  {
    id: 'account-5-key-methods',
    up: async (queries, { text, integer }) => {
      const alter = () => queries.schema.alterTable('key_methods');
      await alter()
        .addColumn('created_at_ms', integer, (column) => column.notNull().defaultTo(0))
        .execute();
      for (const column of ['last_used_at_ms', 'unpaired_at_ms']) {
        await alter().addColumn(column, integer).execute();
      }
      await alter()
        .addColumn('label', text, (column) => column.notNull().defaultTo(''))
        .execute();
      for (const column of ['credential', 'proof_hash']) await alter().addColumn(column, text).execute();
      await queries
        .updateTable('key_methods')
        .set(({ selectFrom }) => ({
          created_at_ms: selectFrom('accounts')
            .select('accounts.created_at_ms')
            .whereRef('accounts.id', '=', 'key_methods.account'),
        }))
        .execute();
    },
  },
];

/** Appended once a reset had to show its keys before it is served what they open. */
export const accountResetProofMigrations: readonly Migration[] = [
  {
    id: 'account-6-reset-proofs',
    up: async ({ schema }, { integer }) => {
      await schema.alterTable('reset_tickets').addColumn('opened_generation', integer).execute();
    },
  },
];

/** Appended once a refused generation kept the next from beginning at once. */
export const accountRefusedGenerationMigrations: readonly Migration[] = [
  {
    id: 'account-7-refused-generations',
    up: async ({ schema }, { integer }) => {
      await schema.alterTable('accounts').addColumn('generation_refused_at_ms', integer).execute();
    },
  },
];

/** Appended once an account could replace its keys itself. */
export const accountReplacedKeysMigrations: readonly Migration[] = [
  {
    id: 'account-8-replaced-keys',
    up: async ({ schema }, { text }) => {
      await schema
        .alterTable('accounts')
        .addColumn('keys_before', text, (column) => column.notNull().defaultTo(''))
        .execute();
    },
  },
];

export const accountMigrations: readonly Migration[] = [
  {
    id: 'account-1-accounts-sessions',
    up: async ({ schema }, { text, integer, bytes }) => {
      await schema
        .createTable('accounts')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('email', text, (column) => column.notNull().unique())
        .addColumn('created_at_ms', integer, (column) => column.notNull())
        .addColumn('opaque_record', text, (column) => column.notNull())
        .addColumn('opaque_protocol', integer, (column) => column.notNull())
        .addColumn('password_version', integer, (column) => column.notNull())
        .addColumn('key_statement', bytes, (column) => column.notNull())
        .addColumn('key_storage', bytes, (column) => column.notNull())
        .addColumn('key_storage_version', integer, (column) => column.notNull())
        .addColumn('secret_version', integer, (column) => column.notNull())
        .addColumn('bundle', bytes, (column) => column.notNull())
        .addColumn('state_sealed', bytes, (column) => column.notNull())
        .addColumn('state_revision', integer, (column) => column.notNull())
        .execute();
      await schema
        .createTable('key_methods')
        .addColumn('account', text, (column) =>
          column.notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('id', text, (column) => column.notNull())
        .addColumn('position', integer, (column) => column.notNull())
        .addColumn('kind', text, (column) => column.notNull())
        .addColumn('anchor', bytes, (column) => column.notNull())
        .addColumn('wrap', bytes, (column) => column.notNull())
        .addPrimaryKeyConstraint('key_methods_pk', ['account', 'id'])
        .execute();
      await schema
        .createTable('sessions')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('account', text, (column) =>
          column.notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('token_hash', text, (column) => column.notNull().unique())
        .addColumn('client_kind', text, (column) => column.notNull())
        .addColumn('client_version', text, (column) => column.notNull())
        .addColumn('user_agent', text, (column) => column.notNull())
        .addColumn('address', text, (column) => column.notNull())
        .addColumn('created_at_ms', integer, (column) => column.notNull())
        .addColumn('last_used_at_ms', integer, (column) => column.notNull())
        .addColumn('authenticated_at_ms', integer, (column) => column.notNull())
        .execute();
      await schema.createIndex('sessions_by_account').on('sessions').column('account').execute();
      await schema.createIndex('sessions_by_use').on('sessions').column('last_used_at_ms').execute();
      await schema
        .createTable('mailed_codes')
        .addColumn('name', text, (column) => column.primaryKey())
        .addColumn('code_hash', text, (column) => column.notNull())
        .addColumn('attempts', integer, (column) => column.notNull())
        .addColumn('expires_at_ms', integer, (column) => column.notNull())
        .execute();
      await schema
        .createTable('sign_up_tickets')
        .addColumn('token_hash', text, (column) => column.primaryKey())
        .addColumn('email', text, (column) => column.notNull())
        .addColumn('expires_at_ms', integer, (column) => column.notNull())
        .execute();
      await schema
        .createTable('sign_in_attempts')
        .addColumn('token_hash', text, (column) => column.primaryKey())
        .addColumn('email', text, (column) => column.notNull())
        .addColumn('account', text)
        .addColumn('password_version', integer, (column) => column.notNull())
        .addColumn('session', text)
        .addColumn('opaque_state', text, (column) => column.notNull())
        .addColumn('address', text, (column) => column.notNull())
        .addColumn('begun_at_ms', integer, (column) => column.notNull())
        .addColumn('expires_at_ms', integer, (column) => column.notNull())
        .execute();
      await schema
        .createTable('access_records')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('account', text, (column) => column.notNull())
        .addColumn('at_ms', integer, (column) => column.notNull())
        .addColumn('kind', text, (column) => column.notNull())
        .addColumn('code', text)
        .addColumn('organization', text)
        .addColumn('client_kind', text)
        .addColumn('address', text, (column) => column.notNull())
        .addColumn('reference', text)
        .execute();
      await schema
        .createIndex('access_records_by_account')
        .on('access_records')
        .columns(['account', 'kind', 'at_ms'])
        .execute();
      await schema.createIndex('access_records_by_time').on('access_records').column('at_ms').execute();
    },
  },
];
