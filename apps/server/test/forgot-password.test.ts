import { mustBeOk, newId, toBase64Url } from '@postern/core';
import {
  type AccountKeys,
  createAccountKeys,
  createMethod,
  createNextAccountKeys,
  loginStart,
  passwordMethodSeed,
  replaceMethod,
  startKeyStorage,
} from '@postern/crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  emailOf,
  emptyState,
  openAccount,
  provePassword,
  register,
  type SignedUp,
  signUp,
  TestClient,
  wireKeys,
} from './support/account-client.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

const email = emailOf('maya@northwind.example');
const password = 'granite orchard 47 lantern';
const cli = { kind: 'cli', version: '0.1.0' };

let server: TestServer;
let maya: SignedUp;

beforeAll(async () => {
  server = await startTestServer({ POSTERN_SIGNUP: 'open' });
  maya = await signUp(client(), server.codeFor, { email, password, nowMs: server.nowMs() });
});
afterAll(() => server.stop());
/** Later than every limit of the test before. */
beforeEach(() => server.passMs(25 * 3600_000));

const client = () => new TestClient(server.url);
const reset = (by: TestClient, step: string, body: object) => by.post(`password-reset/${step}`, body);

/** Somebody with the mailed code entered. */
async function ticketOf(by: TestClient): Promise<string> {
  await by.must(reset(by, 'begin', { email }));
  const { ticket } = await by.must(reset(by, 'verify', { email, code: server.codeFor(email) }));
  return ticket;
}

/** Everything the last step sends that brings the keys back; they were opened in a session, as a sheet would. */
async function withKeys(by: TestClient, ticket: string, next: string) {
  const signedIn = client();
  const proven = await provePassword(signedIn, 'sign-in', { email, password: current });
  if (!proven) throw new Error('the password was not proven');
  const opened = await openAccount(signedIn, proven.exportKey);
  const { stateRevision, generation } = await signedIn.must(signedIn.get('/api/account'));
  const registered = await register(by, 'password-reset/password', {
    email,
    password: next,
    fields: { ticket },
  });
  const method = await createMethod('password', await passwordMethodSeed(registered.exportKey), opened.keys);
  const set = mustBeOk(await replaceMethod(opened, opened.statement.methods[0]?.id ?? method.id, method));
  return {
    ticket,
    registrationRecord: registered.record,
    generation,
    keys: wireKeys(set),
    state: await emptyState(maya.account, set.accountSecret, {
      revision: stateRevision + 1,
      secretVersion: set.statement.secretVersion,
      keyStorageVersion: set.statement.version,
    }),
    client: cli,
  };
}

/** Everything the last step sends that begins a generation with these keys. */
async function without(by: TestClient, ticket: string, next: string, keys: AccountKeys) {
  const registered = await register(by, 'password-reset/password', {
    email,
    password: next,
    fields: { ticket },
  });
  const set = await startKeyStorage(keys, [
    await createMethod('password', await passwordMethodSeed(registered.exportKey), keys),
  ]);
  return {
    ticket,
    registrationRecord: registered.record,
    keyStatement: toBase64Url(keys.statement.bytes),
    keys: wireKeys(set),
    state: await emptyState(maya.account, set.accountSecret, {
      revision: 1,
      secretVersion: 1,
      keyStorageVersion: 1,
    }),
    client: cli,
  };
}

let current = password;

