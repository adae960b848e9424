import { type AccountId, type Email, toBase64Url } from '@postern/core';
import {
  createMethod,
  createNextAccountKeys,
  type KeyStatement,
  loginFinish,
  loginStart,
  passwordMethodSeed,
  startKeyStorage,
} from '@postern/crypto';
import { emptyState, register, TestClient, wireKeys } from './account-client.ts';
import type { TestServer } from './test-server.ts';

const cli = { kind: 'cli', version: '0.1.0' } as const;

/** A ticket for a reset, by the code in the mailbox. */
export async function resetTicketOf(server: TestServer, email: Email): Promise<string> {
  const by = new TestClient(server.url);
  await by.must(by.post('password-reset/begin', { email }));
  const { ticket } = await by.must(by.post('password-reset/verify', { email, code: server.codeFor(email) }));
  return ticket;
}

/** Begins a generation of keys, of this number, after the one of the statement. */
export async function beginAnew(
  server: TestServer,
  of: {
    readonly email: Email;
    readonly account: AccountId;
    readonly after: KeyStatement;
    readonly number: number;
    readonly password: string;
  },
) {
  const { email, account, password } = of;
  const ticket = await resetTicketOf(server, email);
  const by = new TestClient(server.url);
  const registered = await register(by, 'password-reset/password', { email, password, fields: { ticket } });
  const keys = await createNextAccountKeys(of.after, server.nowMs(), of.number);
  const set = await startKeyStorage(keys, [
    await createMethod('password', await passwordMethodSeed(registered.exportKey), keys),
  ]);
  const answered = await by.post('password-reset/begin-generation', {
    ticket,
    registrationRecord: registered.record,
    keyStatement: toBase64Url(keys.statement.bytes),
    keys: wireKeys(set),
    state: await emptyState(account, set.accountSecret, {
      revision: 1,
      secretVersion: 1,
      keyStorageVersion: 1,
    }),
    client: cli,
  });
  return { by, answered, keys };
}

/** Signs in with the password of the keys in force while others wait; `undefined` when it is not that. */
export async function signInFormer(
  server: TestServer,
  email: Email,
  password: string,
): Promise<TestClient | undefined> {
  const by = new TestClient(server.url);
  const started = await loginStart(password);
  const begun = await by.must(
    by.post('sign-in/begin', { email, startLoginRequest: started.message, former: true }),
  );
  const { state } = started;
  const finished = await loginFinish({ password, email, state, response: begun.loginResponse });
  if (!finished) return undefined;
  const { attempt } = begun;
  await by.must(by.post('sign-in/finish', { attempt, finishLoginRequest: finished.message, client: cli }));
  return by;
}
