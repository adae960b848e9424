import { askGate } from '@postern/contract';
import { newId } from '@postern/core';
import { loginStart } from '@postern/crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gatherFacts } from '../src/access/facts.ts';
import { resetSecondFactor } from '../src/operator/reset-second-factor.ts';
import {
  type Answered,
  emailOf,
  provePassword,
  type SignedUp,
  signUp,
  TestClient,
} from './support/account-client.ts';
import { AuthenticatorApp } from './support/authenticator-app.ts';
import { callEndpoint } from './support/call-endpoint.ts';
import { listenAtGate } from './support/listen.ts';
import { type SeededPerson, seedPerson, seedSession } from './support/seeded-person.ts';
import { SoftwareAuthenticator } from './support/software-authenticator.ts';
import { addMember } from './support/team.ts';
import { TestMember } from './support/test-member.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

const password = 'a heron walks over the wet roof';
const origin = 'http://localhost:4280';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ POSTERN_PUBLIC_URL: origin, POSTERN_SIGNUP: 'open' });
});
afterAll(() => server.stop());

/** Later than every limit and every freshness of the test before. */
beforeEach(() => server.passMs(25 * 3600_000));

let people = 0;
/** Somebody new, who has just signed up. */
async function somebody(): Promise<SignedUp> {
  const email = `person${++people}@northwind.example`;
  const client = new TestClient(server.url);
  return signUp(client, server.codeFor, { email, password, nowMs: server.nowMs() });
}

const factors = (client: TestClient, path: string, body: unknown = {}) =>
  client.post(`second-factors/${path}`, body);

/** An authenticator app of this person. The step of its first code is used up. */
async function addApp({ client }: SignedUp, name = 'Work phone'): Promise<AuthenticatorApp> {
  const { secretB32 } = await client.must(factors(client, 'totp/begin'));
  const app = new AuthenticatorApp(secretB32, server.nowMs);
  await client.must(factors(client, 'totp/finish', { name, code: app.code() }));
  return app;
}

async function addPasskey({ client }: SignedUp, key = new SoftwareAuthenticator(origin)) {
  const options = await client.must(factors(client, 'passkey/begin'));
  const attestation = attestationOf(key.create(options));
  await client.must(factors(client, 'passkey/finish', { name: 'Key', attestation }));
  return key;
}

const attestationOf = ({ id, response }: ReturnType<SoftwareAuthenticator['create']>) => ({
  id,
  response: { ...response, transports: ['internal'] },
});
const passkeyProof = ({ id, response }: ReturnType<SoftwareAuthenticator['get']>) => {
  const { clientDataJSON, authenticatorData, signature } = response;
  return { kind: 'passkey', assertion: { id, response: { clientDataJSON, authenticatorData, signature } } };
};

/** Proves the password on a new device; what the server asks for then. */
async function begin({ email }: Pick<SignedUp, 'email'>) {
  const client = new TestClient(server.url);
  const proven = await provePassword(client, 'sign-in', { email, password });
  const step = proven?.answered.body.secondFactor;
  const give = (proof: unknown): Promise<Answered> =>
    client.post('sign-in/second-factor', { token: step.token, proof });
  return { client, answered: proven?.answered as Answered, step, give };
}

const isSignedIn = async (client: TestClient) => (await client.get('/api/account')).status === 200;
/** A refusal as everybody sees it: the reference alone differs from call to call. */
const withoutReference = ({ status, body: { reference: _reference, ...problem } }: Answered) => ({
  status,
  problem,
});
const kindsInLog = async (client: TestClient) =>
  (await client.must(client.get('/api/account/access-log'))).records.map(
    ({ kind }: { kind: string }) => kind,
  );
const listed = (client: TestClient) => client.must(client.get('/api/account/second-factors'));

