import {
  type AccessLine,
  askForAccess,
  askGate,
  listAccessLog,
  listAttempts,
  readAccessLog,
  readAttempt,
  readHeads,
  refuseRequest,
} from '@postern/contract';
import { type AccountId, type Email, newId } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearOldLines } from '../src/access-log/clear-old-lines.ts';
import { recordLine } from '../src/access-log/record-line.ts';
import { FoldedLedgers } from '../src/organization/folded-ledgers.ts';
import { callEndpoint } from './support/call-endpoint.ts';
import { listen } from './support/listen.ts';
import { type SeededPerson, seedPerson, seedSession } from './support/seeded-person.ts';
import { addMember, invite } from './support/team.ts';
import { TestMember } from './support/test-member.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

const dayMs = 86_400_000;

let server: TestServer;
let maya: SeededPerson;
let stranger: SeededPerson;
let owner: TestMember;
let auditor: TestMember;
let leader: TestMember;
let plain: TestMember;

beforeAll(async () => {
  server = await startTestServer();
  maya = await seedPerson(server, 'Maya');
  stranger = await seedPerson(server, 'Stranger');
  owner = await TestMember.foundReady(server, maya, 'northwind');
  auditor = await addMember(owner, await seedPerson(server, 'Ada'), { permissions: ['audit.read'] });
  leader = await addMember(owner, await seedPerson(server, 'Lena'), { permissions: ['members.manage'] });
  plain = await addMember(owner, await seedPerson(server, 'Paul'));
});
afterAll(() => server.stop());

const ask = (address: string, token: string) =>
  callEndpoint(server.url, askGate, { params: { address } }, token);

/** Everything of the log that the query finds, page by page. */
async function log(query: Record<string, string | number> = {}): Promise<AccessLine[]> {
  const lines: AccessLine[] = [];
  let cursor: string | undefined;
  do {
    const read = await owner.call(readAccessLog, { query: { ...query, ...(cursor ? { cursor } : {}) } });
    if (!read.ok) throw new Error(read.code);
    lines.push(...read.value.lines);
    cursor = read.value.next ?? undefined;
  } while (cursor !== undefined);
  return lines;
}

async function attempts() {
  const read = await owner.call(listAttempts);
  if (!read.ok) throw new Error(read.code);
  return read.value.attempts;
}

