import { appendLedger, askForAccess, askGate, readAccessLog, withdrawRequest } from '@postern/contract';
import { type IpRange, newId, type RequestId, refuse } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { givenColumns, setStrengths } from '../src/account/factor-columns.ts';
import { FoldedLedgers } from '../src/organization/folded-ledgers.ts';
import { mailRequests } from '../src/requests/request-mails.ts';
import { callEndpoint, fetchEndpoint } from './support/call-endpoint.ts';
import { listen, listenAtGate } from './support/listen.ts';
import { good, requestsAt } from './support/requests-at.ts';
import { seedSession } from './support/seeded-person.ts';
import { addMember, invite } from './support/team.ts';
import type { TestMember } from './support/test-member.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { until } from './support/until.ts';

const hourMs = 3_600_000;
/** Where Leo is at home. */
const homeAddress = '203.0.113.7';
const from = (address: string) => ({ 'x-forwarded-for': address });

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ POSTERN_TRUSTED_PROXIES: '127.0.0.1/32' });
});
afterAll(() => server.stop());

const { nameOf, somebody, northwind, ask, mustAsk, own, inbox, read, refusing, reopen, enableFor, disable } =
  requestsAt(() => server);

describe('asking', () => {
  it('takes only what stands in the way right now, and merges it', async () => {
    const { address, dana, leo } = await northwind();
    expect(await ask(address, leo.person, { code: 'member_disabled' })).toMatchObject({
      code: 'nothing_to_ask',
    });
    await disable(dana, leo);
    expect(await ask(address, leo.person, { code: 'ip_not_allowed' })).toMatchObject({
      code: 'nothing_to_ask',
    });
    expect(
      await ask(address, leo.person, {
        code: 'member_disabled',
        about: { kind: 'permission', permission: 'members.manage' },
      }),
    ).toMatchObject({ code: 'nothing_to_ask' });
    const asked = await mustAsk(address, leo.person, { code: 'member_disabled', note: ' I am back. ' });
    expect(asked).toMatchObject({
      state: 'open',
      note: 'I am back.',
      sentTo: ['permission:members.manage'],
      mayAskAgainAtMs: asked.askedAtMs + 4 * hourMs,
      expiresAtMs: asked.askedAtMs + 14 * 24 * hourMs,
    });
    const soon = await ask(address, leo.person, { code: 'member_disabled' });
    expect(soon).toMatchObject({
      code: 'rate_limited',
      problem: { params: { retryAtMs: asked.mayAskAgainAtMs } },
    });
    server.passMs(4 * hourMs);
    const again = await mustAsk(address, leo.person, { code: 'member_disabled', note: 'Still waiting' });
    expect(again).toMatchObject({ request: asked.request, note: 'Still waiting' });
    server.passMs(4 * hourMs);
    // Nothing said keeps what was said.
    expect(await mustAsk(address, leo.person, { code: 'member_disabled' })).toMatchObject({
      note: 'Still waiting',
    });
    expect((await inbox(dana)).requests).toMatchObject([
      { request: asked.request, times: 3, member: leo.member },
    ]);
  });

  it('makes one request of many that come at once', async () => {
    const { address, dana, leo } = await northwind();
    await disable(dana, leo);
    const asks = await Promise.all(
      Array.from({ length: 5 }, () => ask(address, leo.person, { code: 'member_disabled' })),
    );
    expect(asks.filter(({ ok }) => ok)).toHaveLength(1);
    expect(asks.flatMap((one) => (one.ok ? [] : [one.code]))).toEqual(Array(4).fill('rate_limited'));
    expect(await inbox(dana)).toMatchObject({ open: 1, requests: [{ times: 1 }] });
  });

  it('refuses a note that is too long, and keeps markup as it was typed', async () => {
    const { address, dana, leo } = await northwind();
    await disable(dana, leo);
    const note = '<b>Maya</b> [says](https://evil.example) <script>alert(1)</script>';
    expect(await ask(address, leo.person, { code: 'member_disabled', note: 'x'.repeat(501) })).toMatchObject({
      code: 'request_invalid',
      field: '/note',
    });
    const { request } = await mustAsk(address, leo.person, { code: 'member_disabled', note });
    expect(good(await read(dana, request)).note).toBe(note);
  });

  it('answers a stranger alike whether the organization exists, and tells them nothing more', async () => {
    const { address, dana } = await northwind();
    const noor = await somebody('noor');
    const send = async (at: string) => {
      const input = { params: { address: at }, body: { code: 'invitation_required', note: 'Hello' } };
      const response = await fetchEndpoint(server.url, askForAccess, input, noor.token);
      const text = await response.text();
      const varying = /"(?:request|askedAtMs|lastAskedAtMs|mayAskAgainAtMs|expiresAtMs)":("[^"]*"|\d+)/g;
      return { status: response.status, text: text.replace(varying, ''), answer: JSON.parse(text) };
    };
    const nobodyHas = nameOf('nobody-');
    const real = await send(address);
    const none = await send(nobodyHas);
    expect(real.status).toBe(200);
    expect({ ...real, answer: undefined }).toEqual({ ...none, answer: undefined });
    // Both are counted, merged and limited alike.
    expect((await send(address)).text.replace(/\d+/g, '')).toBe(
      (await send(nobodyHas)).text.replace(/\d+/g, ''),
    );

    const { requests } = await inbox(dana);
    expect(requests).toMatchObject([{ code: 'invitation_required', email: noor.email, note: 'Hello' }]);
    expect(requests[0]).not.toHaveProperty('member');
    good(await read(dana, real.answer.request));
    await until('both were mailed of', async () => {
      const { kysely } = server.running.platform.db;
      const rows = await kysely
        .selectFrom('access_requests')
        .select('to_mail')
        .where('account', '=', noor.account)
        .execute();
      return rows.every(({ to_mail }) => to_mail === 0);
    });
    const [atReal] = await own(address, noor);
    const [atNone] = await own(nobodyHas, noor);
    const {
      request: _r,
      askedAtMs: _a,
      lastAskedAtMs: _l,
      mayAskAgainAtMs: _m,
      expiresAtMs: _e,
      ...told
    } = atReal ?? ({} as never);
    expect(told).toEqual({
      code: 'invitation_required',
      state: 'open',
      note: 'Hello',
      sentTo: ['permission:members.manage'],
      mail: 'sent',
    });
    expect(Object.keys(atReal ?? {})).toEqual(Object.keys(atNone ?? {}));
  });

  it('limits what one account asks in a day', async () => {
    const noor = await somebody('noor');
    const first = await mustAsk('flood-0', noor, { code: 'invitation_required' });
    for (let at = 1; at < 10; at++) await mustAsk(`flood-${at}`, noor, { code: 'invitation_required' });
    expect(await ask('flood-10', noor, { code: 'invitation_required' })).toMatchObject({
      code: 'rate_limited',
      problem: { params: { retryAtMs: first.askedAtMs + 24 * hourMs } },
    });
    const withdrawn = await callEndpoint(
      server.url,
      withdrawRequest,
      { params: { address: 'flood-0', request: first.request } },
      noor.token,
    );
    expect(good(withdrawn)).toMatchObject({ state: 'withdrawn' });
    // What was taken back counts.
    expect(await ask('flood-10', noor, { code: 'invitation_required' })).toMatchObject({
      code: 'rate_limited',
    });
    const others = await somebody('olga');
    const foreign = {
      params: { address: 'flood-1', request: (await own('flood-1', noor))[0]?.request ?? '' },
    };
    expect(await callEndpoint(server.url, withdrawRequest, foreign, others.token)).toMatchObject({
      code: 'not_found',
    });
  });

  it('keeps what is asked for inside apart, each verified against the ledger', async () => {
    const { address, maya, dana, leo } = await northwind();
    const vault = await maya.createVault();
    const permission = (of: string) => ({
      code: 'permission_missing',
      about: { kind: 'permission', permission: of },
    });
    const shared = { code: 'vault_not_shared', about: { kind: 'vault', vault } };
    expect(await ask(address, dana.person, permission('members.manage'))).toMatchObject({
      code: 'nothing_to_ask',
    });
    expect(await ask(address, leo.person, permission('members.fly'))).toMatchObject({
      code: 'nothing_to_ask',
    });
    expect(await ask(address, leo.person, { code: 'vault_not_shared' })).toMatchObject({
      code: 'nothing_to_ask',
    });
    expect(
      await ask(address, leo.person, { ...shared, about: { kind: 'vault', vault: newId() } }),
    ).toMatchObject({ code: 'nothing_to_ask' });
    await mustAsk(address, leo.person, permission('vaults.create'));
    await mustAsk(address, leo.person, permission('audit.read'));
    const { request, sentTo } = await mustAsk(address, leo.person, shared);
    expect(sentTo).toEqual(['vault_manager']);
    // Dana manages members, and no vault.
    const codes = async (member: TestMember) => (await inbox(member)).requests.map(({ code }) => code).sort();
    expect(await codes(dana)).toEqual(['permission_missing', 'permission_missing']);
    expect(await codes(maya)).toEqual(['permission_missing', 'permission_missing', 'vault_not_shared']);
    expect(await read(dana, request)).toMatchObject({ code: 'not_found' });
    expect(await refusing(dana, request)).toMatchObject({ code: 'not_found' });
    // Who only gives the vault is not told from where somebody came, nor with what; who may look at attempts is.
    const kim = await addMember(maya, await somebody('kim'));
    await maya.mustChange('vault_grant', {
      grants: [{ member: kim.member, role: 'manager' }],
      head: null,
      vault,
    });
    const [seen] = (await inbox(kim)).requests;
    expect(seen).toMatchObject({ request, code: 'vault_not_shared' });
    expect(seen).not.toHaveProperty('attempt');
    expect(good(await read(kim, request))).not.toHaveProperty('attempt');
    expect(good(await read(maya, request))).toHaveProperty('attempt');

    await maya.catchUpLedger();
    const grant = { grants: [{ member: leo.member, role: 'reader' as const }], head: null, vault };
    const drafted = await maya.draft('vault_grant', grant);
    const waiting = await listen(server.url, maya.organization, leo.person.token);
    good(await maya.call(appendLedger, { body: { ...drafted.body, request } }));
    maya.state = drafted.state;
    expect((await own(address, leo.person)).find((one) => one.request === request)).toMatchObject({
      state: 'granted',
    });
    waiting.close();
    // Somebody who has a right on the vault asks for another.
    await mustAsk(address, leo.person, {
      code: 'permission_missing',
      about: { kind: 'vault', vault, right: 'edit' },
    });
    expect(await ask(address, leo.person, shared)).toMatchObject({ code: 'nothing_to_ask' });
  });
});

