import {
  announceRule,
  appendLedger,
  askGate,
  type ClientKind,
  getServer,
  readHeads,
  readOperatorRules,
} from '@postern/contract';
import { type IpRange, refuse, type SessionId } from '@postern/core';
import { DefaultQueryExecutor } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { givenColumns, setStrengths } from '../src/account/factor-columns.ts';
import { actOnOrganization } from '../src/operator/act-on-organization.ts';
import { FoldedLedgers } from '../src/organization/folded-ledgers.ts';
import type { OperatorAct } from '../src/organization/operator-acts.ts';
import { sendRuleMails } from '../src/organization/rule-mails.ts';
import type { Db } from '../src/platform/db/database.ts';
import type { ReadsAtOnce } from '../src/platform/db/prepare-read.ts';
import { callEndpoint } from './support/call-endpoint.ts';
import { listen, listenAtGate } from './support/listen.ts';
import { type SeededPerson, seedPerson, seedSession } from './support/seeded-person.ts';
import { addMember, invite, tryJoin } from './support/team.ts';
import { TestMember } from './support/test-member.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { until } from './support/until.ts';

const office = '203.0.113.7';
const elsewhere = '198.51.100.9';

let server: TestServer;
/** One database, where the tests have one, holds all organizations. */
let organizations = 0;
beforeAll(async () => {
  server = await startTestServer({ POSTERN_TRUSTED_PROXIES: '127.0.0.1/32' });
});
afterAll(() => server.stop());

let people = 0;
const somebody = () => seedPerson(server, `person${++people}`);

/** An organization of its own, with its owner. */
async function founded() {
  const address = `northwind-${++organizations}`;
  const owner = await TestMember.foundReady(server, await somebody(), address);
  return { owner, address };
}

/** As the trusted proxy passes it on. */
const from = (address: string) => ({ 'x-forwarded-for': address });

/** What the gate says to a session that comes from an address: both where it is asked and where it stands. */
async function enter(
  organization: string,
  address: string,
  { token }: Pick<SeededPerson, 'token'>,
  headers: Record<string, string> = from(office),
) {
  const asked = await callEndpoint(server.url, askGate, { params: { address }, headers }, token);
  const used = await callEndpoint(server.url, readHeads, { params: { organization }, headers }, token);
  if (!asked.ok) throw new Error(asked.code);
  const { denial } = asked.value;
  // INVARIANT: what the person is told is what every request is told.
  expect(used.ok ? undefined : used.code).toBe(denial?.code);
  return denial ?? 'allowed';
}

const act = (address: string, what: OperatorAct) =>
  actOnOrganization(server.running.platform.config, { address, act: what, nowMs: server.nowMs() });

describe('row 2', () => {
  it('says that an invitation is required, of every organization that is not yours', async () => {
    const { owner, address } = await founded();
    const noor = await somebody();
    expect(await enter(owner.organization, address, noor)).toMatchObject({ code: 'invitation_required' });
    const member = await addMember(owner, noor);
    expect(await enter(owner.organization, address, noor)).toBe('allowed');
    await owner.mustChange('remove', { heads: [], member: member.member });
    expect(await enter(owner.organization, address, noor)).toMatchObject({
      code: 'invitation_required',
      params: {},
    });
    expect(await enter(owner.organization, 'nobody-has', noor)).toMatchObject({
      code: 'invitation_required',
    });
    // Who was removed may be invited anew, and is another member then.
    const again = await addMember(owner, noor);
    expect(again.member).not.toBe(member.member);
    expect(await enter(owner.organization, address, noor)).toBe('allowed');
  });
});

