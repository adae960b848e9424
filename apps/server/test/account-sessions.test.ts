import {
  type AccountId,
  fromBase64Url,
  maxSealedBytes,
  mustBeOk,
  newId,
  type SessionId,
  toBase64Url,
} from '@postern/core';
import { createMethod, loginFinish, loginStart, passwordMethodSeed, replaceMethod } from '@postern/crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearExpired } from '../src/account/clear-expired.ts';
import { recordAccess } from '../src/account/record-access.ts';
import type { ChangeNotice } from '../src/platform/events/change-feed.ts';
import {
  emailOf,
  emptyState,
  openAccount,
  provePassword,
  register,
  type SignedUp,
  signUp,
  TestClient,
  webClient,
  wireKeys,
} from './support/account-client.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

const password = 'a heron walks over the wet roof';
const nextPassword = 'three lanterns under the bridge';
const email = emailOf('maya@northwind.example');
const stranger = emailOf('nobody@northwind.example');

let server: TestServer;
let maya: SignedUp;
const notices: ChangeNotice[] = [];
beforeAll(async () => {
  server = await startTestServer();
  maya = await signUp(new TestClient(server.url), server.codeFor, { email, password, nowMs: server.nowMs() });
  server.running.platform.feed.subscribe((notice) => notices.push(notice));
});
afterAll(() => server.stop());

const client = () => new TestClient(server.url);
const logOf = async (signedIn: TestClient) =>
  (await signedIn.must(signedIn.get('/api/account/access-log'))).records as { kind: string }[];