describe('setting up an authenticator app', () => {
  it('takes a first right code, and nothing counts before', async () => {
    const maya = await somebody();
    const { secretB32, uri } = await maya.client.must(factors(maya.client, 'totp/begin'));
    expect(uri).toContain(`secret=${secretB32}&issuer=Postern%20localhost%3A4280`);
    const app = new AuthenticatorApp(secretB32, server.nowMs);
    const wrong = await factors(maya.client, 'totp/finish', { name: 'Phone', code: app.wrongCode() });
    expect(wrong.body).toMatchObject({ code: 'second_factor_wrong', field: '/code' });
    expect((await listed(maya.client)).factors).toEqual([]);
    expect((await begin(maya)).step).toBeUndefined();

    const added = await factors(maya.client, 'totp/finish', { name: ' Phone ', code: app.code() });
    expect(added.body).toMatchObject({ kind: 'totp', name: 'Phone' });
    expect(await listed(maya.client)).toMatchObject({
      factors: [{ kind: 'totp', name: 'Phone' }],
      backupCodesLeft: 0,
      usedInSession: ['totp'],
    });
    // Finishing again finds nothing begun.
    const again = await factors(maya.client, 'totp/finish', { name: 'Phone', code: app.code(1) });
    expect(again.body.code).toBe('ticket_expired');
    expect(server.mails.at(-1)).toMatchObject({
      to: maya.email,
      subject: 'A second factor was added in Postern',
    });
    expect(server.mails.at(-1)?.text).toContain('Authenticator app, called "Phone"');
    expect(await kindsInLog(maya.client)).toContain('second_factor_added');
  });

  it('keeps the secret sealed, in the database and while it is set up', async () => {
    const maya = await somebody();
    const { secretB32 } = await maya.client.must(factors(maya.client, 'totp/begin'));
    const app = new AuthenticatorApp(secretB32, server.nowMs);
    const { kysely } = server.running.platform.db;
    const begun = await kysely.selectFrom('factor_ceremonies').selectAll().execute();
    await maya.client.must(factors(maya.client, 'totp/finish', { name: 'Phone', code: app.code() }));
    const stored = await kysely.selectFrom('totp_secrets').selectAll().execute();
    const secret = app.secret();
    for (const { content } of begun) {
      expect(Buffer.from(content, 'base64url').includes(secret)).toBe(false);
      expect(content).not.toContain(secretB32);
    }
    expect(stored.length).toBeGreaterThan(0);
    for (const { secret_sealed } of stored) expect(Buffer.from(secret_sealed).includes(secret)).toBe(false);
  });

  it('has room for three, and needs a fresh session', async () => {
    const maya = await somebody();
    for (const name of ['one', 'two', 'three']) {
      server.passMs(30_000);
      await addApp(maya, name);
    }
    const full = await factors(maya.client, 'totp/begin');
    expect(full.body).toMatchObject({ code: 'second_factors_full', params: { max: 3 } });
    server.passMs(11 * 60_000);
    const stale = await factors(maya.client, 'passkey/begin');
    expect(stale.body.code).toBe('reauthentication_required');
  });
});

describe('signing in with an authenticator app', () => {
  it('gives no session for the password alone, and a token that is good for nothing else', async () => {
    const maya = await somebody();
    await addApp(maya);
    const { client, answered, step } = await begin(maya);
    expect(Object.keys(answered.body)).toEqual(['secondFactor']);
    expect(answered.setCookie).toBeUndefined();
    expect(step).toMatchObject({ kinds: ['totp'] });
    expect(step).not.toHaveProperty('passkey');
    client.token = step.token;
    expect(await isSignedIn(client)).toBe(false);
    expect((await factors(client, 'give', { proof: { kind: 'totp', code: '000000' } })).body.code).toBe(
      'sign_in_required',
    );
    expect(await kindsInLog(maya.client)).toContain('second_factor_asked');
  });

  it('takes a code once, with one step of drift', async () => {
    const maya = await somebody();
    // To the beginning of a step, so that none begins on the way.
    server.passMs(30_000 - (server.nowMs() % 30_000));
    const app = await addApp(maya);
    const give = async (code: string) => {
      const { client, give } = await begin(maya);
      const answer = await give({ kind: 'totp', code });
      return answer.status === 200 ? await isSignedIn(client) : answer.body.code;
    };
    // The code that set it up is used up.
    expect(await give(app.code())).toBe('second_factor_wrong');
    expect(await give(app.code(2))).toBe('second_factor_wrong');
    const early = app.code(1);
    expect(await give(early)).toBe(true);
    expect(await give(early)).toBe('second_factor_wrong');
    server.passMs(30_000);
    // Its own step has come, and it is used up all the same.
    expect(await give(early)).toBe('second_factor_wrong');
    server.passMs(60_000);
    expect(await give(app.code(-1))).toBe(true);
    expect(await give(` ${app.code().slice(0, 3)} ${app.code().slice(3)}`)).toBe(true);
  });

  it('lets one of two devices have a code', async () => {
    const maya = await somebody();
    const app = await addApp(maya);
    server.passMs(60_000);
    const [one, two] = [await begin(maya), await begin(maya)];
    const proof = { kind: 'totp', code: app.code() };
    const answers = await Promise.all([one.give(proof), two.give(proof)]);
    const outcomes = answers.map(({ status, body }) => (status === 200 ? 'in' : body.code));
    expect(outcomes.sort()).toEqual(['in', 'second_factor_wrong']);
  });

  it('ends after ten minutes, and with a password that is changed meanwhile', async () => {
    const maya = await somebody();
    const app = await addApp(maya);
    server.passMs(60_000);
    const changed = await begin(maya);
    await server.running.platform.db.kysely
      .updateTable('accounts')
      .set((account) => ({ password_version: account('password_version', '+', 1) }))
      .where('id', '=', maya.account)
      .execute();
    expect((await changed.give({ kind: 'totp', code: app.code() })).body.code).toBe('ticket_expired');
    const late = await begin(maya);
    server.passMs(11 * 60_000);
    expect((await late.give({ kind: 'totp', code: app.code() })).body.code).toBe('ticket_expired');
  });
});