describe('who helps', () => {
  it('shows requests to those alone who can help with them today, and none of their own', async () => {
    const { address, maya, dana, leo } = await northwind();
    const other = await northwind();
    const kim = await addMember(maya, await somebody('kim'));
    await disable(dana, leo);
    const { request } = await mustAsk(address, leo.person, { code: 'member_disabled' });
    expect(await inbox(kim)).toEqual({ requests: [], open: 0 });
    for (const stranger of [kim, other.maya, other.dana]) {
      expect(await read(stranger, request)).toMatchObject({ code: 'not_found' });
      expect(await refusing(stranger, request)).toMatchObject({ code: 'not_found' });
      expect(await reopen(stranger, request)).toMatchObject({ code: 'not_found' });
    }
    expect(await inbox(dana)).toMatchObject({ open: 1, requests: [{ request }] });
    // A fixer who loses the right between opening and clicking.
    good(await read(dana, request));
    await maya.mustChange('role_set', { member: dana.member, role: 'member' });
    expect(await refusing(dana, request)).toMatchObject({ code: 'not_found' });
    expect(await enableFor(dana, leo, request)).toMatchObject({ ok: false });
    expect(await inbox(dana)).toMatchObject({ open: 0 });
    expect((await own(address, leo.person))[0]).toMatchObject({ state: 'open' });
    // Nobody settles what they asked themselves.
    await maya.mustChange('settings_set', { set: { personalVaults: false } });
    const asked = await mustAsk(address, dana.person, {
      code: 'permission_missing',
      about: { kind: 'permission', permission: 'members.manage' },
    });
    await maya.mustChange('role_set', { member: dana.member, role: 'administrator' });
    expect(await read(dana, asked.request)).toMatchObject({ code: 'not_found' });
  });

  it('says to who asked that it was seen, once', async () => {
    const { address, maya, dana, leo } = await northwind();
    await disable(dana, leo);
    const { request } = await mustAsk(address, leo.person, { code: 'member_disabled' });
    const waiting = await listenAtGate(server.url, address, leo.person.token);
    const seen = good(await read(dana, request)).seen;
    expect(seen?.by).toBe(dana.member);
    await until('it is told', async () => (await waiting.next())?.kind === 'request');
    waiting.close();
    server.passMs(1000);
    expect(good(await read(maya, request)).seen).toEqual(seen);
    expect((await own(address, leo.person))[0]?.seenAtMs).toBe(seen?.atMs);
  });
});