describe('signing in', () => {
  it('gives a token to clients that keep one, and opens the keys it was made with', async () => {
    const cli = client();
    const proven = await provePassword(cli, 'sign-in', { email, password });
    expect(proven?.answered).toMatchObject({ status: 200, setCookie: undefined });
    expect(fromBase64Url(proven?.answered.body.token)).toHaveLength(32);
    if (!proven) throw new Error('the password was not proven');
    const opened = await openAccount(cli, proven.exportKey);
    expect(opened.keys.statement.hash).toBe(maya.keys.statement.hash);

    // What was sent once gets nothing again, and a token is none in a cookie.
    expect((await client().post('sign-in/finish', proven.body)).body.code).toBe('sign_in_failed');
    const thief = client();
    thief.cookie = `postern_session=${cli.token}`;
    expect((await thief.get('/api/account')).body.code).toBe('sign_in_required');
    const stored = await server.running.platform.db.kysely.selectFrom('sessions').selectAll().execute();
    expect(JSON.stringify(stored)).not.toContain(cli.token);
  });

  it('gives browsers a cookie that scripts cannot read, and ends the session it replaces', async () => {
    const browser = client();
    const first = await provePassword(browser, 'sign-in', { email, password, client: webClient });
    expect(first?.answered.body.token).toBeUndefined();
    expect(first?.answered.setCookie).toMatch(/^postern_session=[\w-]{43}; .*HttpOnly; SameSite=Strict$/);
    const replacedCookie = browser.cookie;
    await provePassword(browser, 'sign-in', { email, password, client: webClient });
    expect((await browser.get('/api/account')).status).toBe(200);
    const old = client();
    old.cookie = replacedCookie;
    expect((await old.get('/api/account')).body.code).toBe('sign_in_required');
    const bearer = client();
    bearer.token = browser.cookie?.split('=')[1];
    expect((await bearer.get('/api/account')).body.code).toBe('sign_in_required');
    expect((await browser.post('sign-out')).status).toBe(200);
    expect((await browser.get('/api/account')).body.code).toBe('sign_in_required');
  });

  it('answers an address that nobody has in the same form, and fails alike', async () => {
    const { message } = await loginStart('some other password');
    const begin = async (of: string) =>
      client().post('sign-in/begin', { email: of, startLoginRequest: message });
    const [known, unknown] = [await begin(email), await begin(stranger)];
    expect(unknown.status).toBe(known.status);
    expect(Object.keys(unknown.body)).toEqual(Object.keys(known.body));
    expect(unknown.text).toHaveLength(known.text.length);
    // An address that nobody has keeps its answer's masked part apart from everybody else's, and lets nobody in.
    const finish = (attempt: string) =>
      client().post('sign-in/finish', { attempt, finishLoginRequest: 'A'.repeat(86), client: webClient });
    const [failed, failedUnknown] = [await finish(known.body.attempt), await finish(unknown.body.attempt)];
    expect(failed.text).toBe(failedUnknown.text);
    expect(failed.body.code).toBe('sign_in_failed');
    expect(failed.setCookie).toBeUndefined();
    const malformed = await client().post('sign-in/begin', { email: stranger, startLoginRequest: 'AAAA' });
    expect(malformed.body).toMatchObject({ code: 'opaque_malformed', field: '/startLoginRequest' });
  });

  it('finishes after a restart, and not after a minute', async () => {
    const { message } = await loginStart(password);
    const begun = await client().post('sign-in/begin', { email, startLoginRequest: message });
    await server.restart();
    server.running.platform.feed.subscribe((notice) => notices.push(notice));
    expect((await new TestClient(server.url).get('/api/account')).status).toBe(401);
    maya = { ...maya, client: Object.assign(client(), { token: maya.client.token }) };
    expect((await maya.client.get('/api/account')).status).toBe(200);

    // The attempt is still there, though the process is another: it is counted as failed once it is too old.
    server.passMs(61_000);
    const before = await logOf(maya.client);
    const late = await client().post('sign-in/finish', {
      attempt: begun.body.attempt,
      finishLoginRequest: 'A'.repeat(86),
      client: webClient,
    });
    expect(late.body.code).toBe('sign_in_failed');
    const failures = (records: { kind: string }[]) => records.filter(({ kind }) => kind === 'sign_in_failed');
    expect(failures(await logOf(maya.client))).toHaveLength(failures(before).length + 1);
  });

  it('notes a sign-in that was begun and never finished: only the client sees that the password is wrong', async () => {
    const before = await logOf(maya.client);
    expect(await provePassword(client(), 'sign-in', { email, password: 'wrong' })).toBeUndefined();
    server.passMs(61_000);
    await clearExpired(server.running.platform);
    const after = await logOf(maya.client);
    expect(after).toHaveLength(before.length + 1);
    expect(after[0]).toMatchObject({ kind: 'sign_in_failed', address: '127.0.0.1' });
  });

  it('limits tries by address, the same for addresses that nobody has', async () => {
    const { message } = await loginStart('guess');
    const codes = async (of: string) => {
      const seen: (string | undefined)[] = [];
      for (let i = 0; i < 11; i++) {
        seen.push(
          (await client().post('sign-in/begin', { email: of, startLoginRequest: message })).body.code,
        );
      }
      return seen;
    };
    const limited = [...Array<undefined>(10), 'rate_limited'];
    server.passMs(11 * 60_000);
    expect(await codes(email)).toEqual(limited);
    expect(await codes(stranger)).toEqual(limited);
    server.passMs(11 * 60_000);
  });
});

describe('the account state', () => {
  it('moves one revision at a time; of two writers one has to merge', async () => {
    const state = (revision: number) =>
      emptyState(maya.account, maya.accountSecret, { revision, secretVersion: 1, keyStorageVersion: 1 });
    const put = async (revision: number) =>
      maya.client.send('PUT', '/api/account/state', await state(revision));
    const answers = await Promise.all([put(2), put(2)]);
    expect(answers.map(({ status, body }) => (status === 200 ? 'stored' : body.code)).sort()).toEqual([
      'state_moved',
      'stored',
    ]);
    expect((await put(4)).body.code).toBe('state_moved');
    expect((await maya.client.get('/api/account/state')).body.revision).toBe(2);
    const other = { revision: 3, sealed: 'AAAA' };
    const refused = await maya.client.send('PUT', '/api/account/state', other);
    expect(refused.body).toMatchObject({ code: 'key_objects_invalid', field: '/sealed' });
  });

  it('may be as large as a sealed object, and each limit above that has a name', async () => {
    const stored = await maya.client.must(maya.client.get('/api/account/state'));
    const put = (revision: number, sealed: string) =>
      maya.client.send('PUT', '/api/account/state', { revision, sealed });
    const ofBytes = (count: number) => {
      const sealed = new Uint8Array(count);
      sealed.set([0x50, 0x53, 0x54, 0x4e, 0x01, 0x12]);
      return toBase64Url(sealed);
    };
    const next = stored.revision + 1;
    expect(await put(next, ofBytes(maxSealedBytes + 1))).toMatchObject({
      status: 400,
      body: { code: 'request_invalid', field: '/sealed', params: { expected: 'at most 1048576 bytes' } },
    });
    expect(await put(next, 'A'.repeat(2 * 1024 * 1024))).toMatchObject({
      status: 413,
      body: { code: 'body_too_large', params: { limitBytes: 2 * 1024 * 1024 } },
    });
    expect(await maya.client.get('/api/account/state')).toMatchObject({ body: stored });
    expect((await put(next, ofBytes(maxSealedBytes))).status).toBe(200);
    expect((await put(next + 1, stored.sealed)).status).toBe(200);
  });
});

