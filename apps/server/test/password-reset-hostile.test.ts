import * as contract from '@postern/contract';
import {
  type Bytes,
  fromBase64Url,
  type KeyMethodId,
  mustBeOk,
  newId,
  type PhoneApprovalId,
  type PhonePairingId,
  toBase64Url,
} from '@postern/core';
import {
  createMethod,
  createNextAccountKeys,
  drawSecret,
  type MethodKind,
  type MethodSeed,
  methodProof,
  ObjectType,
  passwordMethodSeed,
  startKeyStorage,
  verifyKeyStorage,
  wrappedBytes,
  writeKeyStorage,
} from '@postern/crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { setStrengths } from '../src/account/factor-columns.ts';
import { describeMethod } from '../src/account/key-method-queries.ts';
import { methodProofHash } from '../src/account/key-methods.ts';
import { insertKeyMethods } from '../src/account/key-set-queries.ts';
import { resetFactors } from '../src/second-factor/reset-factors.ts';
import {
  emptyState,
  register,
  type SignedUp,
  signUp,
  TestClient,
  wireKeys,
} from './support/account-client.ts';
import { AuthenticatorApp } from './support/authenticator-app.ts';
import { callEndpoint } from './support/call-endpoint.ts';
import { seedLostKeys, seedSession } from './support/seeded-person.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

/** What somebody can do who reads the mailbox of an account and has nothing else of it (attack row X25). */

const password = 'granite orchard 47 lantern';
const stolen = 'velvet anchor 12 mirror';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ POSTERN_SIGNUP: 'open', POSTERN_TRUSTED_PROXIES: '127.0.0.1/32' });
});
afterAll(() => server.stop());
/** Later than every limit of the test before. */
beforeEach(() => server.passMs(25 * 3600_000));

const client = () => new TestClient(server.url);
const reset = (step: string, body: object) => client().post(`password-reset/${step}`, body);

let people = 0;
/** Somebody new, who has just signed up. */
const somebody = () =>
  signUp(client(), server.codeFor, {
    email: `person${++people}@northwind.example`,
    password,
    nowMs: server.nowMs(),
  });

const factors = ({ client: by }: SignedUp, path: string, body: object = {}) =>
  by.must(by.post(`second-factors/${path}`, body));
async function addMailedCodes(person: SignedUp) {
  await factors(person, 'mailed/begin');
  await factors(person, 'mailed/finish', { code: server.codeFor(person.email) });
}
async function addApp(person: SignedUp): Promise<AuthenticatorApp> {
  const { secretB32 } = await factors(person, 'totp/begin');
  const app = new AuthenticatorApp(secretB32, server.nowMs);
  await factors(person, 'totp/finish', { name: 'Phone', code: app.code() });
  return app;
}

/** Another way to the keys of this person, with what shows that somebody holds it. */
async function addMethod(person: SignedUp, kind: Exclude<MethodKind, 'password'>) {
  const { client: by, keys, account, accountSecret } = person;
  const served = await by.must(by.get('/api/account'));
  const bytes = fromBase64Url(served.keys.keyStorage) as Bytes;
  const statement = mustBeOk(await verifyKeyStorage(bytes, keys.signing.publicKey));
  const anchors = new Map<KeyMethodId, string>(
    served.keys.methods.map((one: { id: KeyMethodId; anchor: string }) => [one.id, one.anchor]),
  );
  const seed = drawSecret<MethodSeed>();
  const method = await createMethod(kind, seed, keys);
  const { secretVersion } = statement;
  const version = statement.version + 1;
  const kept = statement.methods;
  const set = await writeKeyStorage({ keys, accountSecret, secretVersion, version, kept, added: [method] });
  const revision = served.stateRevision + 1;
  const state = await emptyState(account, accountSecret, {
    revision,
    secretVersion,
    keyStorageVersion: version,
  });
  const proof = toBase64Url(await methodProof(seed));
  const added = [{ id: method.id, label: '', proof }];
  await by.must(by.post('key-storage', { keys: wireKeys(set, anchors), state, added }));
  return { method: method.id, proof };
}