describe('settling', () => {
  it('grants with the append, lets the person in, and tells both sides', async () => {
    const { address, maya, dana, leo } = await northwind();
    await disable(dana, leo);
    const atGate = await listenAtGate(server.url, address, leo.person.token);
    const atInbox = await listen(server.url, maya.organization, maya.person.token);
    const { request } = await mustAsk(address, leo.person, { code: 'member_disabled' });
    expect(await atInbox.next(3000)).toEqual({ kind: 'requests', open: 1 });
    good(await enableFor(dana, leo, request));
    await until('the gate opens', async () => (await atGate.next())?.kind === 'gate');
    await until('the badge falls', async () => {
      const change = await atInbox.next(3000);
      return change?.kind === 'requests' && change.open === 0;
    });
    atGate.close();
    atInbox.close();
    expect((await own(address, leo.person))[0]).toMatchObject({ state: 'granted' });
    expect(good(await read(maya, request)).settled).toMatchObject({ by: dana.member });
    expect((await inbox(maya, { settled: 'true' })).requests).toMatchObject([{ request, state: 'granted' }]);
    // Too late for anybody else; nothing is appended.
    await disable(dana, leo);
    const { head } = dana.state;
    expect(await enableFor(maya, leo, request)).toMatchObject({ code: 'request_settled' });
    await maya.catchUpLedger();
    expect(maya.state.head).toEqual(head);
  });

  it('refuses with a note, and takes that back for an hour', async () => {
    const { address, dana, leo, maya } = await northwind();
    await disable(dana, leo);
    const { request } = await mustAsk(address, leo.person, { code: 'member_disabled' });
    const refused = good(await refusing(dana, request, 'Not before Monday'));
    expect(refused).toMatchObject({
      state: 'refused',
      settled: { by: dana.member, answer: 'Not before Monday' },
    });
    const [told] = await own(address, leo.person);
    expect(told).toMatchObject({ state: 'refused', answer: 'Not before Monday' });
    expect(told?.mayAskAgainAtMs).toBe((told?.settledAtMs ?? 0) + hourMs);
    expect(await ask(address, leo.person, { code: 'member_disabled' })).toMatchObject({
      code: 'rate_limited',
    });
    expect(await refusing(maya, request)).toMatchObject({ code: 'request_settled' });
    expect(await reopen(maya, request)).toMatchObject({ code: 'request_settled' });
    expect(good(await reopen(dana, request))).toMatchObject({ state: 'open' });
    const logged = good(await maya.call(readAccessLog, { query: { kind: 'request_reopened' } }));
    expect(logged.lines).toMatchObject([{ request, by: dana.member, email: leo.person.email }]);
    good(await refusing(dana, request));
    server.passMs(hourMs);
    expect(await reopen(dana, request)).toMatchObject({ code: 'request_settled' });
    const again = await mustAsk(address, leo.person, { code: 'member_disabled' });
    expect(again.request).not.toBe(request);
  });

  it('stays open when the remedy was for something else', async () => {
    const { address, maya, dana, leo } = await northwind();
    await disable(dana, leo);
    const { request } = await mustAsk(address, leo.person, { code: 'member_disabled' });
    await maya.catchUpLedger();
    const drafted = await maya.draft('exempt', { member: leo.member, untilMs: server.nowMs() + hourMs });
    good(await maya.call(appendLedger, { body: { ...drafted.body, request } }));
    expect((await own(address, leo.person))[0]).toMatchObject({ state: 'open' });
  });

  it('ends by itself when its person passes, and not by another session that does', async () => {
    const { address, maya, leo } = await northwind();
    await maya.mustChange('addresses_set', {
      add: [{ label: 'Office', range: '127.0.0.1' as IpRange, untilMs: null }],
      remove: [],
    });
    await maya.mustChange('settings_set', { set: { addressListOn: true } });
    const home = from(homeAddress);
    await mustAsk(address, leo.person, { code: 'ip_not_allowed' }, home);
    const desk = await seedSession(server, leo.person.account);
    const enter = (token: string, headers = {}) =>
      callEndpoint(server.url, askGate, { params: { address }, headers }, token);
    good(await enter(desk.token));
    expect((await own(address, leo.person))[0]).toMatchObject({ state: 'open' });
    await maya.mustChange('addresses_set', {
      add: [{ label: 'Home', range: homeAddress as IpRange, untilMs: null }],
      remove: [],
    });
    expect(good(await enter(leo.person.token, home)).allowed).toBe(true);
    expect((await own(address, leo.person))[0]).toMatchObject({ state: 'granted' });
    const { requests } = await inbox(maya, { settled: 'true' });
    expect(requests[0]?.settled).not.toHaveProperty('by');
  });

  it('is granted by what was done elsewhere, without its person or the inbox', async () => {
    const { address, maya, dana, leo } = await northwind();
    const kim = await addMember(maya, await somebody('kim'));
    const vault = await maya.createVault();
    await mustAsk(address, kim.person, { code: 'vault_not_shared', about: { kind: 'vault', vault } });
    await disable(dana, leo);
    const { request } = await mustAsk(address, leo.person, { code: 'member_disabled' });
    const waiting = await listenAtGate(server.url, address, leo.person.token);
    await dana.mustChange('enable', { member: leo.member });
    expect(await waiting.next()).toBeDefined();
    waiting.close();
    expect((await own(address, leo.person))[0]).toMatchObject({ request, state: 'granted' });
    expect((await own(address, kim.person))[0]).toMatchObject({ state: 'open' });
    expect(await inbox(dana)).toMatchObject({ open: 0 });
    expect((await inbox(dana, { settled: 'true' })).requests[0]?.settled).not.toHaveProperty('by');
    const logged = good(await maya.call(readAccessLog, { query: { kind: 'request_granted' } }));
    expect(logged.lines).toMatchObject([{ request, email: leo.person.email }]);

    await maya.catchUpLedger();
    const grants = [{ member: kim.member, role: 'reader' as const }];
    await maya.mustChange('vault_grant', { grants, head: null, vault });
    expect((await own(address, kim.person))[0]).toMatchObject({ state: 'granted' });
  });

  it('is granted to a stranger by an invitation, and by one that is sent again', async () => {
    const { address, maya, dana } = await northwind();
    const noor = await somebody('noor');
    const { request } = await mustAsk(address, noor, { code: 'invitation_required' });
    await invite(dana, noor.email);
    expect((await own(address, noor))[0]).toMatchObject({ request, state: 'granted' });
    const pending = await mustAsk(address, noor, { code: 'invitation_pending' });
    await maya.catchUpLedger();
    const open = Object.values(maya.state.invitations).find(({ email }) => email === noor.email);
    const keys = open?.keys;
    if (open === undefined || !keys) throw new Error('no invitation');
    const other = await invite(dana, (await somebody('nils')).email);
    await dana.catchUpLedger();
    const fresh = dana.state.invitations[other.invite]?.keys;
    await maya.catchUpLedger();
    const drafted = await maya.draft('invite_resend', {
      delivery: 'link',
      expiresAtMs: server.nowMs() + 24 * hourMs,
      invite: open.id,
      sealingKey: fresh?.sealingKeyB64 ?? '',
      signingKey: fresh?.signingKeyB64 ?? '',
    });
    good(await maya.call(appendLedger, { body: { ...drafted.body, request: pending.request } }));
    expect((await own(address, noor))[0]).toMatchObject({ request: pending.request, state: 'granted' });
  });

  it('is not granted by a removal, nor by the same check in other words', async () => {
    const { address, maya, dana, leo } = await northwind();
    await disable(dana, leo);
    await mustAsk(address, leo.person, { code: 'member_disabled' });
    await maya.mustChange('remove', { heads: [], member: leo.member });
    const enter = (who: TestMember) =>
      callEndpoint(server.url, askGate, { params: { address } }, who.person.token);
    // It is nobody's to help with any more.
    expect((await own(address, leo.person))[0]).toMatchObject({ state: 'expired' });
    expect(await inbox(dana)).toMatchObject({ open: 0 });
    expect(good(await enter(leo)).denial?.code).toBe('invitation_required');

    const kim = await addMember(maya, await somebody('kim'));
    const { kysely } = server.running.platform.db;
    await setStrengths(kysely, kim.person.account, new Set(['totp'] as const));
    // The owner has given one that every rule accepts.
    await setStrengths(kysely, maya.person.account, new Set(['passkey'] as const));
    const given = givenColumns('passkey', server.nowMs());
    await kysely.updateTable('sessions').set(given).where('id', '=', maya.person.session).execute();
    await maya.mustChange('settings_set', { set: { secondFactor: 'any' } });
    await mustAsk(address, kim.person, { code: 'mfa_required' });
    await maya.mustChange('settings_set', { set: { secondFactor: 'phishing_resistant' } });
    expect(good(await enter(kim)).denial?.code).toBe('mfa_too_weak');
    expect((await own(address, kim.person))[0]).toMatchObject({ code: 'mfa_required', state: 'open' });
  });

  it('expires, or is taken back, and the access log says so', async () => {
    const { address, maya, dana, leo } = await northwind();
    await disable(dana, leo);
    const { request } = await mustAsk(address, leo.person, { code: 'member_disabled' });
    server.passMs(14 * 24 * hourMs);
    // Both confirm that it is they.
    await server.running.platform.db.kysely
      .updateTable('sessions')
      .set({ authenticated_at_ms: server.nowMs() })
      .execute();
    expect((await own(address, leo.person))[0]).toMatchObject({ state: 'expired' });
    expect(await inbox(dana)).toMatchObject({ open: 0, requests: [] });
    expect(await refusing(dana, request)).toMatchObject({ code: 'request_settled' });
    expect(await enableFor(dana, leo, request)).toMatchObject({ code: 'request_settled' });
    const again = await mustAsk(address, leo.person, { code: 'member_disabled' });
    expect(again.request).not.toBe(request);
    const back = { params: { address, request: again.request } };
    good(await callEndpoint(server.url, withdrawRequest, back, leo.person.token));
    const log = async (kind: string) => good(await maya.call(readAccessLog, { query: { kind } })).lines;
    const email = leo.person.email;
    expect(await log('request_withdrawn')).toMatchObject([{ request: again.request, email }]);
    await until('the end of the request in the log', async () => (await log('request_expired')).length === 1);
    expect(await log('request_expired')).toMatchObject([{ request, email, code: 'member_disabled' }]);
  });

  it('lets the first of two fixers win, whichever way they go', async () => {
    for (let round = 0; round < 3; round++) {
      const { address, maya, dana, leo } = await northwind();
      await disable(dana, leo);
      const { request } = await mustAsk(address, leo.person, { code: 'member_disabled' });
      await maya.catchUpLedger();
      await dana.catchUpLedger();
      const draftOf = async (by: TestMember) => (await by.draft('enable', { member: leo.member })).body;
      const [byMaya, byDana] = [await draftOf(maya), await draftOf(dana)];
      const outcomes = await Promise.all([
        maya.call(appendLedger, { body: { ...byMaya, request } }),
        dana.call(appendLedger, { body: { ...byDana, request } }),
        refusing(dana, request, 'No'),
      ]);
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
      const lost = outcomes.flatMap((one) => (one.ok ? [] : [one.code]));
      expect(lost.every((code) => ['request_settled', 'head_moved'].includes(code))).toBe(true);
      const [told] = await own(address, leo.person);
      expect(told?.state).toBe(outcomes[2]?.ok ? 'refused' : 'granted');
      await maya.catchUpLedger();
      expect(maya.state.members[leo.member]?.status).toBe(outcomes[2]?.ok ? 'disabled' : 'active');
    }
  });
});