describe('row 4', () => {
  it('refuses everybody while the operator has suspended the organization', async () => {
    const { owner, address } = await founded();
    const noor = await somebody();
    const invitation = await invite(owner, noor.email);
    const sent = server.mails.length;
    expect(await act(address, { act: 'suspended' })).toMatchObject({ told: 1 });
    expect(await enter(owner.organization, address, owner.person)).toMatchObject({
      code: 'organization_suspended',
    });
    expect(await tryJoin(server, noor, invitation)).toMatchObject({ code: 'organization_suspended' });
    await act(address, { act: 'resumed' });
    expect(await enter(owner.organization, address, owner.person)).toBe('allowed');
    expect(await tryJoin(server, noor, invitation)).toMatchObject({ ok: true });
    // The command has an outbox of its own; what it did stands in the database.
    expect(server.mails.length).toBe(sent);
    const { kysely } = server.running.platform.db;
    const acts = await kysely
      .selectFrom('operator_acts')
      .select('act')
      .where('organization', '=', owner.organization)
      .orderBy('at_ms')
      .execute();
    expect(acts.map((row) => row.act)).toEqual(['suspended', 'resumed']);
  });

  it('is heard by who is inside and by who waits, within a second', async () => {
    const { owner, address } = await founded();
    const { token } = owner.person;
    const inside = await listen(server.url, owner.organization, token);
    await act(address, { act: 'suspended' });
    expect(await inside.next()).toEqual({ kind: 'gate' });
    const waiting = await listenAtGate(server.url, address, token);
    await act(address, { act: 'resumed' });
    expect(await waiting.next()).toEqual({ kind: 'gate' });
    expect(await enter(owner.organization, address, owner.person)).toBe('allowed');
    waiting.close();
  });
});

describe('row 5', () => {
  it('waits for the recovery kit', async () => {
    const person = await somebody();
    const address = `unready-${++organizations}`;
    const owner = await TestMember.found(server, person, address);
    expect(await enter(owner.organization, address, person)).toMatchObject({
      code: 'setup_required',
      params: { youAreOwner: true },
    });
    await owner.must(await owner.recoveryRotate());
    expect(await enter(owner.organization, address, person)).toBe('allowed');
  });
});

describe('rows 6 and 7', () => {
  it('follow the membership: disabled and enabled, over and extended', async () => {
    const { owner, address } = await founded();
    const noor = await addMember(owner, await somebody());
    const gate = () => enter(owner.organization, address, noor.person);
    await owner.mustChange('disable', { heads: [], member: noor.member });
    expect(await gate()).toMatchObject({ code: 'member_disabled', params: {} });
    await owner.mustChange('enable', { member: noor.member });
    expect(await gate()).toBe('allowed');

    const endsAtMs = server.nowMs() + 60_000;
    await owner.mustChange('end_set', { endsAtMs, member: noor.member });
    expect(await gate()).toBe('allowed');
    server.passMs(60_001);
    // Before anybody has written an event about it.
    expect(await gate()).toMatchObject({ code: 'member_expired', params: { endedAtMs: endsAtMs } });
    await owner.mustChange('expire', { heads: [], member: noor.member });
    expect(await gate()).toMatchObject({ code: 'member_expired' });
    await owner.mustChange('end_set', { endsAtMs: null, member: noor.member });
    expect(await gate()).toBe('allowed');
  });
});

const listed = (range: string, untilMs: number | null = null) => ({
  label: '',
  range: range as IpRange,
  untilMs,
});

const own = (range: string, of: { session?: SessionId; untilMs?: number } = {}) => ({
  range: range as IpRange,
  session: of.session ?? null,
  untilMs: of.untilMs ?? null,
});

/** An owner who comes through the proxy from the office, as every other call of theirs does. */
function atOffice(owner: TestMember): TestMember {
  const call = owner.call.bind(owner);
  owner.call = (endpoint, input = {}) => call(endpoint, { ...input, headers: from(office) });
  return owner;
}

/** As if the factor had been set up, or given, with the endpoints of second factors. */
const enrol = (person: SeededPerson, ...strengths: ('mail' | 'totp' | 'passkey')[]) =>
  setStrengths(server.running.platform.db.kysely, person.account, new Set(strengths));
const give = (session: SessionId, strength: 'mail' | 'totp' | 'passkey') =>
  server.running.platform.db.kysely
    .updateTable('sessions')
    .set(givenColumns(strength, server.nowMs()))
    .where('id', '=', session)
    .execute();