/** Puts another password in the place of the one there is, and takes all other ways to the keys off. */
async function changePassword(
  { client: by, email, account, keys, accountSecret }: SignedUp,
  { hasNewSecret = true, kinds = ['password'] as readonly MethodKind[] } = {},
) {
  const served = await by.must(by.get('/api/account'));
  const registered = await register(by, 'password/begin', { email, password: 'copper lantern 58 harbour' });
  const bytes = fromBase64Url(served.keys.keyStorage) as Bytes;
  const { version, secretVersion } = mustBeOk(await verifyKeyStorage(bytes, keys.signing.publicKey));
  const seed = await passwordMethodSeed(registered.exportKey);
  const added = await Promise.all(kinds.map((kind) => createMethod(kind, seed, keys)));
  const next = { secretVersion: secretVersion + (hasNewSecret ? 1 : 0), version: version + 1 };
  const set = await writeKeyStorage({ keys, accountSecret, ...next, kept: [], added });
  const of = { revision: served.stateRevision + 1, secretVersion: next.secretVersion };
  return by.post('password/finish', {
    registrationRecord: registered.record,
    keys: wireKeys(set),
    state: await emptyState(account, accountSecret, { ...of, keyStorageVersion: next.version }),
  });
}

/** With the mailed code entered. */
async function ticketOf({ email }: Pick<SignedUp, 'email'>): Promise<string> {
  const by = client();
  await by.must(by.post('password-reset/begin', { email }));
  const { ticket } = await by.must(by.post('password-reset/verify', { email, code: server.codeFor(email) }));
  return ticket;
}

/** Begins a generation of keys with the ticket. */
async function beginAnew(
  { email, account, keys: { statement } }: SignedUp,
  ticket: string,
  before: () => Promise<void> = async () => {},
) {
  const by = client();
  const registered = await register(by, 'password-reset/password', {
    email,
    password: stolen,
    fields: { ticket },
  });
  const keys = await createNextAccountKeys(statement, server.nowMs());
  const set = await startKeyStorage(keys, [
    await createMethod('password', await passwordMethodSeed(registered.exportKey), keys),
  ]);
  const of = { revision: 1, secretVersion: 1, keyStorageVersion: 1 };
  await before();
  const answered = await by.post('password-reset/begin-generation', {
    ticket,
    registrationRecord: registered.record,
    keyStatement: toBase64Url(keys.statement.bytes),
    keys: wireKeys(set),
    state: await emptyState(account, set.accountSecret, of),
    client: { kind: 'cli', version: '0.1.0' },
  });
  return { by, answered, keys };
}

describe('a mailed code', () => {
  it('is no second factor of somebody who has just read the mailbox', async () => {
    const maya = await somebody();
    await addMailedCodes(maya);
    const app = await addApp(maya);
    server.passMs(3600_000);
    const ticket = await ticketOf(maya);
    const asked = await reset('read', { ticket });
    expect(asked.body.secondFactor.kinds).toEqual(['totp']);
    expect((await reset('second-factor/mail', { ticket })).status).toBe(404);
    // A code that a sign-in had mailed proves no more.
    await maya.client.must(maya.client.post('second-factors/mail'));
    const wrong = await reset('second-factor', {
      ticket,
      proof: { kind: 'mail', code: server.codeFor(maya.email) },
    });
    expect(wrong.body.code).toBe('second_factor_wrong');
    expect((await reset('read', { ticket })).body.secondFactor).toBeDefined();
    const given = await reset('second-factor', { ticket, proof: { kind: 'totp', code: app.code() } });
    expect(given.status).toBe(200);
    expect((await reset('read', { ticket })).body).toMatchObject({ atDoor: false });
  });

  it('is as good as none where the account has nothing else', async () => {
    const omar = await somebody();
    await addMailedCodes(omar);
    expect((await reset('read', { ticket: await ticketOf(omar) })).body).toMatchObject({ atDoor: false });
  });
});

