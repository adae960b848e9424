import { appendLedger, askGate, openOwnersDoor } from '@postern/contract';
import { type IpRange, newId, type RequestId, refuse } from '@postern/core';
import { findMember } from '@postern/ledger';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FoldedLedgers } from '../src/organization/folded-ledgers.ts';
import { deleteEndedBefore } from '../src/requests/queries.ts';
import { mailRequests } from '../src/requests/request-mails.ts';
import { settleWithAppend } from '../src/requests/settle-request.ts';
import { callEndpoint } from './support/call-endpoint.ts';
import { good, requestsAt } from './support/requests-at.ts';
import { seedSession } from './support/seeded-person.ts';
import { addMember } from './support/team.ts';
import type { TestMember } from './support/test-member.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { until } from './support/until.ts';

/** Who may settle what at which moment, whom a request is of, and mails that somebody should not get, or should get yet. */

const hourMs = 3_600_000;
const from = (address: string) => ({ 'x-forwarded-for': address });
const rules = { suspended: false, seats: null, addressListOffUntilMs: null };

let server: TestServer;
let ledgers: FoldedLedgers;
beforeAll(async () => {
  server = await startTestServer({ POSTERN_TRUSTED_PROXIES: '127.0.0.1/32' });
  ledgers = new FoldedLedgers(server.running.platform.db);
});
afterAll(() => server.stop());

const { somebody, northwind, mustAsk, own, inbox, read, refusing, disable } = requestsAt(() => server);

const enter = (address: string, token: string, headers = {}) =>
  callEndpoint(server.url, askGate, { params: { address }, headers }, token);

/** The office alone may come in. */
async function listOffice(by: TestMember) {
  await by.mustChange('addresses_set', {
    add: [{ label: 'Office', range: '127.0.0.1' as IpRange, untilMs: null }],
    remove: [],
  });
  await by.mustChange('settings_set', { set: { addressListOn: true } });
}

function callerOf({ state, member: id }: TestMember) {
  const member = findMember(state, id);
  if (member === undefined) throw new Error('no member');
  return { state, member, rules };
}

describe('an append that is meant for a request', () => {
  it('settles none of another organization, and none of one’s own', async () => {
    const { address, dana, leo } = await northwind();
    const other = await northwind();
    await disable(dana, leo);
    const { request } = await mustAsk(address, leo.person, { code: 'member_disabled' });
    await other.maya.catchUpLedger();
    await other.maya.mustChange('role_set', { member: other.dana.member, role: 'member' });
    const asked = await mustAsk(other.address, other.dana.person, {
      code: 'permission_missing',
      about: { kind: 'permission', permission: 'settings.manage' },
    });
    await other.maya.mustChange('role_set', { member: other.dana.member, role: 'administrator' });
    const tries = [
      [other.maya, request],
      [other.dana, asked.request],
    ] as const;
    for (const [by, of] of tries) {
      await by.catchUpLedger();
      const { head } = by.state;
      const drafted = await by.draft('settings_set', { set: { personalVaults: false } });
      expect(await by.call(appendLedger, { body: { ...drafted.body, request: of } })).toMatchObject({
        code: 'not_found',
      });
      await by.catchUpLedger();
      expect(by.state.head).toEqual(head);
    }
    expect((await own(address, leo.person))[0]).toMatchObject({ state: 'open' });
  });

  it.each(['enable', 'exempt'] as const)('is not stored once somebody was faster: %s', async (type) => {
    const { address, dana, maya, leo } = await northwind();
    await disable(dana, leo);
    const { request } = await mustAsk(address, leo.person, { code: 'member_disabled' });
    const { platform } = server.running;
    const drafted =
      type === 'enable'
        ? await dana.draft('enable', { member: leo.member })
        : await dana.draft('exempt', { member: leo.member, untilMs: server.nowMs() + hourMs });
    const settling = good(await settleWithAppend(platform, callerOf(dana), request, drafted.state, []));
    await maya.catchUpLedger();
    good(await refusing(maya, request));
    expect(await platform.db.transaction(settling.within)).toMatchObject({ code: 'request_settled' });
    expect((await own(address, leo.person))[0]).toMatchObject({ state: 'refused' });
  });
});