describe('a date that passes', () => {
  it('is heard by who is inside and by who waits when it passes, not with the next look', async () => {
    const { owner, address } = await founded();
    const noor = await addMember(owner, await somebody());
    const { token } = noor.person;
    await owner.mustChange('end_set', { endsAtMs: server.nowMs() + 1200, member: noor.member });
    const inside = await listen(server.url, owner.organization, token);
    expect(await inside.next(2200)).toEqual({ kind: 'gate' });
    expect(await enter(owner.organization, address, noor.person)).toMatchObject({ code: 'member_expired' });

    await owner.mustChange('end_set', { endsAtMs: null, member: noor.member });
    await enrol(owner.person, 'passkey');
    await give(owner.person.session, 'passkey');
    await owner.mustChange('settings_set', { set: { secondFactor: 'any', secondFactorGraceDays: 0 } });
    await owner.mustChange('exempt', { member: noor.member, untilMs: server.nowMs() + 1200 });
    expect(await enter(owner.organization, address, noor.person)).toBe('allowed');
    const waiting = await listenAtGate(server.url, address, token);
    expect(await waiting.next(2200)).toEqual({ kind: 'gate' });
    expect(await enter(owner.organization, address, noor.person)).toMatchObject({
      code: 'mfa_enrollment_required',
    });
    waiting.close();
  });
});

describe('row 8', () => {
  it('lets in from the list alone, in every spelling of an address', async () => {
    const { owner, address } = await founded();
    atOffice(owner);
    const noor = await addMember(owner, await somebody());
    const gate = (at: string) => enter(owner.organization, address, noor.person, from(at));
    await owner.mustChange('addresses_set', {
      add: [listed(office), listed('2001:db8:7::/48'), listed('192.0.2.0/24')],
      remove: [],
    });
    expect(await gate(elsewhere)).toBe('allowed');
    await owner.mustChange('settings_set', { set: { addressListOn: true } });
    expect(await gate(elsewhere)).toMatchObject({ code: 'ip_not_allowed', params: { address: elsewhere } });
    for (const inside of [office, `::ffff:${office}`, '::ffff:cb00:7107', '192.0.2.200', '2001:DB8:7:0::1']) {
      expect(await gate(inside), inside).toBe('allowed');
    }
    for (const outside of ['2001:db8:8::1', '::ffff:198.51.100.9', '192.0.3.1']) {
      expect(await gate(outside), outside).toMatchObject({ code: 'ip_not_allowed' });
    }
    const untilMs = server.nowMs() + 60_000;
    await owner.mustChange('addresses_set', { add: [listed(elsewhere, untilMs)], remove: [] });
    expect(await gate(elsewhere)).toBe('allowed');
    server.passMs(60_001);
    expect(await gate(elsewhere)).toMatchObject({ code: 'ip_not_allowed' });
  });

  it('believes nobody’s headers but the proxy’s', async () => {
    const { owner, address } = await founded();
    atOffice(owner);
    const noor = await addMember(owner, await somebody());
    await owner.mustChange('addresses_set', { add: [listed(office)], remove: [] });
    await owner.mustChange('settings_set', { set: { addressListOn: true } });
    const gate = (headers: Record<string, string>) =>
      enter(owner.organization, address, noor.person, headers);
    // What the client wrote stands left of what the proxy added.
    expect(await gate({ 'x-forwarded-for': `${office}, ${elsewhere}` })).toMatchObject({
      code: 'ip_not_allowed',
      params: { address: elsewhere },
    });
    for (const header of ['forwarded', 'x-real-ip', 'x-client-ip', 'true-client-ip', 'cf-connecting-ip']) {
      const value = header === 'forwarded' ? `for=${office}` : office;
      expect(await gate({ ...from(elsewhere), [header]: value }), header).toMatchObject({
        code: 'ip_not_allowed',
        params: { address: elsewhere },
      });
    }
  });

  it('lets a member in from an address of their own, until it ends or is taken away', async () => {
    const { owner, address } = await founded();
    atOffice(owner);
    const noor = await addMember(owner, await somebody());
    const leo = await addMember(owner, await somebody());
    await owner.mustChange('addresses_set', { add: [listed(office)], remove: [] });
    await owner.mustChange('settings_set', { set: { addressListOn: true } });
    const gate = (who: Pick<SeededPerson, 'token'>) =>
      enter(owner.organization, address, who, from(elsewhere));
    const refused = { code: 'ip_not_allowed', params: { address: elsewhere } };
    const { member, person } = noor;
    const allow = (...add: ReturnType<typeof own>[]) =>
      owner.mustChange('member_addresses_set', { add, member, remove: [] });
    const take = () =>
      owner.mustChange('member_addresses_set', { add: [], member, remove: [elsewhere as IpRange] });
    const inside = () => listen(server.url, owner.organization, person.token, from(elsewhere));
    expect(await gate(person)).toMatchObject(refused);

    const waiting = await listenAtGate(server.url, address, person.token, from(elsewhere));
    await allow(own('198.51.100.0/24'));
    expect(await waiting.next()).toEqual({ kind: 'gate' });
    waiting.close();
    expect(await gate(person)).toBe('allowed');
    expect(await gate(leo.person)).toMatchObject(refused);
    await owner.mustChange('member_addresses_set', {
      add: [],
      member,
      remove: ['198.51.100.0/24' as IpRange],
    });
    expect(await gate(person)).toMatchObject(refused);

    // Bound to one session, it helps no other, not of the same member either.
    await allow(own(elsewhere, { session: person.session, untilMs: server.nowMs() + 60_000 }));
    expect(await gate(person)).toBe('allowed');
    const other = await seedSession(server, person.account);
    expect(await gate(other)).toMatchObject(refused);
    const untilTaken = await inside();
    await take();
    expect(await untilTaken.next()).toEqual({ kind: 'gate' });
    expect(await gate(person)).toMatchObject(refused);

    await allow(own(elsewhere, { untilMs: server.nowMs() + 1200 }));
    const untilOver = await inside();
    expect(await gate(other)).toBe('allowed');
    expect(await untilOver.next(2200)).toEqual({ kind: 'gate' });
    expect(await gate(person)).toMatchObject(refused);
  });

  it('is lifted by the operator for a while', async () => {
    const { owner, address } = await founded();
    atOffice(owner);
    const noor = await addMember(owner, await somebody());
    await owner.mustChange('addresses_set', { add: [listed(office)], remove: [] });
    await owner.mustChange('settings_set', { set: { addressListOn: true } });
    const gate = () => enter(owner.organization, address, noor.person, from(elsewhere));
    expect(await gate()).toMatchObject({ code: 'ip_not_allowed' });
    const untilMs = server.nowMs() + 3_600_000;
    await act(address, { act: 'address_list_lifted', untilMs });
    expect(await gate()).toBe('allowed');
    expect(await owner.call(readOperatorRules)).toMatchObject({ value: { addressListOffUntilMs: untilMs } });
    server.passMs(3_600_001);
    expect(await gate()).toMatchObject({ code: 'ip_not_allowed' });
    expect(await owner.call(readOperatorRules)).toMatchObject({ value: { addressListOffUntilMs: null } });
  });
});