describe('mails', () => {
  const mailsAbout = (request: string) => server.mails.filter(({ text }) => text.includes(request));

  it('go to those who can help, with the note quoted and a link to the very request', async () => {
    const { address, maya, dana, leo } = await northwind();
    await disable(dana, leo);
    const note = 'I am back.\nSee https://evil.example';
    const { request } = await mustAsk(address, leo.person, { code: 'member_disabled', note });
    const sent = await until(
      'both are mailed',
      () => mailsAbout(request).length === 2 && mailsAbout(request),
    );
    expect(sent.map(({ to }) => to).sort()).toEqual([dana.person.email, maya.person.email].sort());
    expect(sent[0]?.text).toContain(`/${address}/administration/requests/${request}\n`);
    expect(sent[0]?.text).toContain('> I am back.\n> See https://evil.example\n');
    expect(sent[0]?.text).toContain('Your membership is disabled.');
    expect(sent[0]?.subject).not.toContain(leo.person.email);
    await until('that is told', async () => (await own(address, leo.person))[0]?.mail === 'sent');
  });

  it('wait for a mail server that is down, and say so', async () => {
    const { address, maya, dana, leo } = await northwind();
    await disable(dana, leo);
    const { platform } = server.running;
    const down = vi.spyOn(platform.mail, 'send').mockResolvedValue(refuse('email_not_sent'));
    const { request } = await mustAsk(address, leo.person, { code: 'member_disabled' });
    await until(
      'it was tried',
      () => down.mock.calls.filter(([{ text }]) => text.includes(request)).length === 2,
    );
    expect((await own(address, leo.person))[0]).toMatchObject({ state: 'open', mail: 'waiting' });
    expect((await inbox(dana)).requests).toMatchObject([{ request, mail: 'waiting' }]);
    down.mockRestore();
    server.passMs(60_001);
    const ledgers = new FoldedLedgers(platform.db);
    await until('it was tried again', async () => {
      await mailRequests(platform, ledgers);
      return mailsAbout(request).length === 2;
    });
    expect((await own(address, leo.person))[0]).toMatchObject({ mail: 'sent' });
    // What is settled meanwhile is mailed to nobody.
    down.mockClear();
    const again = vi.spyOn(platform.mail, 'send').mockResolvedValue(refuse('email_not_sent'));
    const kim = await addMember(maya, await somebody('kim'));
    await dana.catchUpLedger();
    await disable(dana, kim);
    const second = await mustAsk(address, kim.person, { code: 'member_disabled' });
    await until(
      'it was tried',
      () => again.mock.calls.filter(([{ text }]) => text.includes(second.request)).length === 2,
    );
    again.mockRestore();
    good(await refusing(dana, second.request));
    server.passMs(60_001);
    await mailRequests(platform, ledgers);
    expect(mailsAbout(second.request)).toEqual([]);
  });

  it('are merged when many ask at once', async () => {
    const { address, maya } = await northwind();
    const before = server.mails.length;
    for (let at = 0; at < 8; at++)
      await mustAsk(address, await somebody('noor'), { code: 'invitation_required' });
    const toMaya = () => server.mails.slice(before).filter(({ to }) => to === maya.person.email);
    const { platform } = server.running;
    const ledgers = new FoldedLedgers(platform.db);
    const waiting = async () => {
      const rows = await platform.db.kysely
        .selectFrom('access_request_mails')
        .select('merged')
        .where('organization', '=', maya.organization)
        .where('recipient', '=', maya.person.account)
        .where('next_at_ms', 'is not', null)
        .execute();
      return rows.filter(({ merged }) => merged === 1).length;
    };
    await until('five are sent, and three wait for each other', async () => {
      await mailRequests(platform, ledgers);
      return toMaya().length === 5 && (await waiting()) === 3;
    });
    server.passMs(10 * 60_000 + 1);
    await until('they are told of at once', async () => {
      await mailRequests(platform, ledgers);
      return toMaya().length === 6;
    });
    expect(toMaya()[5]?.text).toContain('There are 3 more requests');
    await mailRequests(platform, ledgers);
    expect(toMaya()).toHaveLength(6);
  });
});

