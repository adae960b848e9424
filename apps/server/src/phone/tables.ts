import type { ClientKind } from '@postern/contract';
import type {
  AccountId,
  HashB64,
  KeyMethodId,
  PhoneApprovalId,
  PhonePairingId,
  SessionId,
} from '@postern/core';
import type { Migration } from '../platform/db/migrations.ts';

/** Tables of phones. What passes through them opens nothing here; it lies there for minutes. */
export interface PhoneTables {
  /** Pairings that wait for their end, one for each generation of an account's keys at most. */
  phone_pairings: {
    account: AccountId;
    pairing: PhonePairingId;
    session: SessionId;
    /** Whose keys the phone is to open. */
    generation: number;
    /** What the phone answered, sealed under the key file: it holds what the phone will show. */
    answer_sealed: Uint8Array | null;
    expires_at_ms: number;
  };
  /** Questions of devices to the phones of their account. */
  phone_approvals: {
    id: PhoneApprovalId;
    account: AccountId;
    /** Whose keys are asked for. */
    generation: number;
    token_hash: HashB64;
    purpose: 'sign_in' | 'reset';
    /** What asks: a session, or the hash of a reset's ticket. One question of each stands at most. */
    asker: string;
    client_kind: ClientKind;
    client_version: string;
    user_agent: string;
    address: string;
    asked_at_ms: number;
    expires_at_ms: number;
    sealing_key: Uint8Array;
    commitment: HashB64;
    /** Shown once a phone has committed itself. */
    nonce: string | null;
    /** The phone that exchanges digits, with its commitment and its nonce. */
    phone: KeyMethodId | null;
    phone_commitment: HashB64 | null;
    phone_nonce: string | null;
    state: ApprovalState;
    /** As the phone gave it, once approved. */
    answer: string | null;
    answered_by: KeyMethodId | null;
  };
  /** Where phones are told that somebody asks; one place for each. */
  push_subscriptions: {
    account: AccountId;
    method: KeyMethodId;
    /** Endpoint and keys, sealed under the key file: a stolen database names no phone. */
    subscription_sealed: Uint8Array;
    made_at_ms: number;
  };
}

export type ApprovalState = 'open' | 'approved' | 'denied' | 'digits_wrong' | 'withdrawn';

export const phoneMigrations: readonly Migration[] = [
  {
    id: 'phone-1-pairings-approvals-push',
    up: async ({ schema }, { text, integer, bytes }) => {
      await schema
        .createTable('phone_pairings')
        .addColumn('account', text, (column) =>
          column.primaryKey().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('pairing', text, (column) => column.notNull())
        .addColumn('session', text, (column) =>
          column.notNull().references('sessions.id').onDelete('cascade'),
        )
        .addColumn('generation', integer, (column) => column.notNull())
        .addColumn('answer_sealed', bytes)
        .addColumn('expires_at_ms', integer, (column) => column.notNull())
        .execute();
      await schema
        .createTable('phone_approvals')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('account', text, (column) =>
          column.notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('generation', integer)
        .addColumn('token_hash', text, (column) => column.notNull().unique())
        .addColumn('purpose', text, (column) => column.notNull())
        .addColumn('asker', text, (column) => column.notNull())
        .addColumn('client_kind', text, (column) => column.notNull())
        .addColumn('client_version', text, (column) => column.notNull())
        .addColumn('user_agent', text, (column) => column.notNull())
        .addColumn('address', text, (column) => column.notNull())
        .addColumn('asked_at_ms', integer, (column) => column.notNull())
        .addColumn('expires_at_ms', integer, (column) => column.notNull())
        .addColumn('sealing_key', bytes, (column) => column.notNull())
        .addColumn('commitment', text, (column) => column.notNull())
        .addColumn('nonce', text)
        .addColumn('phone', text)
        .addColumn('phone_commitment', text)
        .addColumn('phone_nonce', text)
        .addColumn('state', text, (column) => column.notNull())
        .addColumn('answer', text)
        .addColumn('answered_by', text)
        .execute();
      await schema
        .createIndex('phone_approvals_by_account')
        .on('phone_approvals')
        .columns(['account', 'asked_at_ms'])
        .execute();
      await schema
        .createTable('push_subscriptions')
        .addColumn('account', text, (column) =>
          column.notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('method', text, (column) => column.notNull())
        .addColumn('subscription_sealed', bytes, (column) => column.notNull())
        .addColumn('made_at_ms', integer, (column) => column.notNull())
        .addPrimaryKeyConstraint('push_subscriptions_pk', ['account', 'method'])
        .execute();
    },
  },
];

/** Appended so that a session of keys that wait takes the place of no pairing but its own. */
export const phonePairingMigrations: readonly Migration[] = [
  {
    id: 'phone-2-pairings-by-generation',
    up: async ({ schema }, { text, integer, bytes }) => {
      // What is in it lies there for ten minutes; a pairing that an update falls into is begun again.
      await schema.dropTable('phone_pairings').execute();
      await schema
        .createTable('phone_pairings')
        .addColumn('account', text, (column) =>
          column.notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('pairing', text, (column) => column.notNull())
        .addColumn('session', text, (column) =>
          column.notNull().references('sessions.id').onDelete('cascade'),
        )
        .addColumn('generation', integer, (column) => column.notNull())
        .addColumn('answer_sealed', bytes)
        .addColumn('expires_at_ms', integer, (column) => column.notNull())
        .addPrimaryKeyConstraint('phone_pairings_pk', ['account', 'generation'])
        .execute();
    },
  },
];