describe('what goes on beside a password', () => {
  const logged = async ({ client: by }: SignedUp) =>
    (await by.must(by.get('/api/account/access-log'))).records.map(({ kind }: { kind: string }) => kind);
  const mailedTo = ({ email }: SignedUp) =>
    server.mails.filter(({ to }) => to === email).map(({ subject }) => subject);

  it('is told: a backup code at a reset', async () => {
    const mira = await somebody();
    await addApp(mira);
    const { codes } = await mira.client.must(mira.client.post('second-factors/backup-codes'));
    server.passMs(3600_000);
    const ticket = await ticketOf(mira);
    const given = await reset('second-factor', { ticket, proof: { kind: 'backup', code: codes[0] } });
    expect(given.status).toBe(200);
    expect(mailedTo(mira)).toContain('A backup code was used in Postern');
    expect(await logged(mira)).toContain('backup_code_used');
  });

  it('is told and needs a new secret: a sheet that goes, and none comes', async () => {
    const otto = await somebody();
    await addMethod(otto, 'qr');
    for (const wrong of [{ hasNewSecret: false }, { kinds: ['password', 'phone'] as const }]) {
      expect((await changePassword(otto, wrong)).body.code).toBe('key_objects_invalid');
    }
    const before = mailedTo(otto).length;
    expect((await changePassword(otto)).status).toBe(200);
    expect(mailedTo(otto).slice(before)).toHaveLength(2);
    expect(await logged(otto)).toEqual(expect.arrayContaining(['password_changed', 'key_method_removed']));
  });
});

describe('a ticket', () => {
  it('serves nothing of the forgotten password, and the state only to whoever shows the keys', async () => {
    const ines = await somebody();
    const { proof } = await addMethod(ines, 'qr');
    const app = await addApp(ines);
    const atDoor = await ticketOf(ines);
    await reset('second-factor/skip', { ticket: atDoor });
    server.passMs(60_000);
    const withFactor = await ticketOf(ines);
    await reset('second-factor', { ticket: withFactor, proof: { kind: 'totp', code: app.code() } });
    for (const ticket of [atDoor, withFactor]) {
      for (const shown of [{}, { proof: 'A'.repeat(43) }]) {
        const { body } = await reset('read', { ticket, ...shown });
        const [served] = body.generations;
        expect(served.methods.map(({ kind }: { kind: string }) => kind)).toEqual(['password', 'qr']);
        expect(served.keys.methods.map(({ kind }: { kind: string }) => kind)).toEqual(['qr']);
        expect(served.state).toEqual({ revision: 2 });
      }
      // Once shown, it is served to this ticket, and to no other.
      for (const shown of [{ proof }, {}]) {
        const { body } = await reset('read', { ticket, ...shown });
        expect(body.generations[0].state).toEqual({ revision: 2, sealed: expect.any(String) });
      }
    }
  });

  it('ends with a change of the password, of the keys, or of the second factors', async () => {
    const noor = await somebody();
    const changes: readonly (() => Promise<unknown>)[] = [
      () => addMethod(noor, 'qr'),
      async () => expect((await changePassword(noor)).status).toBe(200),
      () => addApp(noor),
      () => server.running.platform.db.transaction((queries) => resetFactors(queries, noor.account)),
    ];
    for (const change of changes) {
      const ticket = await ticketOf(noor);
      expect((await reset('read', { ticket })).status).toBe(200);
      await change();
      expect((await reset('read', { ticket })).body.code, String(change)).toBe('ticket_expired');
      server.passMs(60_000);
    }
  });

  it('asks for a second factor that came after it', async () => {
    const lena = await somebody();
    const ticket = await ticketOf(lena);
    // As the one that was added while the code was entered, which saw no ticket to end.
    const { kysely } = server.running.platform.db;
    await setStrengths(kysely, lena.account, new Set(['mail', 'totp']));
    const refused = await reset('password', { ticket, registrationRequest: 'AAAA' });
    expect(refused.body.code).toBe('second_factor_required');
    // And while the new keys were on their way.
    await setStrengths(kysely, lena.account, new Set());
    const begun = await beginAnew(lena, ticket, () =>
      setStrengths(kysely, lena.account, new Set(['passkey'])),
    );
    expect(begun.answered.body.code).toBe('second_factor_required');
    await reset('second-factor/skip', { ticket });
    expect((await reset('read', { ticket })).body).toMatchObject({ atDoor: true });
  });
});

