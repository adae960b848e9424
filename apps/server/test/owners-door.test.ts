import { askGate, openOwnersDoor, readAccessLog, readOwnSession, signOut } from '@postern/contract';
import type { SessionId } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearExpired } from '../src/account/clear-expired.ts';
import { givenColumns, setStrengths } from '../src/account/factor-columns.ts';
import { provePassword, type SignedUp, signUp, TestClient } from './support/account-client.ts';
import { AuthenticatorApp } from './support/authenticator-app.ts';
import { callEndpoint, fetchEndpoint } from './support/call-endpoint.ts';
import { type SeededPerson, seedPerson, seedSession } from './support/seeded-person.ts';
import { addMember } from './support/team.ts';
import { TestMember } from './support/test-member.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

const password = 'a heron walks over the wet roof';

let server: TestServer;
/** The owner has an authenticator app, and the organization asks for a second factor. */
let owner: TestMember;
let dana: TestMember;
let noor: SeededPerson;
const address = 'northwind-door';

beforeAll(async () => {
  server = await startTestServer({ POSTERN_SIGNUP: 'open' });
  const maya = await seedPerson(server, 'maya-door');
  owner = await TestMember.foundReady(server, maya, address);
  dana = await addMember(owner, await seedPerson(server, 'dana-door'), { role: 'administrator' });
  noor = await seedPerson(server, 'noor-door');
  await setStrengths(server.running.platform.db.kysely, maya.account, new Set(['totp']));
  await update(maya.session, givenColumns('totp', server.nowMs()));
  await owner.mustChange('settings_set', {
    set: { secondFactor: 'any', secondFactorFromMs: null, secondFactorGraceDays: 0 },
  });
});
afterAll(() => server.stop());

const update = (session: SessionId, columns: object) =>
  server.running.platform.db.kysely.updateTable('sessions').set(columns).where('id', '=', session).execute();

/** A session as it begins where the second factor is lost. */
async function atDoor({ account }: Pick<SeededPerson, 'account'>) {
  const begun = await seedSession(server, account);
  await update(begun.session, { scope: 'door' });
  return begun;
}
const open = (token: string, at = address) =>
  callEndpoint(server.url, openOwnersDoor, { params: { address: at }, body: {} }, token);
const mailsTo = (email: string) =>
  server.mails.filter(({ to, subject }) => to === email && subject.startsWith('The owner’s door'));

describe('a session at the owner’s door', () => {
  it('says what it is, and ends by signing out', async () => {
    const { token } = await atDoor(owner.person);
    const told = await callEndpoint(server.url, readOwnSession, {}, token);
    expect(told).toMatchObject({ value: { email: owner.person.email, scope: 'door' } });
    expect(await callEndpoint(server.url, signOut, { body: {} }, token)).toMatchObject({ ok: true });
    expect(await open(token)).toMatchObject({ code: 'sign_in_required' });
  });

  it('begins where the second factor is asked for, once, and is told in the account’s own log', async () => {
    const { app, ...eva } = await withApp('eva-door@northwind.example');
    const { client, step } = await begin(eva);
    const { status } = await client.post('sign-in/owners-door', { token: step.token });
    expect(status).toBe(200);
    expect((await client.get('/api/account')).status).toBe(401);
    expect(await client.must(client.get('/api/account/session'))).toMatchObject({ scope: 'door' });
    expect((await client.post('sign-in/owners-door', { token: step.token })).body.code).toBe(
      'ticket_expired',
    );

    // Whoever still has the factor sees it among the sessions, and can end it.
    const { sessions } = await eva.client.must(eva.client.get('/api/account/sessions'));
    expect(sessions.filter(({ scope }: { scope: string }) => scope === 'door')).toHaveLength(1);
    const { records } = await eva.client.must(eva.client.get('/api/account/access-log'));
    expect(records.map(({ kind }: { kind: string }) => kind)).toContain('owners_door_sign_in');
    const again = await begin(eva);
    const given = { token: again.step.token, proof: { kind: 'totp', code: app.code(1) } };
    expect((await again.client.post('sign-in/second-factor', given)).status).toBe(200);
  });

  it('ends after half an hour, used or not', async () => {
    const { token, session } = await atDoor(owner.person);
    await update(session, { created_at_ms: server.nowMs() - 29 * 60_000 });
    expect(await open(token)).toMatchObject({ value: { opened: true } });
    await update(session, { created_at_ms: server.nowMs() - 30 * 60_000 });
    expect(await open(token)).toMatchObject({ code: 'sign_in_required' });
    await clearExpired(server.running.platform);
    const { db } = server.running.platform;
    const left = await db.kysely.selectFrom('sessions').select('id').where('id', '=', session).execute();
    expect(left).toEqual([]);
  });

  it('answers whoever is not the owner as nobody who is signed in, a stranger and a member alike', async () => {
    const bytes = async (person: SeededPerson, at: string) => {
      const { token } = await atDoor(person);
      const input = { params: { address: at }, body: {} };
      const response = await fetchEndpoint(server.url, openOwnersDoor, input, token);
      const { reference: _reference, ...problem } = (await response.json()) as Record<string, unknown>;
      return { status: response.status, problem };
    };
    const stranger = await bytes(noor, address);
    expect(stranger).toMatchObject({ status: 401, problem: { code: 'sign_in_required' } });
    expect(await bytes(noor, 'nobody-has-this')).toEqual(stranger);
    expect(await bytes(dana.person, address)).toEqual(stranger);
    expect(await bytes(owner.person, 'nobody-has-this')).toEqual(stranger);
  });
});