describe('a ticket', () => {
  it('is for half an hour, one code, and one reset', async () => {
    const by = client();
    const ticket = await ticketOf(by);
    const again = await reset(by, 'verify', { email, code: server.codeFor(email) });
    expect(again.body.code).toBe('code_expired');
    expect((await reset(by, 'read', { ticket })).body).toMatchObject({
      email,
      atDoor: false,
      generations: [{ generation: 1, methods: [{ kind: 'password' }] }],
      newestGeneration: 1,
    });
    expect((await reset(by, 'read', { ticket: 'A'.repeat(43) })).body.code).toBe('ticket_expired');
    server.passMs(30 * 60_000);
    for (const step of ['read', 'second-factor/skip']) {
      expect((await reset(by, step, { ticket })).body.code, step).toBe('ticket_expired');
    }
  });

  it('stores nothing that the account’s own keys did not sign for what is stored', async () => {
    const by = client();
    const ticket = await ticketOf(by);
    const body = await withKeys(by, ticket, 'copper lantern 58 harbour');
    const other = await createAccountKeys(maya.account, server.nowMs());
    const foreign = await startKeyStorage(other, [
      await createMethod('password', await passwordMethodSeed(new Uint8Array(64) as never), other),
    ]);
    const wrong: readonly [object, string][] = [
      [{ keys: wireKeys(foreign) }, 'signature_wrong'],
      [{ generation: 2 }, 'state_moved'],
      [{ state: { ...body.state, revision: body.state.revision + 1 } }, 'state_moved'],
      [{ registrationRecord: 'AAAA' }, 'opaque_malformed'],
      [{ state: { ...body.state, sealed: 'AAAA' } }, 'key_objects_invalid'],
    ];
    for (const [change, code] of wrong) {
      expect((await reset(by, 'finish', { ...body, ...change })).body.code, code).toBe(code);
    }
    // None of it used the ticket up.
    expect((await reset(by, 'finish', body)).body).toMatchObject({ scope: 'full', account: maya.account });
    expect((await reset(client(), 'finish', body)).body.code).toBe('ticket_expired');
    current = 'copper lantern 58 harbour';
    expect(await provePassword(client(), 'sign-in', { email, password })).toBeUndefined();
    expect((await maya.client.get('/api/account')).body.code).toBe('sign_in_required');
  });
});

describe('a generation', () => {
  it('has the next number and follows on the latest', async () => {
    const by = client();
    const ticket = await ticketOf(by);
    const nowMs = server.nowMs();
    const { statement } = maya.keys;
    const next = 'velvet anchor 12 mirror';
    const stranger = await createAccountKeys(newId(), nowMs);
    for (const [keys, code] of [
      [await createNextAccountKeys(statement, nowMs, 3), 'state_moved'],
      [await createAccountKeys(maya.account, nowMs), 'state_moved'],
      [stranger, 'key_objects_invalid'],
    ] as const) {
      const refused = await reset(by, 'begin-generation', await without(by, ticket, next, keys));
      expect(refused.body.code).toBe(code);
    }
    const keys = await createNextAccountKeys(statement, nowMs);
    const begun = await without(by, ticket, next, keys);
    expect((await reset(by, 'begin-generation', begun)).body).toMatchObject({ scope: 'full' });
    expect((await reset(client(), 'begin-generation', begun)).body.code).toBe('ticket_expired');
    // Nobody has to take it: it is in force at once, and waits no more.
    const account = (await by.get('/api/account')).body;
    expect(account).toMatchObject({ generation: 2 });
    expect(account.waiting).toBeUndefined();
    expect((await by.post('generations/refuse', { statementHash: keys.statement.hash })).body.code).toBe(
      'state_moved',
    );
    expect(await provePassword(client(), 'sign-in', { email, password: current })).toBeUndefined();
  });
});

describe('the password of before', () => {
  it('is asked for alike where there is none, for an account and for nobody', async () => {
    const shapes = [];
    for (const each of [email, 'nobody@northwind.example']) {
      for (const former of [true, false]) {
        const { message } = await loginStart('whatever it was');
        const answer = await client().post('sign-in/begin', {
          email: each,
          startLoginRequest: message,
          former,
        });
        shapes.push([answer.status, Object.keys(answer.body), answer.text.length]);
      }
    }
    expect(new Set(shapes.map((shape) => JSON.stringify(shape))).size).toBe(1);
  });
});