describe('a session of keys that wait', () => {
  /** The thief of this person's mailbox, with a phone of those keys. */
  async function withPhone(person: SignedUp) {
    const { kysely } = server.running.platform.db;
    const own = await seedSession(server, person.account);
    const thief = await seedLostKeys(server, { ...person, ...own });
    const of = { account: thief.account, generation: thief.keys.generation };
    const method = newId<KeyMethodId>();
    const proof = toBase64Url(drawSecret<MethodSeed>());
    const nothing = new Uint8Array(0);
    await insertKeyMethods(kysely, of, [
      { id: method, kind: 'phone', anchor: nothing, wrap: nothing, created_at_ms: 0 },
    ]);
    const proof_hash = methodProofHash(server.running.platform.keys, thief.account, proof);
    await describeMethod(kysely, of, { id: method, label: '', credential: null, proof_hash });
    return { token: thief.token, phone: { account: thief.account, method, proof } };
  }

  it('has no phone that is asked for the keys in force, or that could end what asks for them', async () => {
    const quin = await somebody();
    const phone = { account: quin.account, ...(await addMethod(quin, 'phone')) };
    const thief = await withPhone(quin);
    const ticket = await ticketOf(quin);
    const [request, newest] = [newId<PhoneApprovalId>(), newId<PhoneApprovalId>()];
    const ask = (by: string, question: PhoneApprovalId) =>
      callEndpoint(
        server.url,
        contract.askPhoneAtReset,
        {
          body: {
            ticket: by,
            request: question,
            sealingKey: toBase64Url(new Uint8Array(1216)),
            commitment: 'A'.repeat(43),
            client: { kind: 'web', version: '0.1.0' },
          },
        },
        undefined,
      );
    expect(await ask(ticket, request)).toMatchObject({ ok: true });
    const call = (endpoint: contract.Endpoint, body: object) =>
      callEndpoint(server.url, endpoint, { body }, undefined);
    const listed = await call(contract.listPhoneApprovals, { phone: thief.phone });
    expect(listed).toEqual({ ok: true, value: { approvals: [] } });
    const report = { request, why: 'report' };
    expect(await call(contract.denyOnPhone, { phone: thief.phone, ...report })).toMatchObject({
      code: 'approval_expired',
    });
    expect((await reset('read', { ticket })).status).toBe(200);
    expect(await call(contract.listPhoneApprovals, { phone })).toMatchObject({
      value: { approvals: [{ request, purpose: 'reset' }] },
    });
    expect(await call(contract.denyOnPhone, { phone, ...report })).toMatchObject({ ok: true });
    expect((await reset('read', { ticket })).body.code).toBe('ticket_expired');

    // Whoever hears that the phone has approved is served what that opens, however quick they are.
    const next = await ticketOf(quin);
    expect(await ask(next, newest)).toMatchObject({ ok: true });
    const { db, feed } = server.running.platform;
    const heard: Promise<unknown>[] = [];
    const stop = feed.subscribe(() => {
      const read = db.kysely.selectFrom('reset_tickets').select('opened_generation');
      heard.push(read.where('account', '=', quin.account).execute());
    });
    const sealed = new Uint8Array(wrappedBytes);
    sealed.set([...Buffer.from('PSTN'), 1, ObjectType.approvedSecret]);
    const word = { keyStorageVersion: 1, stateRevision: 1, statementHash: 'A'.repeat(43) };
    const answer = { sealed: toBase64Url(sealed), ...word };
    const approved = await call(contract.approveOnPhone, { phone, request: newest, answer });
    stop();
    expect(approved).toMatchObject({ ok: true });
    expect(await heard[0]).toEqual([{ opened_generation: 1 }]);
  });

  it('takes the place of no pairing of the keys in force, and uses none of its tries up', async () => {
    const rosa = await somebody();
    const own = await seedSession(server, rosa.account);
    const { token } = await withPhone(rosa);
    const begin = (as: string, pairing: string) =>
      callEndpoint(server.url, contract.beginPairing, { params: { pairing }, body: {} }, as);
    const pairing = newId<PhonePairingId>();
    expect(await begin(own.token, pairing)).toMatchObject({ ok: true });
    const answers = [];
    for (let at = 0; at < 11; at++) answers.push((await begin(token, newId())).ok);
    expect(answers).toEqual([...Array(10).fill(true), false]);
    const cancel = { params: { pairing } };
    await callEndpoint(server.url, contract.cancelPairing, cancel, token);
    expect(await callEndpoint(server.url, contract.readPairing, cancel, own.token)).toEqual({
      ok: true,
      value: {},
    });
    expect(await begin(own.token, newId())).toMatchObject({ ok: true });
  });
});