describe('sessions', () => {
  it('are listed, ended one by one, and nobody ends another’s', async () => {
    const other = client();
    const proven = await provePassword(other, 'sign-in', { email, password });
    const listed = await maya.client.must(maya.client.get('/api/account/sessions'));
    expect(listed.sessions.filter(({ current }: { current: boolean }) => current)).toHaveLength(1);
    const session = proven?.answered.body.session as SessionId;
    expect(listed.sessions).toContainEqual(
      expect.objectContaining({ session, current: false, clientKind: 'cli', address: '127.0.0.1' }),
    );

    const noah = await signUp(client(), server.codeFor, {
      email: 'noah@northwind.example',
      password,
      nowMs: server.nowMs(),
    });
    const end = (who: TestClient, id: string) => who.send('DELETE', `/api/account/sessions/${id}`);
    expect((await end(noah.client, session)).body.code).toBe('not_found');
    expect((await end(noah.client, newId())).body.code).toBe('not_found');
    notices.length = 0;
    expect((await end(maya.client, session)).status).toBe(200);
    expect(notices).toEqual([{ kind: 'session-ended', account: maya.account, details: { session } }]);
    expect((await other.get('/api/account')).body.code).toBe('sign_in_required');
  });

  it('end after a month without use', async () => {
    const other = client();
    await provePassword(other, 'sign-in', { email, password });
    server.passMs(20 * 24 * 3600_000);
    expect((await maya.client.get('/api/account')).status).toBe(200);
    server.passMs(20 * 24 * 3600_000);
    expect((await other.get('/api/account')).body.code).toBe('sign_in_required');
    expect((await maya.client.get('/api/account')).status).toBe(200);
    await clearExpired(server.running.platform);
    const listed = await maya.client.must(maya.client.get('/api/account/sessions'));
    expect(listed.sessions).toHaveLength(1);
  });
});

describe('the access log', () => {
  it('keeps the newest lines of each kind, so that a flood of one pushes out no other', async () => {
    const { platform } = server.running;
    const account = newId<AccountId>();
    await recordAccess(platform, { account, kind: 'sign_in', address: '192.0.2.1' });
    for (let i = 0; i < 205; i++) {
      server.passMs(1);
      await recordAccess(platform, {
        account,
        kind: 'denied',
        code: 'ip_not_allowed',
        address: `192.0.2.${i}`,
      });
    }
    const rows = await platform.db.kysely
      .selectFrom('access_records')
      .select(['kind', 'address'])
      .where('account', '=', account)
      .orderBy('at_ms')
      .execute();
    expect(rows.filter(({ kind }) => kind === 'sign_in')).toHaveLength(1);
    const denied = rows.filter(({ kind }) => kind === 'denied');
    expect(denied.length).toBeLessThanOrEqual(201);
    expect(denied.at(-1)?.address).toBe('192.0.2.204');
  });
});