describe('before the factor is proven', () => {
  it('gives every refusal in the same bytes', async () => {
    const maya = await somebody();
    const app = await addApp(maya);
    const key = await addPasskey(maya);
    await maya.client.must(factors(maya.client, 'backup-codes'));
    const noah = await somebody();
    const foreign = await addPasskey(noah);
    const { step: noahs } = await begin(noah);
    const { step, give } = await begin(maya);
    const refusals = [
      await give({ kind: 'totp', code: app.wrongCode() }),
      await give({ kind: 'totp', code: app.code() }),
      await give({ kind: 'backup', code: '00000-00000' }),
      await give({ kind: 'mail', code: '000000' }),
      await give(passkeyProof(foreign.get({ ...noahs.passkey, challenge: step.passkey.challenge }))),
      await give(passkeyProof(key.get(step.passkey, { origin: 'https://postern.example' }))),
      await give(passkeyProof(key.get(step.passkey, { userVerified: false }))),
      await give(passkeyProof(key.get(step.passkey, { challenge: 'AAAA' }))),
    ].map(withoutReference);
    expect(refusals[0]).toMatchObject({ status: 401, problem: { code: 'second_factor_wrong' } });
    expect(refusals[0]?.problem).not.toHaveProperty('field');
    for (const refusal of refusals) expect(refusal).toEqual(refusals[0]);
    expect(
      (await kindsInLog(maya.client)).filter((kind: string) => kind === 'second_factor_failed'),
    ).toHaveLength(8);
    expect((await give(passkeyProof(key.get(step.passkey)))).status).toBe(200);
  });

  it('tells an account with a factor from no other, by address or wrong password', async () => {
    const maya = await somebody();
    await addApp(maya);
    const { message } = await loginStart('some other password');
    const client = new TestClient(server.url);
    const outcome = async (email: string) => {
      const begun = await client.post('sign-in/begin', { email, startLoginRequest: message });
      const finishLoginRequest = 'A'.repeat(86);
      const info = { kind: 'cli', version: '0.1.0' };
      const finished = await client.post('sign-in/finish', {
        attempt: begun.body.attempt,
        finishLoginRequest,
        client: info,
      });
      return { length: begun.text.length, keys: Object.keys(begun.body), ...withoutReference(finished) };
    };
    const known = await outcome(maya.email);
    expect(known).toMatchObject({ problem: { code: 'sign_in_failed' } });
    expect(known).toEqual(await outcome('nobody@northwind.example'));
    expect(known).toEqual(await outcome((await somebody()).email));
  });

  it('limits guesses by account, says how long to wait, and leaves passkeys open', async () => {
    const maya = await somebody();
    const app = await addApp(maya);
    const key = await addPasskey(maya);
    const { step, give } = await begin(maya);
    const wrong = { kind: 'totp', code: app.wrongCode() };
    for (let tries = 0; tries < 10; tries++)
      expect((await give(wrong)).body.code).toBe('second_factor_wrong');
    const limited = await give(wrong);
    expect(limited.body).toMatchObject({ code: 'rate_limited' });
    expect(limited.body.params.retryAfterSeconds).toBeGreaterThan(500);
    // A right code does not get through either, from another sign-in of the same account.
    server.passMs(30_000);
    const other = await begin(maya);
    expect((await other.give({ kind: 'totp', code: app.code() })).body.code).toBe('rate_limited');
    expect((await give(passkeyProof(key.get(step.passkey)))).status).toBe(200);
  });

  it('refuses a token that is none, and input of another form', async () => {
    const client = new TestClient(server.url);
    const give = (body: unknown) => client.post('sign-in/second-factor', body);
    const token = 'A'.repeat(43);
    const none = await give({ token, proof: { kind: 'totp', code: '000000' } });
    expect(none.body.code).toBe('ticket_expired');
    expect((await client.post('sign-in/second-factor/mail', { token })).body.code).toBe('ticket_expired');
    for (const proof of [{ kind: 'totp', code: '12345' }, { kind: 'sms', code: '000000' }, {}]) {
      expect((await give({ token, proof })).body.code).toBe('request_invalid');
    }
  });
});

