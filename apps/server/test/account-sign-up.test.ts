import { toBase64Url } from '@postern/core';
import { createAccountKeys } from '@postern/crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emailOf, prepareSignUp, signUp, TestClient } from './support/account-client.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

const password = 'a heron walks over the wet roof';
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const client = () => new TestClient(server.url);

async function ticketFor(email: string): Promise<string> {
  const guest = client();
  await guest.must(guest.post('sign-up/begin', { email }));
  const { ticket } = await guest.must(guest.post('sign-up/verify', { email, code: server.codeFor(email) }));
  return ticket;
}

describe('signing up', () => {
  it('makes an account with its keys and a session, and tells a known address nothing', async () => {
    const maya = await signUp(client(), server.codeFor, {
      email: ' Maya@Northwind.example ',
      password,
      nowMs: server.nowMs(),
    });
    const account = await maya.client.must(maya.client.get('/api/account'));
    expect(account).toMatchObject({
      account: maya.account,
      email: 'maya@northwind.example',
      stateRevision: 1,
    });
    expect(account.keyStatement).toBe(toBase64Url(maya.keys.statement.bytes));
    expect(account.keys.methods).toHaveLength(1);

    const known = await client().post('sign-up/begin', { email: 'maya@northwind.example' });
    const unknown = await client().post('sign-up/begin', { email: 'noah@northwind.example' });
    expect([known.status, known.text]).toEqual([unknown.status, unknown.text]);
    const [toKnown, toUnknown] = server.mails.slice(-2);
    expect(toKnown?.subject).toBe('You already have a Postern account');
    expect(toKnown?.code).toBeUndefined();
    expect(toUnknown?.code).toMatch(/^\d{3} \d{3}$/);

    // Guessing goes on in the same way, too: five tries, whichever address it is.
    const wrong = server.codeFor('noah@northwind.example') === '000 000' ? '111111' : '000000';
    const guess = async (email: string) =>
      (await client().post('sign-up/verify', { email, code: wrong })).text;
    for (let attempt = 1; attempt <= 6; attempt++) {
      const guesses = [await guess('maya@northwind.example'), await guess('noah@northwind.example')];
      expect(guesses[0]).toBe(guesses[1]);
      expect(guesses[0]).toContain(attempt < 5 ? '"code_wrong"' : '"too_many_attempts"');
      if (attempt < 5) expect(guesses[0]).toContain(`"attemptsLeft":${5 - attempt}`);
    }
    const right = { email: 'noah@northwind.example', code: server.codeFor('noah@northwind.example') };
    expect((await client().post('sign-up/verify', right)).body.code).toBe('too_many_attempts');
  });

  it('takes a code once, and none that is old or was never sent', async () => {
    const email = 'ada@northwind.example';
    expect((await client().post('sign-up/verify', { email, code: '123456' })).body.code).toBe('code_expired');
    await client().post('sign-up/begin', { email });
    const code = server.codeFor(email);
    expect((await client().post('sign-up/verify', { email, code })).status).toBe(200);
    expect((await client().post('sign-up/verify', { email, code })).body.code).toBe('code_expired');
    await client().post('sign-up/begin', { email });
    server.passMs(16 * 60_000);
    const late = await client().post('sign-up/verify', { email, code: server.codeFor(email) });
    expect(late.body.code).toBe('code_expired');
  });

  it('refuses key objects that do not belong together and stores nothing', async () => {
    const email = emailOf('grace@northwind.example');
    const ticket = await ticketFor(email);
    const { body } = await prepareSignUp(client(), { email, password, ticket, nowMs: server.nowMs() });
    const stranger = await createAccountKeys(body.account, server.nowMs());
    const [method] = body.keys.methods;
    if (!method) throw new Error('no method');
    const flipped = (text: string) =>
      text.replace(/.{8}$/, (end) => (end === 'AAAAAAAA' ? 'BBBBBBBA' : 'AAAAAAAA'));
    const broken: [string, string, object][] = [
      ['signature_wrong', '/keyStatement', { keyStatement: tamperSignature(body.keyStatement) }],
      ['signature_wrong', '/keys/keyStorage', { keyStatement: toBase64Url(stranger.statement.bytes) }],
      ['key_objects_invalid', '/keyStatement', { account: 'AAAAAAAAAAAAAAAAAAAAAA' }],
      ['key_objects_invalid', '/keyStatement', { keyStatement: body.keys.keyStorage }],
      ['key_objects_invalid', '/keys/bundle', { keys: { ...body.keys, bundle: body.state.sealed } }],
      [
        'key_objects_invalid',
        '/keys/methods/0/anchor',
        { keys: { ...body.keys, methods: [{ ...method, anchor: flipped(method.anchor) }] } },
      ],
      [
        'key_objects_invalid',
        '/keys/methods/0/wrap',
        { keys: { ...body.keys, methods: [{ ...method, wrap: flipped(method.wrap) }] } },
      ],
      [
        'key_objects_invalid',
        '/keys/methods',
        { keys: { ...body.keys, methods: [method, { ...method, id: 'AAAAAAAAAAAAAAAAAAAAAA' }] } },
      ],
      [
        'key_objects_invalid',
        '/keys/methods',
        { keys: { ...body.keys, methods: [{ ...method, kind: 'qr' }] } },
      ],
      ['key_objects_invalid', '/state/sealed', { state: { revision: 1, sealed: body.keys.bundle } }],
      ['key_objects_invalid', '/state/revision', { state: { ...body.state, revision: 2 } }],
      ['opaque_malformed', '/registrationRecord', { registrationRecord: 'AAAA' }],
      ['ticket_expired', '', { ticket: toBase64Url(new Uint8Array(32)) }],
    ];
    for (const [code, field, change] of broken) {
      const { body: problem } = await client().post('sign-up/finish', { ...body, ...change });
      expect({ code: problem.code, field: problem.field ?? '' }).toEqual({ code, field });
    }
    const rows = await server.running.platform.db.kysely
      .selectFrom('accounts')
      .select('id')
      .where('email', '=', email)
      .execute();
    expect(rows).toEqual([]);

    const made = client();
    expect((await made.post('sign-up/finish', body)).status).toBe(200);
    // The same request again, and a second account with the same id, get nothing.
    expect((await client().post('sign-up/finish', body)).body.code).toBe('ticket_expired');
    const other = await ticketFor('hopper@northwind.example');
    const taken = await client().post('sign-up/finish', { ...body, ticket: other });
    expect(taken.body.code).toBe('key_objects_invalid');
  });

  it('lets one of two registrations with the same address win', async () => {
    const email = emailOf('twice@northwind.example');
    const [first, second] = [await ticketFor(email), await ticketFor(email)];
    const nowMs = server.nowMs();
    const one = await prepareSignUp(client(), { email, password, ticket: first, nowMs });
    const two = await prepareSignUp(client(), { email, password, ticket: second, nowMs });
    const answers = await Promise.all([
      client().post('sign-up/finish', one.body),
      client().post('sign-up/finish', two.body),
    ]);
    expect(answers.map(({ status, body }) => (status === 200 ? 'made' : body.code)).sort()).toEqual([
      'made',
      'ticket_expired',
    ]);
  });

  it('refuses tickets after half an hour and input of another form', async () => {
    const ticket = await ticketFor('late@northwind.example');
    server.passMs(31 * 60_000);
    const registrationRequest = toBase64Url(new Uint8Array(32));
    const late = await client().post('sign-up/password', { ticket, registrationRequest });
    expect(late.body.code).toBe('ticket_expired');

    const invalid: [string, unknown, string][] = [
      ['sign-up/begin', { email: 'nobody' }, '/email'],
      ['sign-up/begin', { email: 'a@b.example', admin: true }, '/admin'],
      ['sign-up/begin', [], ''],
      ['sign-up/verify', { email: 'a@b.example', code: '12345' }, '/code'],
      ['sign-up/password', { ticket: '=', registrationRequest }, '/ticket'],
    ];
    for (const [path, body, field] of invalid) {
      const { body: problem } = await client().post(path, body);
      expect({ code: problem.code, field: problem.field }).toEqual({ code: 'request_invalid', field });
    }
    expect((await client().post('sign-up/begin', '{"email":')).body.code).toBe('request_invalid');
    const huge = { email: 'a@b.example', more: 'x'.repeat(2 * 1024 * 1024) };
    expect(await client().post('sign-up/begin', huge)).toMatchObject({
      status: 413,
      body: { code: 'body_too_large', params: { limitBytes: 1024 * 1024 } },
    });
    const fresh = await ticketFor('malformed@northwind.example');
    const odd = await client().post('sign-up/password', { ticket: fresh, registrationRequest: 'AAAA' });
    expect(odd.body.code).toBe('opaque_malformed');
  });

  it('limits how many codes one address is mailed', async () => {
    const statuses = [];
    for (let i = 0; i < 7; i++) {
      statuses.push((await client().post('sign-up/begin', { email: 'flood@northwind.example' })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429]);
  });

  it('writes no address, code or ticket to the log', () => {
    expect(server.log()).toContain('/api/account/sign-up/finish');
    expect(server.log()).not.toMatch(/northwind|\d{3} \d{3}|registrationRecord/);
  });
});

describe('a server that takes no sign-ups', () => {
  it('says so to every address alike, and in its description', async () => {
    await server.restart({ POSTERN_SIGNUP: 'closed', POSTERN_SUPPORT_CONTACT: 'Ines, room 12' });
    const sentBefore = server.mails.length;
    const answers = [
      await client().post('sign-up/begin', { email: 'maya@northwind.example' }),
      await client().post('sign-up/begin', { email: 'nobody@northwind.example' }),
    ].map(({ body: { reference: _reference, ...problem } }) => problem);
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject({ code: 'signup_closed', status: 403 });
    expect(server.mails).toHaveLength(sentBefore);
    const described = await client().must(client().get('/api/server'));
    expect(described).toMatchObject({
      signup: 'closed',
      outbox: false,
      forwardingHeadersIgnored: false,
      supportContact: 'Ines, room 12',
    });
  });
});

/** The signed object with one bit of its signature's first half changed. */
function tamperSignature(objectB64: string): string {
  const at = 16;
  return `${objectB64.slice(0, at)}${objectB64[at] === 'A' ? 'B' : 'A'}${objectB64.slice(at + 1)}`;
}