describe('the owner’s door', () => {
  it('says which kit it takes and who can help, and tells every custodian once', async () => {
    server.passMs(3600_000);
    const fromMs = server.nowMs();
    const { token } = await atDoor(owner.person);
    const before = mailsTo(owner.person.email).length;
    const opened = await open(token);
    expect(opened).toMatchObject({
      value: {
        opened: true,
        organization: owner.organization,
        rules: ['mfa_required'],
        kit: { version: 1 },
        people: [
          { email: dana.person.email, canRestore: false, managesMembers: true, managesSettings: true },
        ],
        morePeople: 0,
      },
    });
    expect(await open(token)).toEqual(opened);
    // Another session is in the log, and in no mail before the hour is over.
    expect(await open((await atDoor(owner.person)).token)).toEqual(opened);
    expect(mailsTo(owner.person.email)).toHaveLength(before + 1);
    expect(mailsTo(owner.person.email).at(-1)?.text).toContain('without the second factor');
    expect(mailsTo(dana.person.email)).toEqual([]);
    const log = await owner.call(readAccessLog, { query: { kind: 'owners_door', fromMs } });
    expect(log.ok && log.value.lines).toHaveLength(2);
    expect(log.ok && log.value.lines[0]).toMatchObject({
      kind: 'owners_door',
      email: owner.person.email,
      member: owner.member,
    });
  });

  it('opens for a full session that a rule keeps out, and for no other', async () => {
    const inside = await open(owner.person.token);
    expect(inside).toMatchObject({ value: { opened: false, gate: { allowed: true } } });
    const { token, session } = await seedSession(server, owner.person.account);
    expect(await open(token)).toMatchObject({ value: { opened: true, rules: ['mfa_required'] } });
    // What stands in the way even here is said in place of what does not.
    await update(session, { authenticated_at_ms: server.nowMs() - 30 * 24 * 3600_000 });
    const stale = await open(token);
    expect(stale).toMatchObject({
      value: { opened: false, gate: { denial: { code: 'reauthentication_required' } } },
    });
  });

  it('answers everybody else as the gate does', async () => {
    for (const person of [dana.person, noor]) {
      const { token } = await seedSession(server, person.account);
      const asked = await callEndpoint(server.url, askGate, { params: { address } }, token);
      const answer = await open(token);
      const gate = answer.ok && !answer.value.opened ? answer.value.gate : undefined;
      expect(gate?.denial).toEqual(asked.ok ? asked.value.denial : 'asked');
      expect(gate?.path).toEqual(asked.ok ? asked.value.path : 'asked');
      expect(answer.ok && answer.value.opened).toBe(false);
    }
  });

  it('says when it opens again after too many tries', async () => {
    const other = await TestMember.foundReady(server, await seedPerson(server, 'lena-door'), 'lena-door');
    const { token } = await atDoor(other.person);
    for (let tries = 0; tries < 12; tries++) {
      const session = await atDoor(other.person);
      expect(await open(session.token, 'lena-door')).toMatchObject({ ok: true });
      // Looking again is no other try.
      expect(await open(session.token, 'lena-door')).toMatchObject({ ok: true });
    }
    const limited = await open(token, 'lena-door');
    expect(limited).toMatchObject({ code: 'rate_limited' });
    const retryAtMs = !limited.ok && 'problem' in limited ? limited.problem.params?.retryAtMs : undefined;
    expect(retryAtMs).toBeGreaterThan(server.nowMs());
  });
});

/** Somebody with a password and an authenticator app. */
async function withApp(email: string) {
  const eva = await signUp(new TestClient(server.url), server.codeFor, {
    email,
    password,
    nowMs: server.nowMs(),
  });
  const { secretB32 } = await eva.client.must(eva.client.post('second-factors/totp/begin'));
  const app = new AuthenticatorApp(secretB32, server.nowMs);
  await eva.client.must(eva.client.post('second-factors/totp/finish', { name: 'Phone', code: app.code() }));
  return { ...eva, app };
}

async function begin({ email }: Pick<SignedUp, 'email'>) {
  const client = new TestClient(server.url);
  const proven = await provePassword(client, 'sign-in', { email, password });
  return { client, step: proven?.answered.body.secondFactor };
}