it('lists thousands of open requests by pages, and counts them', async () => {
  const { address, dana, leo } = await northwind();
  await disable(dana, leo);
  const { request } = await mustAsk(address, leo.person, { code: 'member_disabled' });
  const { kysely } = server.running.platform.db;
  const row = await kysely
    .selectFrom('access_requests')
    .selectAll()
    .where('id', '=', request)
    .executeTakeFirstOrThrow();
  const nowMs = server.nowMs();
  for (let part = 0; part < 50; part++) {
    const rows = Array.from({ length: 100 }, (_, at) => ({
      ...row,
      id: newId<RequestId>(),
      address: `${address} ${part * 100 + at}`,
      // Every other one is a stranger's.
      ...(at % 2 === 0 ? { code: 'invitation_required' } : {}),
      // Some at the same moment.
      last_asked_at_ms: nowMs - Math.floor((part * 100 + at) / 3),
      to_mail: 0,
    }));
    await kysely.insertInto('access_requests').values(rows).execute();
  }
  const startedAtMs = performance.now();
  const first = await inbox(dana);
  expect(performance.now() - startedAtMs).toBeLessThan(2000);
  expect(first).toMatchObject({ open: 5001, next: expect.any(String) });
  const seen = new Set<string>();
  const order: [who: number, newest: number][] = [];
  let page = first;
  for (;;) {
    for (const { request: id, code, lastAskedAtMs } of page.requests) {
      seen.add(id);
      order.push([code === 'invitation_required' ? 1 : 0, -lastAskedAtMs]);
    }
    if (page.next === undefined) break;
    page = await inbox(dana, { after: page.next });
  }
  expect(seen.size).toBe(5001);
  expect(order).toHaveLength(5001);
  // Members first, then the newest.
  expect(order).toEqual([...order].sort(([who, at], [otherWho, later]) => who - otherWho || at - later));
  await kysely.deleteFrom('access_requests').where('organization', '=', dana.organization).execute();
});
