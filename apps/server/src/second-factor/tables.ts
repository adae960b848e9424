import type { FactorStrength } from '@postern/access';
import type { ClientKind } from '@postern/contract';
import type { AccountId, Email, FactorId, HashB64, SessionId } from '@postern/core';
import type { Migration } from '../platform/db/migrations.ts';

/** Tables of second factors. None of it opens anything in a vault: the server has to be able to check each of these. */
export interface SecondFactorTables {
  second_factors: {
    id: FactorId;
    account: AccountId;
    kind: FactorStrength;
    name: string;
    created_at_ms: number;
    last_used_at_ms: number | null;
  };
  /** Authenticator apps. */
  totp_secrets: {
    factor: FactorId;
    /** 20 bytes, sealed under the key file. */
    secret_sealed: Uint8Array;
    /** The last time step whose code was taken; none up to it is taken again. */
    last_step: number;
  };
  /** Passkeys and security keys. */
  passkeys: {
    factor: FactorId;
    account: AccountId;
    /** Given out by the authenticator; base64url. */
    credential_id: string;
    /** COSE_Key (RFC 9052). */
    public_key: Uint8Array;
    sign_count: number;
    /** Names of WebAuthn, separated by commas. */
    transports: string;
  };
  /** The unused ones. */
  backup_codes: { account: AccountId; code_hash: HashB64 };
  /** Sign-ins whose password is proven and whose second factor is not. */
  pending_sign_ins: {
    token_hash: HashB64;
    account: AccountId;
    email: Email;
    password_version: number;
    client_kind: ClientKind;
    client_version: string;
    /** What a passkey has to sign; base64url. */
    challenge: string;
    expires_at_ms: number;
  };
  /** What a session has begun and not finished, one of each purpose at most. */
  factor_ceremonies: {
    session: SessionId;
    purpose: CeremonyPurpose;
    /** A challenge as base64url; for an authenticator app the new secret, sealed under the key file, as base64url. */
    content: string;
    expires_at_ms: number;
  };
}

export type CeremonyPurpose = 'give' | 'add-passkey' | 'add-totp';

export const secondFactorMigrations: readonly Migration[] = [
  {
    id: 'second-factor-1-factors-codes',
    up: async ({ schema }, { text, integer, bytes }) => {
      await schema
        .createTable('second_factors')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('account', text, (column) =>
          column.notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('kind', text, (column) => column.notNull())
        .addColumn('name', text, (column) => column.notNull())
        .addColumn('created_at_ms', integer, (column) => column.notNull())
        .addColumn('last_used_at_ms', integer)
        .execute();
      await schema.createIndex('second_factors_by_account').on('second_factors').column('account').execute();
      await schema
        .createTable('totp_secrets')
        .addColumn('factor', text, (column) =>
          column.primaryKey().references('second_factors.id').onDelete('cascade'),
        )
        .addColumn('secret_sealed', bytes, (column) => column.notNull())
        .addColumn('last_step', integer, (column) => column.notNull())
        .execute();
      await schema
        .createTable('passkeys')
        .addColumn('factor', text, (column) =>
          column.primaryKey().references('second_factors.id').onDelete('cascade'),
        )
        .addColumn('account', text, (column) => column.notNull())
        .addColumn('credential_id', text, (column) => column.notNull())
        .addColumn('public_key', bytes, (column) => column.notNull())
        .addColumn('sign_count', integer, (column) => column.notNull())
        .addColumn('transports', text, (column) => column.notNull())
        .addUniqueConstraint('passkeys_by_credential', ['account', 'credential_id'])
        .execute();
      await schema
        .createTable('backup_codes')
        .addColumn('account', text, (column) =>
          column.notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('code_hash', text, (column) => column.notNull())
        .addPrimaryKeyConstraint('backup_codes_pk', ['account', 'code_hash'])
        .execute();
      await schema
        .createTable('pending_sign_ins')
        .addColumn('token_hash', text, (column) => column.primaryKey())
        .addColumn('account', text, (column) =>
          column.notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('email', text, (column) => column.notNull())
        .addColumn('password_version', integer, (column) => column.notNull())
        .addColumn('client_kind', text, (column) => column.notNull())
        .addColumn('client_version', text, (column) => column.notNull())
        .addColumn('challenge', text, (column) => column.notNull())
        .addColumn('expires_at_ms', integer, (column) => column.notNull())
        .execute();
      await schema
        .createTable('factor_ceremonies')
        .addColumn('session', text, (column) =>
          column.notNull().references('sessions.id').onDelete('cascade'),
        )
        .addColumn('purpose', text, (column) => column.notNull())
        .addColumn('content', text, (column) => column.notNull())
        .addColumn('expires_at_ms', integer, (column) => column.notNull())
        .addPrimaryKeyConstraint('factor_ceremonies_pk', ['session', 'purpose'])
        .execute();
    },
  },
];