describe('the access log of an organization', () => {
  it('has one line for a session and a day, whoever writes it', async () => {
    const { token, session } = await seedSession(server, maya.account);
    const device = owner.asDevice(token);
    const mine = async () =>
      (await log({ kind: 'entered', account: maya.account })).filter(({ from }) => from?.session === session);
    await Promise.all([ask('northwind', token), device.call(readHeads), device.call(readHeads)]);
    expect(await mine()).toHaveLength(1);
    expect(await mine()).toMatchObject([
      {
        kind: 'entered',
        account: maya.account,
        email: maya.email,
        member: owner.member,
        from: { clientKind: 'cli', clientVersion: '0.1.0', address: '127.0.0.1', factorsUsed: [] },
      },
    ]);
    // Another process knows nothing of what this one has written.
    await server.restart();
    await device.call(readHeads);
    expect(await mine()).toHaveLength(1);
    server.passMs(dayMs);
    await device.call(readHeads);
    expect(await mine()).toHaveLength(2);
  });

  it('has the denials of members, of who is invited and of strangers, once a minute', async () => {
    const guest = await seedPerson(server, 'Greta');
    await invite(owner, guest.email, { expiresAtMs: server.nowMs() + 3_600_000 });
    server.passMs(2 * 3_600_000);
    await owner.mustChange('disable', { heads: [], member: plain.member });
    for (const token of [plain.person.token, guest.token, stranger.token]) {
      for (const address of ['northwind', 'northwind', 'nowhere', 'northwind']) await ask(address, token);
    }
    const denied = (await log({ kind: 'denied' })).map(({ email, member, code }) => [email, member, code]);
    expect(denied).toEqual([
      [stranger.email, undefined, 'invitation_required'],
      [guest.email, undefined, 'invitation_expired'],
      [plain.person.email, plain.member, 'member_disabled'],
    ]);
    const [line] = await log({ kind: 'denied', account: stranger.account });
    expect(line?.reference).toMatch(/^[A-Z0-9-]+$/);
    server.passMs(61_000);
    await ask('northwind', stranger.token);
    expect(await log({ kind: 'denied', account: stranger.account })).toHaveLength(2);
  });

  it('does the same for an address nobody has, and shows it to nobody', async () => {
    const { kysely } = server.running.platform.db;
    const count = async () => {
      const rows = await kysely.selectFrom('access_log').select('organization').execute();
      return [rows.filter(({ organization }) => organization === '').length, rows.length];
    };
    server.passMs(61_000);
    const [nobodyBefore = 0, before = 0] = await count();
    await ask('northwind', stranger.token);
    await ask('no-such-place', stranger.token);
    expect(await count()).toEqual([nobodyBefore + 1, before + 2]);
    await clearOldLines(server.running.platform, new FoldedLedgers(server.running.platform.db));
    server.passMs(1);
    await clearOldLines(server.running.platform, new FoldedLedgers(server.running.platform.db));
    expect((await count())[0]).toBe(0);
  });

  it('writes down so many strangers an hour', async () => {
    server.passMs(3_600_000);
    const before = (await log({ kind: 'denied' })).length;
    const { token } = await seedPerson(server, 'Prober');
    for (let at = 0; at < 25; at++) await ask(`place-${at}`, token);
    await ask('northwind', token);
    expect(await log({ kind: 'denied' })).toHaveLength(before);
  });

  it('is for who reads the audit log; attempts also for who manages members or settings', async () => {
    expect(await auditor.call(readAccessLog)).toMatchObject({ ok: true });
    expect(await auditor.call(listAttempts)).toMatchObject({ ok: true });
    expect(await leader.call(listAttempts)).toMatchObject({ ok: true });
    expect(await leader.call(readAccessLog)).toMatchObject({
      code: 'permission_missing',
      problem: { params: { permission: 'audit.read' } },
    });
    const paula = await addMember(owner, await seedPerson(server, 'Paula'));
    for (const endpoint of [readAccessLog, listAttempts]) {
      expect(await paula.call(endpoint)).toMatchObject({ code: 'permission_missing' });
    }
    const [one] = await attempts();
    const refused = await paula.call(readAttempt, { params: { record: one?.record ?? '' } });
    expect(refused).toMatchObject({ code: 'permission_missing' });
  });

  it('tells one attempt by its record, of this organization alone', async () => {
    const [one] = await attempts();
    const read = await leader.call(readAttempt, { params: { record: one?.record ?? '' } });
    expect(read).toEqual({ ok: true, value: one });
    const other = await TestMember.foundReady(server, stranger, 'southwind');
    for (const record of [one?.record ?? '', newId()]) {
      const refused = await other.call(readAttempt, { params: { record } });
      expect(refused).toMatchObject({ code: 'not_found' });
    }
  });

  it('lists the newest of attempts alike, those of the last 30 days', async () => {
    const before = await attempts();
    const keys = before.map((it) => [
      it.account,
      it.clientKind,
      it.clientVersion,
      it.address,
      it.factorsUsed,
    ]);
    expect(new Set(keys.map((key) => JSON.stringify(key))).size).toBe(before.length);
    expect(before.map(({ atMs }) => atMs)).toEqual(
      before.map(({ atMs }) => atMs).sort((one, later) => later - one),
    );
    server.passMs(29 * dayMs);
    owner = owner.asDevice((await seedSession(server, maya.account)).token);
    const found = await attempts();
    expect(found[0]).toMatchObject({ account: maya.account, outcome: 'entered', clientKind: 'cli' });
    expect(found.filter(({ account }) => account === maya.account)).toHaveLength(1);
    server.passMs(2 * dayMs);
    owner = owner.asDevice((await seedSession(server, maya.account)).token);
    expect((await attempts()).map(({ account }) => account)).toEqual([maya.account]);
  });

  it('gives pages in order, by kind, account and time', async () => {
    const { platform } = server.running;
    const fromMs = server.nowMs() + 1000;
    const who = { account: newId<AccountId>(), email: 'noor@northwind.example' as Email };
    for (let at = 0; at < 450; at++) {
      if (at % 50 === 0) server.passMs(1000);
      const kind = at % 3 === 0 ? 'request_made' : 'request_refused';
      await recordLine(platform, { organization: owner.organization, kind, ...who });
    }
    const all = await log({ account: who.account });
    expect(all).toHaveLength(450);
    expect(new Set(all.map(({ record }) => record)).size).toBe(450);
    expect(all.map(({ atMs }) => atMs)).toEqual(
      all.map(({ atMs }) => atMs).sort((one, later) => later - one),
    );
    expect(await log({ kind: 'request_made' })).toHaveLength(150);
    expect(await log({ kind: 'request_made', account: maya.account })).toEqual([]);
    expect(await log({ fromMs, account: who.account })).toHaveLength(450);
    expect(await log({ toMs: fromMs - 1, account: who.account })).toEqual([]);
    const wrong = await owner.call(readAccessLog, { query: { cursor: "1.x' or 1" } });
    expect(wrong).toMatchObject({ code: 'request_invalid', field: '/query/cursor' });
  });

  it('has requests and what became of them, in the own log of whoever asked, too', async () => {
    const { token } = await seedSession(server, plain.person.account);
    const params = { address: 'northwind' };
    const body = { code: 'member_disabled', note: 'Back on Monday' };
    const asked = await callEndpoint(server.url, askForAccess, { params, body }, token);
    if (!asked.ok) throw new Error(asked.code);
    const { request } = asked.value;
    await owner.call(refuseRequest, { params: { request }, body: { note: '' } });
    const [refused, made] = (await log({ account: plain.person.account })).slice(0, 2);
    const about = { code: 'member_disabled', email: plain.person.email, request };
    expect(refused).toMatchObject({ kind: 'request_refused', ...about, by: owner.member });
    expect(made).toMatchObject({ kind: 'request_made', ...about, from: { clientKind: 'cli' } });
    const own = await callEndpoint(server.url, listAccessLog, {}, token);
    expect(own.ok && own.value.records.slice(0, 2).map(({ kind }) => kind)).toEqual([
      'request_refused',
      'request_made',
    ]);
  });

  it('tells who watches it, and nobody else, that it has new lines', async () => {
    const { token } = await seedSession(server, auditor.person.account);
    const watching = await listen(server.url, owner.organization, token);
    const { token: leaderToken } = await seedSession(server, leader.person.account);
    const without = await listen(server.url, owner.organization, leaderToken);
    await owner.asDevice((await seedSession(server, maya.account)).token).call(readHeads);
    await watching.nextLog();
    await owner.createVault();
    expect(await without.next()).toMatchObject({ kind: 'ledger' });
    expect(without.logs()).toBe(0);
    watching.close();
    without.close();
  });

  it('keeps its lines for as long as the organization says', async () => {
    const { platform } = server.running;
    const ledgers = new FoldedLedgers(platform.db);
    const sinceMs = server.nowMs();
    server.passMs(40 * dayMs);
    owner = owner.asDevice((await seedSession(server, maya.account)).token);
    await clearOldLines(platform, ledgers);
    expect((await log({ toMs: sinceMs })).length).toBeGreaterThan(400);
    await owner.catchUpLedger();
    await owner.must(await owner.draft('settings_set', { set: { accessLogDays: 30 } }));
    await clearOldLines(platform, ledgers);
    expect(await log({ toMs: sinceMs })).toEqual([]);
    expect((await log()).length).toBeGreaterThan(0);
  });
});