describe('rows 9 and 10', () => {
  const sessionOf = (person: SeededPerson, kind: ClientKind, version = '0.1.0') =>
    seedSession(server, person.account, { kind, version });

  it('turn clients off, for all and for one, and never the web', async () => {
    const { owner, address } = await founded();
    const noor = await addMember(owner, await somebody());
    await owner.mustChange('settings_set', { set: { clientsOff: ['extension', 'app'] } });
    const gate = async (kind: ClientKind) => {
      const { token } = await sessionOf(noor.person, kind);
      // Browsers show their token in a cookie.
      const cookie = kind === 'web' || kind === 'app';
      const headers = cookie ? { cookie: `postern_session=${token}`, authorization: '' } : {};
      return enter(owner.organization, address, { token: cookie ? '' : token }, headers);
    };
    expect(await gate('extension')).toMatchObject({ code: 'extension_not_allowed' });
    expect(await gate('app')).toMatchObject({ code: 'app_not_allowed' });
    expect(await gate('cli')).toBe('allowed');
    expect(await gate('web')).toBe('allowed');
    await owner.mustChange('clients_set', {
      clients: { allowed: ['app'], denied: ['cli'] },
      member: noor.member,
    });
    expect(await gate('app')).toBe('allowed');
    expect(await gate('cli')).toMatchObject({ code: 'cli_not_allowed' });
    expect(await gate('extension')).toMatchObject({ code: 'extension_not_allowed' });
  });

  it('ask for a newer client', async () => {
    const { owner, address } = await founded();
    const noor = await addMember(owner, await somebody());
    const newer = await sessionOf(owner.person, 'cli', '1.4.0');
    const admin = owner.asDevice(newer.token);
    await admin.mustChange('settings_set', { set: { minimumClientVersion: '1.4.0' } });
    const gate = async (version: string) =>
      enter(owner.organization, address, await sessionOf(noor.person, 'cli', version));
    expect(await gate('1.3.9')).toMatchObject({
      code: 'client_outdated',
      params: { minimumVersion: '1.4.0' },
    });
    expect(await gate('1.4.0')).toBe('allowed');
    expect(await gate('1.10.0')).toBe('allowed');
  });
});