describe('whose request it is', () => {
  it('is the session’s that asked: another one of the account changes nothing of it', async () => {
    const { address, maya, leo } = await northwind();
    await listOffice(maya);
    const home = '203.0.113.7';
    const { request } = await mustAsk(address, leo.person, { code: 'ip_not_allowed' }, from(home));
    const shown = good(await read(maya, request));
    const thief = await seedSession(server, leo.person.account);
    const denied = good(await enter(address, thief.token, from('198.51.100.66')));
    expect(denied.denial?.code).toBe('ip_not_allowed');
    const { attempt, lastAskedAtMs } = shown;
    expect(good(await read(maya, request))).toMatchObject({ attempt, lastAskedAtMs, times: 1 });
    // Whoever asked goes on from elsewhere.
    good(await enter(address, leo.person.token, from('203.0.113.8')));
    expect(good(await read(maya, request)).attempt).toMatchObject({
      address: '203.0.113.8',
      session: leo.person.session,
    });
  });

  it('is not granted by a look through the owner’s door', async () => {
    const { address, maya } = await northwind();
    await listOffice(maya);
    const away = from('203.0.113.9');
    await mustAsk(address, maya.person, { code: 'ip_not_allowed' }, away);
    const { kysely } = server.running.platform.db;
    const longAgo = { authenticated_at_ms: server.nowMs() - 31 * 24 * hourMs };
    await kysely.updateTable('sessions').set(longAgo).where('id', '=', maya.person.session).execute();
    const door = { params: { address }, body: {}, headers: away };
    const opened = good(await callEndpoint(server.url, openOwnersDoor, door, maya.person.token));
    expect(opened).toMatchObject({ opened: false });
    expect((await own(address, maya.person))[0]).toMatchObject({ state: 'open' });
  });

  it('says of a stranger’s that it was seen to nobody, nor how its mails stand', async () => {
    const { address, dana } = await northwind();
    const noor = await somebody('noor');
    const { platform } = server.running;
    const down = vi.spyOn(platform.mail, 'send').mockResolvedValue(refuse('email_not_sent'));
    const { request } = await mustAsk(address, noor, { code: 'invitation_required' });
    await until(
      'it was tried',
      () => down.mock.calls.filter(([{ text }]) => text.includes(request)).length === 2,
    );
    expect((await inbox(dana)).requests).toMatchObject([{ mail: 'waiting' }]);
    expect((await own(address, noor))[0]).toMatchObject({ mail: 'sent' });
    down.mockRestore();
    const told = vi.spyOn(platform.feed, 'publish');
    good(await read(dana, request));
    const kinds = told.mock.calls.map(([{ kind }]) => kind);
    told.mockRestore();
    expect(kinds).toContain('requests');
    expect(kinds).not.toContain('request');
  });
});