describe('a stranger who asks for somebody’s code', () => {
  const here = '192.0.2.7';
  /** Out of as many networks as there are. */
  const elsewhere = (at: number) => `198.51.100.${at}`;
  const step = (endpoint: contract.Endpoint, address: string, body: object) =>
    callEndpoint(server.url, endpoint, { body, headers: { 'x-forwarded-for': address } }, undefined);
  const ask = (email: string, address: string) => step(contract.beginPasswordReset, address, { email });
  const enter = (email: string, address: string, code: string) =>
    step(contract.verifyPasswordResetCode, address, { email, code });
  const mailsTo = (email: string) => server.mails.filter(({ to }) => to === email).length;
  const outcome = (answered: Awaited<ReturnType<typeof ask>>) => (answered.ok ? 'ok' : answered.code);

  it('neither ends the code of the person who holds one nor has them refused, whoever’s address it is', async () => {
    const tove = await somebody();
    const seen: string[][] = [];
    for (const email of [tove.email, 'nobody@northwind.example']) {
      const before = mailsTo(email);
      const heard = [outcome(await ask(email, here))];
      const mailed = email === tove.email ? server.codeFor(email) : '000000';
      for (let at = 0; at < 14; at++) {
        heard.push(outcome(await ask(email, elsewhere(at))));
        // Wrong ones count for the code that was asked for from there.
        for (let wrong = 0; wrong < 5; wrong++) await enter(email, elsewhere(at), '000001');
      }
      expect(mailsTo(email) - before).toBe(12);
      // Nothing further is mailed, and the code that stands is still good.
      heard.push(outcome(await ask(email, here)));
      expect(mailsTo(email) - before).toBe(12);
      heard.push(outcome(await enter(email, elsewhere(99), mailed)));
      seen.push(heard);
      expect(outcome(await enter(email, here, mailed))).toBe(email === tove.email ? 'ok' : 'code_wrong');
    }
    expect(seen[0]).toEqual([
      'ok',
      ...Array(11).fill('ok'),
      ...Array(3).fill('rate_limited'),
      'ok',
      'code_expired',
    ]);
    expect(seen[1]).toEqual(seen[0]);
  });

  it('is one network with all of an IPv6 site', async () => {
    const vera = await somebody();
    const heard = [];
    for (let at = 1; at <= 9; at++) heard.push(outcome(await ask(vera.email, `2001:db8:7:${at}::1`)));
    expect(heard).toEqual([...Array(8).fill('ok'), 'rate_limited']);
    expect(outcome(await ask(vera.email, '2001:db8:8:1::1'))).toBe('ok');
  });
});
