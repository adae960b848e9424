import type { ClientKind } from '@postern/contract';
import { type AccountId, type Email, newId, type SessionId } from '@postern/core';
import { type AccountKeys, createAccountKeys, createNextAccountKeys } from '@postern/crypto';
import { newToken, tokenHash } from '../../src/account/tokens.ts';
import type { TestServer } from './test-server.ts';

/** A person whose account and session were put into the database: real keys, no password. */
export interface SeededPerson {
  readonly account: AccountId;
  readonly email: Email;
  readonly keys: AccountKeys;
  /** For `Authorization: Bearer`. */
  readonly token: string;
  readonly session: SessionId;
}

const nothing = new Uint8Array(0);

/**
 * Puts an account and a session beneath OPAQUE, for tests and measurements of what comes after signing in. Its key
 * statement is real, the sealed objects are empty: nobody can open this account on another device.
 */
export async function seedPerson(server: TestServer, name: string): Promise<SeededPerson> {
  const { db } = server.running.platform;
  const account = newId<AccountId>();
  const email = `${name.toLowerCase()}@northwind.example` as Email;
  const nowMs = server.nowMs();
  const keys = await createAccountKeys(account, nowMs);
  await db.kysely
    .insertInto('accounts')
    .values({
      id: account,
      email,
      created_at_ms: nowMs,
      opaque_record: '',
      opaque_protocol: 1,
      password_version: 1,
      key_statement: keys.statement.bytes,
      key_storage: nothing,
      key_storage_version: 1,
      secret_version: 1,
      bundle: nothing,
      state_sealed: nothing,
      state_revision: 1,
    })
    .execute();
  return { account, email, keys, ...(await seedSession(server, account)) };
}

/**
 * The person after a forgotten password without any other way to the keys: a generation that waits, and a session of it,
 * put into the database beneath OPAQUE.
 */
export async function seedLostKeys(server: TestServer, person: SeededPerson): Promise<SeededPerson> {
  const { kysely } = server.running.platform.db;
  const { account } = person;
  const nowMs = server.nowMs();
  const keys = await createNextAccountKeys(person.keys.statement, nowMs);
  const { generation } = keys;
  await kysely
    .insertInto('pending_generations')
    .values({
      account,
      generation,
      cause: 'password',
      started_at_ms: nowMs,
      opaque_record: '',
      opaque_protocol: 1,
      password_version: generation,
      key_statement: keys.statement.bytes,
      key_storage: nothing,
      key_storage_version: 1,
      secret_version: 1,
      bundle: nothing,
      state_sealed: nothing,
      state_revision: 1,
    })
    .execute();
  await kysely
    .updateTable('accounts')
    .set({ newest_generation: generation })
    .where('id', '=', account)
    .execute();
  const seeded = await seedSession(server, account);
  await kysely.updateTable('sessions').set({ generation }).where('id', '=', seeded.session).execute();
  return { ...person, keys, ...seeded };
}

/** Another session of an account, as of a second device. */
export async function seedSession(
  server: TestServer,
  account: AccountId,
  client: { readonly kind: ClientKind; readonly version: string } = { kind: 'cli', version: '0.1.0' },
): Promise<Pick<SeededPerson, 'session' | 'token'>> {
  const { db, keys } = server.running.platform;
  const nowMs = server.nowMs();
  const session = newId<SessionId>();
  const token = newToken();
  await db.kysely
    .insertInto('sessions')
    .values({
      id: session,
      account,
      token_hash: tokenHash(keys, 'session', token),
      client_kind: client.kind,
      client_version: client.version,
      user_agent: 'test',
      address: '127.0.0.1',
      created_at_ms: nowMs,
      last_used_at_ms: nowMs,
      authenticated_at_ms: nowMs,
    })
    .execute();
  return { session, token };
}