describe('mails', () => {
  const mailsAbout = (request: string) => server.mails.filter(({ text }) => text.includes(request));

  it('go to nobody who has lost the right meanwhile', async () => {
    const { address, maya, dana, leo } = await northwind();
    await disable(dana, leo);
    const { platform } = server.running;
    const down = vi.spyOn(platform.mail, 'send').mockResolvedValue(refuse('email_not_sent'));
    const { request } = await mustAsk(address, leo.person, { code: 'member_disabled' });
    await until(
      'it was tried',
      () => down.mock.calls.filter(([{ text }]) => text.includes(request)).length === 2,
    );
    down.mockRestore();
    await maya.catchUpLedger();
    await maya.mustChange('role_set', { member: dana.member, role: 'member' });
    server.passMs(60_001);
    await until('it goes', async () => {
      await mailRequests(platform, ledgers);
      return mailsAbout(request).length > 0;
    });
    await mailRequests(platform, ledgers);
    expect(mailsAbout(request).map(({ to }) => to)).toEqual([maya.person.email]);
  });

  it('go once, though two servers look after them', async () => {
    const { address, dana, leo } = await northwind();
    await disable(dana, leo);
    const { request } = await mustAsk(address, leo.person, { code: 'member_disabled' });
    await until('both have it', () => mailsAbout(request).length === 2);
    const { platform } = server.running;
    await platform.db.kysely
      .updateTable('access_requests')
      .set({ to_mail: 1 })
      .where('id', '=', request)
      .execute();
    // The other is through while this one has only read what there is to do.
    const slow = new FoldedLedgers(platform.db);
    const current = slow.current.bind(slow);
    vi.spyOn(slow, 'current').mockImplementationOnce(async (id) => {
      await mailRequests(platform, ledgers);
      return current(id);
    });
    await mailRequests(platform, slow);
    await until('both have it again', () => mailsAbout(request).length >= 4);
    await mailRequests(platform, ledgers);
    expect(mailsAbout(request)).toHaveLength(4);
  });

  it('that wait for each other all wait on when the mail server is down', async () => {
    const { address, maya } = await northwind();
    const { platform } = server.running;
    const { kysely } = platform.db;
    const asked: RequestId[] = [];
    for (let at = 0; at < 3; at++) {
      asked.push((await mustAsk(address, await somebody('noor'), { code: 'invitation_required' })).request);
    }
    await until('each was mailed', () => asked.every((request) => mailsAbout(request).length === 2));
    const due = { merged: 1, mail: null, next_at_ms: server.nowMs() - 1 };
    await kysely
      .updateTable('access_request_mails')
      .set(due)
      .where('recipient', '=', maya.person.account)
      .execute();
    const toMaya = () =>
      server.mails.filter(({ to, text }) => to === maya.person.email && text.includes('more requests'));
    const down = vi.spyOn(platform.mail, 'send').mockResolvedValue(refuse('email_not_sent'));
    await mailRequests(platform, ledgers);
    await until('it was tried', () => down.mock.calls.length > 0);
    down.mockRestore();
    const waiting = await kysely
      .selectFrom('access_request_mails')
      .select('next_at_ms')
      .where('recipient', '=', maya.person.account)
      .execute();
    expect(waiting.map(({ next_at_ms }) => next_at_ms !== null)).toEqual([true, true, true]);
    server.passMs(3 * 60_000);
    await until('they go', async () => {
      await mailRequests(platform, ledgers);
      return toMaya().length === 1;
    });
    expect(toMaya()[0]?.text).toContain('There are 3 more requests');
  });

  it('that are left when the server stops wait for the next', async () => {
    const { address, dana, leo } = await northwind();
    await disable(dana, leo);
    const { platform } = server.running;
    const send = vi.spyOn(platform.mail, 'send').mockResolvedValue(refuse('email_not_sent'));
    const { request } = await mustAsk(address, leo.person, { code: 'member_disabled' });
    await until(
      'it was tried',
      () => send.mock.calls.filter(([{ text }]) => text.includes(request)).length === 2,
    );
    server.passMs(60_001);
    send.mockClear();
    await mailRequests(platform, ledgers, () => true);
    expect(send).not.toHaveBeenCalled();
    // Stopped while the first was under way.
    await mailRequests(platform, ledgers, () => send.mock.calls.length > 0);
    expect(send).toHaveBeenCalledTimes(1);
    send.mockRestore();
  });
});

it('forgets what ended long ago, a part at a time, and nothing that is open', async () => {
  const { address, dana, leo } = await northwind();
  const kim = await addMember(dana, await somebody('kim'));
  await disable(dana, leo);
  await disable(dana, kim);
  const { kysely } = server.running.platform.db;
  const { request } = await mustAsk(address, leo.person, { code: 'member_disabled' });
  const open = await mustAsk(address, kim.person, { code: 'member_disabled' });
  good(await refusing(dana, request));
  const row = await kysely
    .selectFrom('access_requests')
    .selectAll()
    .where('id', '=', request)
    .executeTakeFirstOrThrow();
  const states = ['granted', 'refused', 'expired', 'withdrawn'] as const;
  const old = states.map((state) => ({ ...row, id: newId<RequestId>(), state, expires_at_ms: 1000 }));
  await kysely.insertInto('access_requests').values(old).execute();
  await kysely
    .updateTable('access_requests')
    .set({ expires_at_ms: 1000 })
    .where('id', '=', open.request)
    .execute();
  expect(await deleteEndedBefore(kysely, 1000, 3)).toBe(3);
  expect(await deleteEndedBefore(kysely, 1000, 3)).toBe(1);
  expect(await deleteEndedBefore(kysely, 1000, 3)).toBe(0);
  const left = await kysely
    .selectFrom('access_requests')
    .select('id')
    .where('organization', '=', dana.organization)
    .execute();
  expect(left.map(({ id }) => id).sort()).toEqual([request, open.request].sort());
});