describe('changing the password', () => {
  it('needs a fresh session, follows the stored keys, and ends the other sessions', async () => {
    const other = client();
    await provePassword(other, 'sign-in', { email, password });
    const early = await maya.client.post('password/begin', { registrationRequest: 'A'.repeat(43) });
    expect(early.body.code).toBe('reauthentication_required');

    const confirmed = await provePassword(maya.client, 'reauthentication', { email, password });
    expect(confirmed?.answered.status).toBe(200);
    if (!confirmed) throw new Error('the password was not proven');
    // Somebody else's attempt confirms nothing, nor does a used one.
    expect((await maya.client.post('reauthentication/finish', confirmed.body)).body.code).toBe(
      'sign_in_failed',
    );

    const opened = await openAccount(maya.client, confirmed.exportKey);
    const registered = await register(maya.client, 'password/begin', { email, password: nextPassword });
    const method = await createMethod(
      'password',
      await passwordMethodSeed(registered.exportKey),
      opened.keys,
    );
    const replaced = opened.statement.methods[0]?.id;
    if (replaced === undefined) throw new Error('the account has no method');
    const set = mustBeOk(await replaceMethod(opened, replaced, method));
    const { stateRevision } = await maya.client.must(maya.client.get('/api/account'));
    const body = {
      registrationRecord: registered.record,
      keys: wireKeys(set),
      state: await emptyState(maya.account, set.accountSecret, {
        revision: stateRevision + 1,
        secretVersion: set.statement.secretVersion,
        keyStorageVersion: set.statement.version,
      }),
    };
    const stale = { ...body, state: { ...body.state, revision: stateRevision } };
    expect((await maya.client.post('password/finish', stale)).body.code).toBe('state_moved');

    // A sign-in with the old password that is under way does not survive the change.
    const under = client();
    const started = await loginStart(password);
    const begun = await under.must(
      under.post('sign-in/begin', { email, startLoginRequest: started.message }),
    );
    const response = begun.loginResponse;
    const proof = await loginFinish({ password, email, state: started.state, response });

    notices.length = 0;
    const changed = await maya.client.post('password/finish', body);
    expect(changed.body).toEqual({ endedSessions: 1 });
    expect(notices.map(({ kind }) => kind)).toEqual(['session-ended']);
    expect((await other.get('/api/account')).body.code).toBe('sign_in_required');
    expect((await maya.client.get('/api/account')).status).toBe(200);
    expect(server.mails.at(-1)?.subject).toBe('Your Postern password was changed');
    const again = await maya.client.post('password/finish', body);
    expect(['state_moved', 'key_objects_invalid']).toContain(again.body.code);
    const underway = { attempt: begun.attempt, finishLoginRequest: proof?.message, client: webClient };
    expect((await under.post('sign-in/finish', underway)).body.code).toBe('sign_in_failed');

    expect(await provePassword(client(), 'sign-in', { email, password })).toBeUndefined();
    const back = client();
    const proven = await provePassword(back, 'sign-in', { email, password: nextPassword });
    if (!proven) throw new Error('the new password was not proven');
    const reopened = await openAccount(back, proven.exportKey);
    expect(reopened.keys.statement.hash).toBe(maya.keys.statement.hash);
    expect(reopened.statement.secretVersion).toBe(2);
    expect((await logOf(back)).map(({ kind }) => kind)).toContain('password_changed');
  });
});

describe('deleting the account', () => {
  it('takes a mailed code, and leaves nothing of it', async () => {
    expect((await maya.client.post('deletion/finish', { code: '000000' })).body.code).toBe('code_expired');
    expect((await maya.client.post('deletion/begin')).status).toBe(200);
    const code = server.codeFor(email);
    const wrong = code === '000 000' ? '111111' : '000000';
    expect((await maya.client.post('deletion/finish', { code: wrong })).body).toMatchObject({
      code: 'code_wrong',
      params: { attemptsLeft: 4 },
    });
    // The code of one purpose is none of another.
    expect((await client().post('sign-up/verify', { email, code })).body.code).toBe('code_expired');
    expect((await maya.client.post('deletion/finish', { code })).status).toBe(200);
    expect((await maya.client.get('/api/account')).body.code).toBe('sign_in_required');
    const { kysely } = server.running.platform.db;
    for (const table of ['sessions', 'key_methods', 'access_records'] as const) {
      const rows = await kysely.selectFrom(table).select('id').where('account', '=', maya.account).execute();
      expect(rows).toEqual([]);
    }
    expect(server.mails.at(-1)?.subject).toBe('Your Postern account was deleted');
    await signUp(client(), server.codeFor, { email, password, nowMs: server.nowMs() });
  });
});