describe('row 11', () => {
  it('asks for a second factor of the level, after the grace period, unless exempt', async () => {
    const { owner, address } = await founded();
    const noor = await addMember(owner, await somebody());
    const gate = () => enter(owner.organization, address, noor.person);
    await enrol(owner.person, 'passkey');
    await give(owner.person.session, 'passkey');
    await owner.mustChange('settings_set', { set: { secondFactor: 'any', secondFactorGraceDays: 2 } });
    expect(await gate()).toBe('allowed');
    server.passMs(2 * 86_400_000 + 1);
    expect(await gate()).toMatchObject({
      code: 'mfa_enrollment_required',
      params: { acceptedFactors: 'any' },
    });
    await owner.mustChange('exempt', { member: noor.member, untilMs: server.nowMs() + 3_600_000 });
    expect(await gate()).toBe('allowed');
    server.passMs(3_600_001);
    expect(await gate()).toMatchObject({ code: 'mfa_enrollment_required' });
    await enrol(noor.person, 'mail');
    expect(await gate()).toMatchObject({ code: 'mfa_required' });
    await give(noor.person.session, 'mail');
    expect(await gate()).toBe('allowed');
    await owner.mustChange('settings_set', { set: { secondFactor: 'no_mail' } });
    expect(await gate()).toMatchObject({ code: 'mfa_too_weak', params: { acceptedFactors: 'no_mail' } });
    await enrol(noor.person, 'mail', 'totp');
    await give(noor.person.session, 'totp');
    expect(await gate()).toBe('allowed');
    await owner.mustChange('settings_set', { set: { secondFactor: 'phishing_resistant' } });
    expect(await gate()).toMatchObject({ code: 'mfa_too_weak' });
  });
});

describe('a rule that is announced', () => {
  it('is announced again where the mail server took nothing, and no more once it was taken back', async () => {
    const { owner } = await founded();
    const [noor, omar] = [await addMember(owner, await somebody()), await addMember(owner, await somebody())];
    const fromMs = server.nowMs() + 7 * 86_400_000;
    await owner.mustChange('settings_set', { set: { secondFactor: 'any', secondFactorFromMs: fromMs } });
    const { platform } = server.running;
    const mailed = (who: TestMember) =>
      server.mails.filter(({ to, subject }) => to === who.person.email && subject.includes('second factor'));
    const down = vi.spyOn(platform.mail, 'send').mockResolvedValue(refuse('email_not_sent'));
    const announced = await owner.call(announceRule, {
      body: { rule: 'second_factor', members: [noor.member, omar.member] },
    });
    expect(announced).toMatchObject({ ok: true, value: { told: 2 } });
    await until('both were tried', () => down.mock.calls.length >= 2);
    const waits = () =>
      platform.db.kysely.selectFrom('rule_mails').where('tries', '=', 1).select('member').execute();
    await until('both wait', async () => (await waits()).length === 2);
    down.mockRestore();
    expect(mailed(noor)).toEqual([]);

    await owner.mustChange('disable', { heads: [], member: omar.member });
    server.passMs(60_001);
    await sendRuleMails(platform, new FoldedLedgers(platform.db));
    await until('nothing waits', async () => {
      const rows = await platform.db.kysely.selectFrom('rule_mails').select('member').execute();
      return rows.length === 0;
    });
    expect(mailed(noor)).toHaveLength(1);
    expect(mailed(omar)).toEqual([]);
  });
});