describe('passkeys and security keys', () => {
  it('sign in, refuse a count that goes back, and a challenge is signed once', async () => {
    const maya = await somebody();
    const key = await addPasskey(maya);
    const first = await begin(maya);
    expect(first.step.kinds).toEqual(['passkey']);
    expect(first.step.passkey).toMatchObject({ rpId: 'localhost', userVerification: 'required' });
    const proof = passkeyProof(key.get(first.step.passkey));
    expect((await first.give(proof)).status).toBe(200);
    expect(await isSignedIn(first.client)).toBe(true);
    expect((await listed(first.client)).usedInSession).toEqual(['passkey']);
    expect((await first.give(proof)).body.code).toBe('ticket_expired');

    const copied = await begin(maya);
    expect((await copied.give(proof)).body.code).toBe('second_factor_wrong');
    const behind = passkeyProof(key.get(copied.step.passkey, { count: 1 }));
    expect((await copied.give(behind)).body.code).toBe('second_factor_wrong');
    expect((await copied.give(passkeyProof(key.get(copied.step.passkey)))).status).toBe(200);
  });

  it('that do not count stay welcome', async () => {
    const maya = await somebody();
    const key = new SoftwareAuthenticator(origin);
    const options = await maya.client.must(factors(maya.client, 'passkey/begin'));
    const attestation = attestationOf(key.create(options, { count: 0 }));
    await maya.client.must(factors(maya.client, 'passkey/finish', { name: 'Synced', attestation }));
    for (let time = 0; time < 2; time++) {
      const { step, give } = await begin(maya);
      expect((await give(passkeyProof(key.get(step.passkey, { count: 0 })))).status).toBe(200);
    }
  });

  it('are added for this server, with the person verified, and each once', async () => {
    const maya = await somebody();
    const key = new SoftwareAuthenticator(origin);
    const add = async (twist: Parameters<typeof key.create>[1]) => {
      const options = await maya.client.must(factors(maya.client, 'passkey/begin'));
      const attestation = attestationOf(key.create(options, twist));
      const finish = () => factors(maya.client, 'passkey/finish', { name: 'Key', attestation });
      return { options, finish, answered: await finish() };
    };
    for (const twist of [
      { origin: 'https://evil.example' },
      { userVerified: false },
      { challenge: 'AAAA' },
    ]) {
      expect((await add(twist)).answered.body).toMatchObject({
        code: 'second_factor_wrong',
        field: '/attestation',
      });
    }
    const added = await add({});
    expect(added.answered.status).toBe(200);
    expect(added.options).toMatchObject({
      rp: { id: 'localhost' },
      attestation: 'none',
      excludeCredentials: [],
    });
    expect((await added.finish()).body.code).toBe('ticket_expired');
    const next = await maya.client.must(factors(maya.client, 'passkey/begin'));
    expect(next.excludeCredentials).toHaveLength(1);
    // Whatever somebody puts into the attestation's statement, nothing of it is read.
    const odd = key.create(next);
    const bytes = Buffer.from(odd.response.attestationObject, 'base64url')
      .toString('latin1')
      .replace('none', 'nope');
    const attestation = attestationOf(odd);
    attestation.response.attestationObject = Buffer.from(bytes, 'latin1').toString('base64url');
    expect((await factors(maya.client, 'passkey/finish', { name: 'Odd', attestation })).status).toBe(200);
  });
});

describe('backup codes', () => {
  it('come after a factor, are ten, count once, and are told of', async () => {
    const maya = await somebody();
    expect((await factors(maya.client, 'backup-codes')).body.code).toBe('second_factor_missing');
    await addApp(maya);
    const { codes } = await maya.client.must(factors(maya.client, 'backup-codes'));
    expect(new Set(codes).size).toBe(10);
    const [first, second] = codes as [string, string];
    const stored = await server.running.platform.db.kysely.selectFrom('backup_codes').selectAll().execute();
    expect(JSON.stringify(stored)).not.toContain(first.replace('-', ''));

    const { client, step, give } = await begin(maya);
    expect(step.kinds).toEqual(['totp', 'backup']);
    expect((await give({ kind: 'backup', code: ` ${first.toLowerCase()} ` })).status).toBe(200);
    expect(await listed(client)).toMatchObject({ backupCodesLeft: 9, usedInSession: ['totp'] });
    expect(server.mails.at(-1)).toMatchObject({ subject: 'A backup code was used in Postern' });
    expect(server.mails.at(-1)?.text).toContain('9 are left.');
    const again = await begin(maya);
    expect((await again.give({ kind: 'backup', code: first })).body.code).toBe('second_factor_wrong');

    const [one, two] = [await begin(maya), await begin(maya)];
    const proof = { kind: 'backup', code: second };
    const raced = await Promise.all([one.give(proof), two.give(proof)]);
    expect(raced.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  it('are replaced as a whole, are no code of anybody else, and go with the last factor', async () => {
    const maya = await somebody();
    await addApp(maya);
    const before = (await maya.client.must(factors(maya.client, 'backup-codes'))).codes[0];
    const after = (await maya.client.must(factors(maya.client, 'backup-codes'))).codes[0];
    const noah = await somebody();
    await addApp(noah);
    const [mine, his] = [await begin(maya), await begin(noah)];
    expect((await mine.give({ kind: 'backup', code: before })).body.code).toBe('second_factor_wrong');
    expect((await his.give({ kind: 'backup', code: after })).body.code).toBe('second_factor_wrong');
    expect((await mine.give({ kind: 'backup', code: after })).status).toBe(200);

    // A backup code is as good as the app it stands in for, so that a lost one can be taken off.
    const { factors: own } = await listed(mine.client);
    const removed = await mine.client.send('DELETE', `/api/account/second-factors/${own[0].factor}`);
    expect(removed.status).toBe(200);
    expect(await listed(mine.client)).toEqual({ factors: [], backupCodesLeft: 0, usedInSession: [] });
    expect((await begin(maya)).answered.body).toHaveProperty('session');
  });
});

describe('mailed codes', () => {
  it('are turned on by a first one, and asked for from then on', async () => {
    const maya = await somebody();
    expect((await factors(maya.client, 'mail')).body.code).toBe('second_factor_missing');
    await maya.client.must(factors(maya.client, 'mailed/begin'));
    await maya.client.must(factors(maya.client, 'mailed/finish', { code: server.codeFor(maya.email) }));
    expect((await factors(maya.client, 'mailed/begin')).body).toMatchObject({
      code: 'second_factors_full',
      params: { max: 1 },
    });
    const { client, step, give } = await begin(maya);
    expect(step.kinds).toEqual(['mail']);
    const mailsBefore = server.mails.length;
    await client.must(client.post('sign-in/second-factor/mail', { token: step.token }));
    expect(server.mails).toHaveLength(mailsBefore + 1);
    const code = server.codeFor(maya.email);
    expect((await give({ kind: 'mail', code })).status).toBe(200);
    expect((await listed(client)).usedInSession).toEqual(['mail']);
    const again = await begin(maya);
    expect((await again.give({ kind: 'mail', code })).body.code).toBe('second_factor_wrong');
  });

  it('take no stronger factor off', async () => {
    const maya = await somebody();
    await maya.client.must(factors(maya.client, 'mailed/begin'));
    await maya.client.must(factors(maya.client, 'mailed/finish', { code: server.codeFor(maya.email) }));
    const app = await addApp(maya);
    const { client, step, give } = await begin(maya);
    expect(step.kinds).toEqual(['totp', 'mail']);
    await client.must(client.post('sign-in/second-factor/mail', { token: step.token }));
    expect((await give({ kind: 'mail', code: server.codeFor(maya.email) })).status).toBe(200);
    const { factors: own } = await listed(client);
    const remove = (id: string) => client.send('DELETE', `/api/account/second-factors/${id}`);
    for (const { factor } of own) expect((await remove(factor)).body.code).toBe('second_factor_required');
    expect((await factors(client, 'backup-codes')).body.code).toBe('second_factor_required');
    server.passMs(60_000);
    await client.must(factors(client, 'give', { proof: { kind: 'totp', code: app.code() } }));
    for (const { factor } of own) expect((await remove(factor)).status).toBe(200);
  });

  it('are sent six times an hour at most', async () => {
    const maya = await somebody();
    await maya.client.must(factors(maya.client, 'mailed/begin'));
    await maya.client.must(factors(maya.client, 'mailed/finish', { code: server.codeFor(maya.email) }));
    const statuses = [];
    for (let mail = 0; mail < 6; mail++) statuses.push((await factors(maya.client, 'mail')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  });
});

describe('a session that goes on', () => {
  it('gives the factor before what is sensitive, with the password or a passkey', async () => {
    const maya = await somebody();
    const app = await addApp(maya);
    const key = await addPasskey(maya);
    server.passMs(11 * 60_000);
    const sensitive = ['deletion/begin', 'second-factors/backup-codes', 'second-factors/totp/begin'];
    const refusals = async () =>
      Promise.all(sensitive.map(async (path) => (await maya.client.post(path)).body.code));
    expect(await refusals()).toEqual(sensitive.map(() => 'reauthentication_required'));
    await provePassword(maya.client, 'reauthentication', { email: maya.email, password });
    expect(await refusals()).toEqual(sensitive.map(() => 'second_factor_required'));
    const change = await maya.client.post('password/begin', { registrationRequest: 'A'.repeat(43) });
    expect(change.body.code).toBe('second_factor_required');

    const offer = await maya.client.must(factors(maya.client, 'ask'));
    expect(offer.kinds).toEqual(['passkey', 'totp']);
    const wrong = await factors(maya.client, 'give', { proof: { kind: 'totp', code: app.wrongCode() } });
    expect(wrong.body.code).toBe('second_factor_wrong');
    await maya.client.must(factors(maya.client, 'give', { proof: { kind: 'totp', code: app.code() } }));
    expect((await factors(maya.client, 'backup-codes')).status).toBe(200);

    // A passkey with its person verified stands for the password as well.
    server.passMs(11 * 60_000);
    const { passkey } = await maya.client.must(factors(maya.client, 'ask'));
    const proof = passkeyProof(key.get(passkey));
    await maya.client.must(factors(maya.client, 'give', { proof }));
    expect((await factors(maya.client, 'give', { proof })).body.code).toBe('second_factor_wrong');
    expect((await factors(maya.client, 'backup-codes')).status).toBe(200);
  });

  it('has nothing to ask for without a factor', async () => {
    const maya = await somebody();
    expect((await factors(maya.client, 'ask')).body.code).toBe('second_factor_missing');
    const proof = { kind: 'totp', code: '000000' };
    expect((await factors(maya.client, 'give', { proof })).body.code).toBe('second_factor_wrong');
  });

  it('shows the gate what there is and what was given, in the reading that finds the session', async () => {
    const maya = await somebody();
    const { platform } = server.running;
    const factsOf = async (bearer: string | undefined) => {
      const call = { bearer, client: { address: '127.0.0.1' }, cookie: () => undefined } as never;
      const target = { address: 'nowhere' };
      const request = { door: 'use', signInAgeLimitMs: null } as const;
      const { facts } = await gatherFacts(platform, undefined as never, call, target, request);
      if (facts.session.state !== 'present' || facts.account.state !== 'present')
        throw new Error('no session');
      return [facts.account.factorsEnrolled, facts.session.factorsUsed];
    };
    expect(await factsOf(maya.client.token)).toEqual([[], []]);
    const before = new TestClient(server.url);
    await provePassword(before, 'sign-in', { email: maya.email, password });
    await addApp(maya);
    // Whoever set it up in a session goes on in it; another one has not given it.
    expect(await factsOf(maya.client.token)).toEqual([['totp'], ['totp']]);
    expect(await factsOf(before.token)).toEqual([['totp'], []]);
    await addPasskey(maya);
    expect(await factsOf(maya.client.token)).toEqual([
      ['totp', 'passkey'],
      ['totp', 'passkey'],
    ]);
  });
});

describe('removing and renaming', () => {
  it('is for one’s own factors, and takes the mark off the other sessions', async () => {
    const maya = await somebody();
    const app = await addApp(maya, 'Old phone');
    server.passMs(60_000);
    const other = await begin(maya);
    expect((await other.give({ kind: 'totp', code: app.code() })).status).toBe(200);
    server.passMs(60_000);
    await addApp(maya, 'New phone');
    const { factors: own } = await listed(maya.client);
    const path = `/api/account/second-factors/${own[0].factor}`;
    const noah = await somebody();
    for (const id of [own[0].factor, newId()]) {
      const foreign = `/api/account/second-factors/${id}`;
      expect((await noah.client.send('DELETE', foreign)).body.code).toBe('not_found');
      expect((await noah.client.send('PUT', foreign, { name: 'Mine' })).body.code).toBe('not_found');
    }
    expect((await maya.client.send('PUT', path, { name: 'Lost phone' })).status).toBe(200);
    expect((await maya.client.send('PUT', path, { name: 'a\u202eb' })).body.code).toBe('request_invalid');
    expect((await maya.client.send('DELETE', path)).status).toBe(200);
    expect((await listed(maya.client)).usedInSession).toEqual(['totp']);
    expect((await listed(other.client)).usedInSession).toEqual([]);
    expect(server.mails.at(-1)?.text).toContain('Authenticator app, called "Lost phone"');
    expect((await kindsInLog(maya.client))[0]).toBe('second_factor_removed');
    // The removed app counts no more.
    server.passMs(60_000);
    const { give } = await begin(maya);
    expect((await give({ kind: 'totp', code: app.code() })).body.code).toBe('second_factor_wrong');
  });

  it('leaves nothing of a deleted account', async () => {
    const maya = await somebody();
    await addApp(maya);
    await addPasskey(maya);
    await maya.client.must(factors(maya.client, 'backup-codes'));
    await maya.client.must(maya.client.post('deletion/begin'));
    await maya.client.must(maya.client.post('deletion/finish', { code: server.codeFor(maya.email) }));
    const { kysely } = server.running.platform.db;
    for (const table of ['second_factors', 'backup_codes', 'passkeys', 'pending_sign_ins'] as const) {
      const rows = await kysely
        .selectFrom(table)
        .select('account')
        .where('account', '=', maya.account)
        .execute();
      expect(rows).toEqual([]);
    }
  });
});

describe('what the organizations of a member hear', () => {
  /** The mails of this subject since a moment, each with whom it went to. */
  const toldSince = (count: number) =>
    server.mails
      .slice(count)
      .filter(({ subject }) => subject === 'The second factor of a member changed in Postern');

  it('is that a backup code was used, a factor removed, or all of them reset', async () => {
    const [omar, dana, sam] = await Promise.all(
      ['Omar', 'Dana', 'Sam'].map((name) => seedPerson(server, name)),
    );
    if (!omar || !dana || !sam) throw new Error('nobody was seeded');
    const freight = await TestMember.foundReady(server, omar, 'freight');
    const second = await addMember(freight, dana, { role: 'administrator' });
    await freight.mustChange('custodian_add', { member: second.member });
    await addMember(freight, sam);
    // Sam owns another one alone, where nobody else is to be told, and never joined a third.
    await TestMember.foundReady(server, sam, 'sams-own');
    await TestMember.foundReady(server, await seedPerson(server, 'Stranger'), 'elsewhere');

    const client = new TestClient(server.url);
    client.token = sam.token;
    const own = { ...sam, client } as unknown as SignedUp;
    await addApp(own, 'Old phone');
    const { codes } = await client.must(factors(client, 'backup-codes'));
    const heard = async (work: () => Promise<unknown>) => {
      const before = server.mails.length;
      await work();
      return toldSince(before);
    };
    expect(await heard(() => addApp(own, 'New phone'))).toEqual([]);

    const proof = { kind: 'backup', code: codes[0] };
    const used = await heard(() => client.must(factors(client, 'give', { proof })));
    expect(used.map(({ to }) => to)).toEqual([omar.email, dana.email]);
    expect(used[0]?.text).toContain(`backup code of this account was used`);
    expect(used[0]?.text).toContain(`\n\n${sam.email}\n\n`);
    expect(used[0]?.text).toContain('"Northwind Freight"');

    const [old] = (await listed(client)).factors;
    const path = `/api/account/second-factors/${old.factor}`;
    const removed = await heard(() => client.must(client.send('DELETE', path)));
    expect(removed.map(({ to }) => to)).toEqual([omar.email, dana.email]);
    expect(removed[0]?.text).toContain('was removed');
    // What its person calls it is nobody else's business.
    expect(removed[0]?.text).not.toContain('phone"');

    const { config, db } = server.running.platform;
    const report = await resetSecondFactor(config, { address: sam.email, nowMs: server.nowMs() });
    expect(report).toEqual({ email: sam.email, factors: 1, told: 2, mailed: true });
    const waiting = await db.kysely.selectFrom('outbox_mail').select(['recipient', 'subject']).execute();
    const subject = 'The second factor of a member changed in Postern';
    for (const recipient of [omar.email, dana.email]) expect(waiting).toContainEqual({ recipient, subject });
    expect(waiting.filter((mail) => mail.subject === subject)).toHaveLength(2);
  });
});

describe('a page that waits at the gate', () => {
  it('hears of a factor that was added on another device, and of one that is strong enough', async () => {
    const withClient = (person: SeededPerson) => {
      const client = new TestClient(server.url);
      client.token = person.token;
      return { ...person, client } as unknown as SignedUp;
    };
    const [ida, noor] = [await seedPerson(server, 'Ida'), await seedPerson(server, 'Noor')];
    const depot = await TestMember.foundReady(server, ida, 'depot');
    await addPasskey(withClient(ida));
    await addMember(depot, noor);
    await depot.mustChange('settings_set', { set: { secondFactor: 'phishing_resistant' } });
    const { token } = await seedSession(server, noor.account);
    const denial = async () => {
      const asked = await callEndpoint(server.url, askGate, { params: { address: 'depot' } }, token);
      return asked.ok ? asked.value.denial : asked;
    };
    expect(await denial()).toMatchObject({ code: 'mfa_enrollment_required' });
    const waiting = await listenAtGate(server.url, 'depot', token);
    const app = await addApp(withClient(noor));
    expect(await waiting.next(3000)).toEqual({ kind: 'gate' });
    server.passMs(60_000);
    const there = withClient({ ...noor, token }).client;
    await there.must(factors(there, 'give', { proof: { kind: 'totp', code: app.code() } }));
    const before = await denial();
    expect(before).toMatchObject({ code: 'mfa_too_weak' });
    // The same code, and something else to do about it.
    await addPasskey(withClient(noor));
    expect(await waiting.next(3000)).toEqual({ kind: 'gate' });
    const after = await denial();
    expect(after).toMatchObject({ code: 'mfa_too_weak' });
    expect(after).not.toEqual(before);
    waiting.close();
  });
});

describe('the operator’s command', () => {
  it('takes the factors off beside the running server, into the log and the mail', async () => {
    const maya = await somebody();
    const app = await addApp(maya);
    await maya.client.must(factors(maya.client, 'backup-codes'));
    server.passMs(60_000);
    const under = await begin(maya);
    const { config, db } = server.running.platform;
    const reset = (address: string) => resetSecondFactor(config, { address, nowMs: server.nowMs() });
    expect(await reset(` ${maya.email.toUpperCase()} `)).toEqual({
      email: emailOf(maya.email),
      factors: 1,
      told: 0,
      mailed: true,
    });
    expect((await under.give({ kind: 'totp', code: app.code() })).body.code).toBe('ticket_expired');
    expect(await listed(maya.client)).toEqual({ factors: [], backupCodesLeft: 0, usedInSession: [] });
    expect((await begin(maya)).answered.body).toHaveProperty('session');
    expect(await kindsInLog(maya.client)).toContain('second_factors_reset');
    const waiting = await db.kysely.selectFrom('outbox_mail').select('recipient').execute();
    expect(waiting).toContainEqual({ recipient: maya.email });

    expect(await reset(maya.email)).toMatchObject({ factors: 0, mailed: false });
    await expect(reset('nobody@northwind.example')).rejects.toThrow('Nobody has an account with');
    await expect(reset('nobody')).rejects.toThrow('not a mail address');
  });
});