describe('a change of the rules', () => {
  const refusalOf = async (changed: Promise<{ ok: boolean; code?: string }>) => {
    const answered = await changed;
    return answered.ok ? undefined : answered.code;
  };

  it('does not lock out its author', async () => {
    const { owner } = await founded();
    atOffice(owner);
    const on = () => refusalOf(owner.change('settings_set', { set: { addressListOn: true } }));
    expect(await on()).toBe('would_lock_out_author');
    await owner.mustChange('addresses_set', { add: [listed(office)], remove: [] });
    expect(await on()).toBeUndefined();
    const take = { add: [], remove: [office as IpRange] };
    expect(await refusalOf(owner.change('addresses_set', take))).toBe('would_lock_out_author');
    expect(await refusalOf(owner.change('settings_set', { set: { secondFactor: 'any' } }))).toBe(
      'would_lock_out_author',
    );
    expect(await refusalOf(owner.change('settings_set', { set: { clientsOff: ['cli'] } }))).toBe(
      'would_lock_out_author',
    );
    expect(await refusalOf(owner.change('settings_set', { set: { minimumClientVersion: '0.1.1' } }))).toBe(
      'minimum_version_above_own',
    );
    expect(await refusalOf(owner.change('settings_set', { set: { minimumClientVersion: '0.1.0' } }))).toBe(
      undefined,
    );
  });

  it('does not leave its author standing on an address that runs out', async () => {
    const { owner } = await founded();
    atOffice(owner);
    const untilMs = server.nowMs() + 3_600_000;
    const lasting = listed('203.0.113.0/24');
    await owner.mustChange('addresses_set', {
      add: [listed(office, untilMs), listed(elsewhere)],
      remove: [],
    });
    const on = () => refusalOf(owner.change('settings_set', { set: { addressListOn: true } }));
    expect(await on()).toBe('would_lock_out_author_later');
    await owner.mustChange('addresses_set', { add: [lasting], remove: [] });
    expect(await on()).toBeUndefined();
    const take = { add: [], remove: [lasting.range] };
    expect(await refusalOf(owner.change('addresses_set', take))).toBe('would_lock_out_author_later');
    // What does not concern the author's own place is taken.
    const train = listed('192.0.2.7', untilMs);
    expect(await refusalOf(owner.change('addresses_set', { add: [train], remove: [] }))).toBeUndefined();
  });

  it('counts an address of one’s own, and as lasting only where it lasts', async () => {
    const { owner } = await founded();
    atOffice(owner);
    const { member } = owner;
    const change = (add: ReturnType<typeof own>[], remove: string[] = []) =>
      refusalOf(owner.change('member_addresses_set', { add, member, remove: remove as IpRange[] }));
    const on = () => refusalOf(owner.change('settings_set', { set: { addressListOn: true } }));
    const untilMs = server.nowMs() + 3_600_000;
    expect(await change([own(office, { session: owner.person.session, untilMs })])).toBeUndefined();
    expect(await on()).toBe('would_lock_out_author_later');
    expect(await change([own(office)])).toBeUndefined();
    expect(await on()).toBeUndefined();
    expect(await change([own(elsewhere)], [office])).toBe('would_lock_out_author');
    expect(await change([own(office, { untilMs })])).toBe('would_lock_out_author_later');
  });

  it('does not take the owner’s own address away from the owner', async () => {
    const { owner } = await founded();
    atOffice(owner);
    server.passMs(61_000);
    await owner.catchUpLedger();
    const admin = await addMember(owner, await somebody(), { role: 'administrator' });
    const call = admin.call.bind(admin);
    admin.call = (endpoint, input = {}) => call(endpoint, { ...input, headers: from(elsewhere) });
    await admin.mustChange('addresses_set', { add: [listed(elsewhere)], remove: [] });
    const { member } = owner;
    await admin.mustChange('member_addresses_set', { add: [own(office)], member, remove: [] });
    await admin.mustChange('settings_set', { set: { addressListOn: true } });
    const take = { add: [], member, remove: [office as IpRange] };
    expect(await refusalOf(admin.change('member_addresses_set', take))).toBe('would_lock_out_owner');
  });

  it('does not lock out the owner, whoever makes it', async () => {
    const { owner } = await founded();
    atOffice(owner);
    // The session's last address is noted once a minute.
    server.passMs(61_000);
    await owner.catchUpLedger();
    const admin = await addMember(owner, await somebody(), { role: 'administrator' });
    const call = admin.call.bind(admin);
    admin.call = (endpoint, input = {}) => call(endpoint, { ...input, headers: from(elsewhere) });
    await admin.mustChange('addresses_set', { add: [listed(elsewhere)], remove: [] });
    const on = () => refusalOf(admin.change('settings_set', { set: { addressListOn: true } }));
    expect(await on()).toBe('would_lock_out_owner');
    await admin.mustChange('addresses_set', { add: [listed('203.0.113.0/24')], remove: [] });
    expect(await on()).toBeUndefined();
  });

  it('does not put a proxy on the list that nobody has named', async () => {
    const { owner } = await founded();
    await owner.mustChange('organization_rename', { name: 'Behind a proxy' });
    const { person, organization, member } = owner;
    const drafted = await owner.draft('addresses_set', { add: [listed('127.0.0.0/8')], remove: [] });
    const draftedOwn = await owner.draft('member_addresses_set', {
      add: [own('127.0.0.0/8')],
      member,
      remove: [],
    });
    await server.restart({ POSTERN_TRUSTED_PROXIES: '10.0.0.0/8' });
    try {
      const send = (headers: Record<string, string>, { body } = drafted) =>
        callEndpoint(server.url, appendLedger, { params: { organization }, body, headers }, person.token);
      for (const each of [drafted, draftedOwn]) {
        expect(await send(from(office), each)).toMatchObject({
          code: 'address_of_proxy',
          problem: { field: '/events/0', params: { at: '/add/0' } },
        });
      }
      const described = await callEndpoint(server.url, getServer, { headers: from(office) }, undefined);
      expect(described).toMatchObject({
        value: { forwardingHeadersIgnored: true, ownAddress: '127.0.0.1' },
      });
      expect(server.log()).toContain('forwarding headers arrived and were ignored');
      expect(await send({})).toMatchObject({ ok: true });
    } finally {
      await server.restart();
    }
  });
});

describe('seats', () => {
  it('are members and open invitations, and no more than the operator gives', async () => {
    const { owner, address } = await founded();
    await act(address, { act: 'seats_set', seats: 3 });
    const noor = await somebody();
    const first = await invite(owner, noor.email);
    const second = await invite(owner, (await somebody()).email);
    const third = () => invite(owner, `third${organizations}@northwind.example` as typeof noor.email);
    await expect(third()).rejects.toThrow('seat_limit_reached');
    expect(await owner.call(readOperatorRules)).toMatchObject({ value: { seats: 3, seatsTaken: 3 } });
    await owner.mustChange('invite_revoke', { invite: second.invite });
    await third();
    // Fewer seats than members: whoever is there stays, and nobody comes.
    await act(address, { act: 'seats_set', seats: 1 });
    expect(await tryJoin(server, noor, first)).toMatchObject({
      code: 'seat_limit_reached',
      problem: { params: { max: 1 } },
    });
    expect(await enter(owner.organization, address, owner.person)).toBe('allowed');
    await act(address, { act: 'seats_set', seats: null });
    expect(await tryJoin(server, noor, first)).toMatchObject({ ok: true });
  });
});

/** Counts every statement that the database is asked from now on, by its text. */
function countStatements({ kysely }: Db) {
  const { adapter } = kysely.getExecutor();
  const executed = vi.spyOn(DefaultQueryExecutor.prototype, 'executeQuery');
  const atOnce = 'readAtOnce' in adapter ? vi.spyOn(adapter as ReadsAtOnce, 'readAtOnce') : undefined;
  return {
    stop: () => {
      const texts = [
        ...executed.mock.calls.map(([{ sql }]) => sql),
        ...(atOnce?.mock.calls.map(([text]) => text) ?? []),
      ];
      executed.mockRestore();
      atOnce?.mockRestore();
      return [...new Set(texts)].map((text) => ({
        text,
        times: texts.filter((each) => each === text).length,
      }));
    },
  };
}

describe('a refused client that asks in a loop', () => {
  it('costs one reading each time, and no write but one a minute', async () => {
    const { owner, address } = await founded();
    const noor = await addMember(owner, await somebody());
    await owner.mustChange('disable', { heads: [], member: noor.member });
    const { db } = server.running.platform;
    const recorded = async () => {
      const rows = await db.kysely
        .selectFrom('access_records')
        .select('code')
        .where('account', '=', noor.person.account)
        .where('kind', '=', 'denied')
        .execute();
      return rows.length;
    };
    await enter(owner.organization, address, noor.person);
    const before = await recorded();
    const asks = 50;
    const counting = countStatements(db);
    for (let n = 0; n < asks; n++) await noor.call(readHeads);
    const counted = counting.stop();
    expect(counted.filter(({ text }) => !text.startsWith('select'))).toEqual([]);
    // What the server looks for by itself meanwhile is not asked as often.
    const perAsk = counted.filter(({ times }) => times >= asks / 2);
    expect(perAsk).toEqual([{ text: expect.stringContaining('"sessions"'), times: asks }]);
    expect(await recorded()).toBe(before);
    server.passMs(61_000);
    await noor.call(readHeads);
    expect(await recorded()).toBe(before + 1);
  });
});
