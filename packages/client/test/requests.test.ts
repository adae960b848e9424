import type { OwnRequest, RemedyChoice } from '@postern/client';
import type { AccessRequest } from '@postern/contract';
import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { confirmKit, type Device, signUp, startDevice, until } from './people.ts';
import { createVault, draft, invite, memberOf, password } from './team.ts';

const office = '203.0.113.7';
const home = '198.51.100.9';
const address = 'northwind';
const email = (name: string) => `${name}@northwind.example`;

let server: TestServer;
let firstUrl: string;
let maya: Device;
let dana: Device;
let leo: Device;

/** A device that comes from an address, to wherever the server is by now. */
async function deviceAt(from: string, name: string): Promise<Device> {
  const send: typeof fetch = (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('x-forwarded-for', from);
    return fetch(String(input).replace(firstUrl, server.url), { ...init, headers });
  };
  const device = await startDevice({ url: firstUrl }, undefined, send);
  await signUp(server, device, email(name), password);
  return device;
}

async function member(from: string, name: string, given = {}): Promise<Device> {
  const { link } = await invite(maya, email(name), given);
  const device = await deviceAt(from, name);
  mustBeOk(await device.client.administration.invitations.accept(link));
  mustBeOk(await device.client.organization.enter(address));
  await inside(device);
  return device;
}

const inside = (device: Device) => until(device.client, ({ entered }) => entered?.open !== undefined);
const denied = (device: Device, code: string) =>
  until(device.client, ({ entered }) => entered?.gate.denial?.code === code);
const requestIs = (device: Device, wanted: (request: OwnRequest) => boolean) =>
  until(device.client, ({ entered }) => entered?.requests.some(wanted) ?? false);
const badge = (device: Device, count: number) =>
  until(device.client, ({ entered }) => entered?.open?.openRequests === count);
const ask = async (device: Device, code: OwnRequest['code'], note = '', about?: OwnRequest['about']) =>
  mustBeOk(await device.client.requests.ask.ask(address, { code, note, about }));
/** Own requests in the snapshot. */
const own = (device: Device) => device.client.snapshot().entered?.requests ?? [];

beforeAll(async () => {
  server = await startTestServer({ POSTERN_TRUSTED_PROXIES: '127.0.0.1/32', POSTERN_SIGNUP: 'open' });
  firstUrl = server.url;
  maya = await deviceAt(office, 'maya');
  mustBeOk(await maya.client.organization.create('Northwind', address));
  mustBeOk(await maya.client.organization.enter(address));
  await confirmKit(maya, address);
  dana = await member(office, 'dana', { role: 'administrator' });
  leo = await member(home, 'leo');
  const { rules } = maya.client.administration;
  mustBeOk(await rules.allowAddresses([{ range: office, label: 'Office', untilMs: null }]));
});
afterAll(async () => {
  for (const device of [maya, dana, leo]) await device.client.close();
  await server.stop();
});

/** Leo is disabled, and his address is not on the list. */
async function refuseLeo() {
  mustBeOk(await maya.client.administration.rules.set({ addressListOn: true }));
  await denied(leo, 'ip_not_allowed');
  const { id } = await memberOf(maya, email('leo'));
  mustBeOk(await maya.client.administration.people.disable([id]));
  await denied(leo, 'member_disabled');
}

/** The rules are as they were at the beginning, and Leo is inside. */
async function letLeoIn() {
  mustBeOk(await maya.client.administration.rules.set({ addressListOn: false }));
  const { people } = maya.client.administration;
  const { id, status, addresses } = await memberOf(maya, email('leo'));
  if (status === 'disabled') mustBeOk(await people.enable([id]));
  if (addresses.length > 0)
    mustBeOk(
      await people.forgetAddress(
        id,
        addresses.map(({ range }) => range),
      ),
    );
  await inside(leo);
}

describe('a request from a denial', () => {
  it('reaches who can help, who settles all that blocks at once, and its person is inside by itself', async () => {
    await refuseLeo();
    const { request } = await ask(leo, 'member_disabled', 'Back from leave');
    expect(own(leo)).toMatchObject([{ request, state: 'open', note: 'Back from leave' }]);
    await badge(dana, 1);
    const { inbox } = dana.client.requests;
    expect(mustBeOk(await inbox.list('open'))).toMatchObject({
      open: 1,
      rows: [{ request, email: email('leo'), clientKind: 'cli', address: home, code: 'member_disabled' }],
    });
    const opened = mustBeOk(await inbox.open(request));
    const blocked = opened.checks.filter(({ outcome }) => outcome === 'blocked');
    expect(blocked.map(({ denial }) => denial?.code)).toEqual(['member_disabled', 'ip_not_allowed']);
    expect(blocked[0]?.setBy.event).toMatchObject({ by: email('maya'), type: 'disable' });
    expect(opened.offers.map(({ remedy, ends, refused }) => [remedy, ends, refused])).toEqual([
      ['enable_member', 'member_disabled', undefined],
      ['allow_address_once', 'ip_not_allowed', undefined],
      ['allow_address_for_a_day', 'ip_not_allowed', undefined],
      ['allow_address_always', 'ip_not_allowed', undefined],
    ]);
    expect(opened.offers[0]?.effect).toMatchObject({ email: email('leo'), role: 'member', vaultCount: 1 });
    await requestIs(leo, ({ seenAtMs }) => seenAtMs !== undefined);

    const choices: RemedyChoice[] = [{ remedy: 'allow_address_once' }, { remedy: 'enable_member' }];
    const settled = mustBeOk(await inbox.settle(opened, choices));
    expect(settled).toMatchObject({
      stillBlocked: [],
      request: { state: 'granted', settledBy: email('dana') },
    });
    await inside(leo);
    await requestIs(leo, ({ state }) => state === 'granted');
    await badge(dana, 0);
    await until(maya.client, ({ entered }) => entered?.open?.openRequests === 0);
    expect(mustBeOk(await maya.client.requests.inbox.list('settled')).rows[0]).toMatchObject({
      request,
      state: 'granted',
      settledBy: email('dana'),
    });
    // Taken back: what was changed is as it was, and the request is open again.
    const reopened = mustBeOk(await inbox.undo(settled.undo ?? ''));
    expect(reopened).toMatchObject({ state: 'open', settledBy: undefined });
    await denied(leo, 'member_disabled');
    expect((await memberOf(dana, email('leo'))).addresses).toEqual([]);
    await requestIs(leo, ({ state }) => state === 'open');
    expect(await inbox.undo(settled.undo ?? '')).toMatchObject({ code: 'request_settled' });
    await letLeoIn();
    await requestIs(leo, ({ state }) => state === 'granted');
  });

  it('is refused with a note, which can be taken back', async () => {
    await refuseLeo();
    const { request } = await ask(leo, 'member_disabled');
    const refused = mustBeOk(await dana.client.requests.inbox.refuse(request, 'Ask <b>Maya</b> on Monday'));
    expect(refused.request).toMatchObject({ state: 'refused', answer: 'Ask <b>Maya</b> on Monday' });
    await requestIs(leo, ({ answer }) => answer === 'Ask <b>Maya</b> on Monday');
    const asked = await leo.client.requests.ask.ask(address, { code: 'member_disabled', note: '' });
    expect(asked).toMatchObject({ code: 'rate_limited', params: { retryAtMs: expect.any(Number) } });
    expect(mustBeOk(await dana.client.requests.inbox.undo(refused.undo ?? '')).state).toBe('open');
    await requestIs(leo, ({ state }) => state === 'open');
    mustBeOk(await leo.client.requests.ask.withdraw(address, request));
    expect(own(leo)[0]).toMatchObject({ request, state: 'withdrawn' });
    await letLeoIn();
  });

  it('is settled by the first of two fixers, and the other changes nothing', async () => {
    await refuseLeo();
    const { request } = await ask(leo, 'member_disabled');
    const seen = (by: Device) => by.client.requests.inbox.open(request);
    const [byMaya, ofDana] = [mustBeOk(await seen(maya)), mustBeOk(await seen(dana))];
    const outcomes = await Promise.all([
      maya.client.requests.inbox.settle(byMaya, [{ remedy: 'enable_member' }]),
      dana.client.requests.inbox.settle(ofDana, [
        { remedy: 'enable_member' },
        { remedy: 'allow_address_for_a_day' },
      ]),
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.find(({ ok }) => !ok)).toMatchObject({ code: 'request_settled' });
    const byDana = outcomes[1]?.ok === true;
    expect((await memberOf(maya, email('leo'))).addresses).toHaveLength(byDana ? 1 : 0);
    if (!byDana) {
      const first = outcomes[0];
      expect(first?.ok && first.value.stillBlocked).toEqual(['ip_not_allowed']);
    }
    const opened = mustBeOk(await dana.client.requests.inbox.open(request));
    expect(opened).toMatchObject({ settledBy: email(byDana ? 'dana' : 'maya'), offers: [] });
    await letLeoIn();
  });

  it('is shown under the name that the verified ledger has for the account, whatever the server says', async () => {
    await refuseLeo();
    const { request } = await ask(leo, 'member_disabled', 'Let me in');
    dana.between((path, answer) =>
      path.includes(`/requests/${request}`) ? { ...answer, email: email('maya') } : answer,
    );
    expect(mustBeOk(await dana.client.requests.inbox.open(request)).email).toBe(email('leo'));
    // Somebody the ledger does not know is no member, whose address ever is named.
    dana.between((path, answer) =>
      path.includes(`/requests/${request}`)
        ? { ...answer, account: 'AAAAAAAAAAAAAAAAAAAAAA', email: email('maya') }
        : answer,
    );
    expect(mustBeOk(await dana.client.requests.inbox.open(request))).toMatchObject({ member: undefined });
    dana.between(undefined);
    await letLeoIn();
  });

  it('is settled for what was shown of it, or not at all', async () => {
    await refuseLeo();
    const { request } = await ask(leo, 'member_disabled');
    const { inbox } = dana.client.requests;
    const opened = mustBeOk(await inbox.open(request));
    const choices: RemedyChoice[] = [
      { remedy: 'enable_member' },
      { remedy: 'allow_address_always', label: 'Home' },
    ];
    const seq = () => dana.client.snapshot().entered?.open?.ledgerSeq;
    const seqBefore = seq();
    const other = 'AAAAAAAAAAAAAAAAAAAAAA';
    const lies: readonly ((told: AccessRequest) => object)[] = [
      () => ({ account: other }),
      () => ({ member: other }),
      () => ({ email: email('maya') }),
      () => ({ code: 'ip_not_allowed' }),
      () => ({ about: { kind: 'vault', vault: other } }),
      ({ attempt }) => ({ attempt: { ...attempt, address: office } }),
      ({ attempt }) => ({ attempt: { ...attempt, session: other } }),
      ({ attempt }) => ({ attempt: { ...attempt, clientKind: 'app' } }),
    ];
    for (const lie of lies) {
      dana.between((path, told) =>
        path.endsWith(`/requests/${request}`) ? { ...told, ...lie(told as AccessRequest) } : told,
      );
      expect(await inbox.settle(opened, choices)).toMatchObject({ code: 'request_changed' });
    }
    // One network address and a version are shown, and nothing else in their place.
    for (const attempt of [
      { address: '0.0.0.0/0' },
      { address: '198.51.100.009' },
      { address: 'Call 555 1234 to unlock your vault now' },
      { clientVersion: 'Call 555 1234' },
    ]) {
      const lie = (told: AccessRequest) => ({ ...told, attempt: { ...told.attempt, ...attempt } });
      dana.between((path, told) => {
        if (path.endsWith(`/requests/${request}`)) return lie(told as AccessRequest);
        const { requests } = told as { requests?: AccessRequest[] };
        return requests === undefined ? told : { ...told, requests: requests.map(lie) };
      });
      expect(await inbox.open(request)).toMatchObject({ ok: false, code: 'server_refused_form' });
      expect(await inbox.list('open')).toMatchObject({ ok: false, code: 'server_refused_form' });
    }
    dana.between(undefined);
    // Neither what was not offered, nor by a showing that this client knows nothing of.
    const unasked: RemedyChoice = { remedy: 'grant_permission', permission: 'audit.read' };
    expect(await inbox.settle(opened, [unasked])).toMatchObject({ code: 'request_changed' });
    expect(await inbox.settle({ request, shown: other }, choices)).toMatchObject({ code: 'request_changed' });
    expect(seq()).toBe(seqBefore);
    expect(mustBeOk(await inbox.open(request)).state).toBe('open');
    expect(mustBeOk(await inbox.settle(opened, [{ remedy: 'enable_member' }])).request.state).toBe('granted');
    await letLeoIn();
  });

  it('is taken back where what was done had left it open, and where a line was lost', async () => {
    await refuseLeo();
    const { request } = await ask(leo, 'member_disabled');
    const { inbox } = dana.client.requests;
    const opened = mustBeOk(await inbox.open(request));
    const settled = mustBeOk(await inbox.settle(opened, [{ remedy: 'allow_address_for_a_day' }]));
    expect(settled.request.state).toBe('open');
    expect(mustBeOk(await inbox.undo(settled.undo ?? '')).state).toBe('open');
    expect((await memberOf(dana, email('leo'))).addresses).toEqual([]);

    const granted = mustBeOk(
      await inbox.settle(mustBeOk(await inbox.open(request)), [{ remedy: 'enable_member' }]),
    );
    expect(granted.request.state).toBe('granted');
    dana.between((path, told) => (path.endsWith('/reopening') ? {} : told));
    expect((await inbox.undo(granted.undo ?? '')).ok).toBe(false);
    dana.between(undefined);
    expect(mustBeOk(await inbox.undo(granted.undo ?? '')).state).toBe('open');
    expect((await memberOf(dana, email('leo'))).status).toBe('disabled');
    mustBeOk(await leo.client.requests.ask.withdraw(address, request));
    await letLeoIn();
  });

  it('finds who can help and what helped after a restart of the server', async () => {
    await refuseLeo();
    await ask(leo, 'member_disabled');
    await server.restart();
    await badge(dana, 1);
    const { rows } = mustBeOk(await dana.client.requests.inbox.list('open'));
    const request = rows[0]?.request;
    if (request === undefined) throw new Error('the request is gone');
    const reconnected = leo.sent.length;
    mustBeOk(
      await dana.client.requests.inbox.settle(mustBeOk(await dana.client.requests.inbox.open(request)), [
        { remedy: 'enable_member' },
        { remedy: 'allow_address_once' },
      ]),
    );
    await inside(leo);
    expect(leo.sent.length).toBeGreaterThan(reconnected);
    // What helps while the waiting client is cut off is found as soon as it is back.
    await letLeoIn();
    await refuseLeo();
    leo.offline(true);
    await server.restart();
    await maya.client.organization.enter(address);
    await letInWhileAway();
    leo.offline(false);
    leo.client.wake();
    const startedAtMs = performance.now();
    await inside(leo);
    expect(performance.now() - startedAtMs).toBeLessThan(3000);
  });
});

async function letInWhileAway() {
  mustBeOk(await maya.client.administration.rules.set({ addressListOn: false }));
  const { id } = await memberOf(maya, email('leo'));
  mustBeOk(await maya.client.administration.people.enable([id]));
}

describe('a request from inside', () => {
  it('is judged by the clock that the gate goes by, not by the helper’s own', async () => {
    const { people } = maya.client.administration;
    const { id } = await memberOf(maya, email('dana'));
    mustBeOk(await people.setEnd([id], server.nowMs() + 60_000));
    // From here on every client is ten minutes behind.
    server.passMs(10 * 60_000);
    mustBeOk(await dana.client.organization.enter(address));
    await denied(dana, 'member_expired');
    const { request } = await ask(dana, 'member_expired');
    const { inbox } = maya.client.requests;
    const opened = mustBeOk(await inbox.open(request));
    expect(opened.checks.filter(({ outcome }) => outcome === 'blocked')).toMatchObject([
      { denial: { code: 'member_expired' } },
    ]);
    mustBeOk(await inbox.settle(opened, [{ remedy: 'extend_member', endsAtMs: null }]));
    await inside(dana);
  });

  it('for a vault is granted by sharing it, in a role', async () => {
    const vault = await createVault(maya, 'Invoices', 'Bank');
    const { request, sentTo } = await ask(leo, 'vault_not_shared', '', { kind: 'vault', vault });
    expect(sentTo).toEqual(['vault_manager']);
    await badge(maya, 1);
    const { inbox } = maya.client.requests;
    const opened = mustBeOk(await inbox.open(request));
    expect(opened).toMatchObject({ vaultName: 'Invoices', checks: expect.anything() });
    expect(opened.offers).toMatchObject([
      { remedy: 'share_vault', ends: 'vault_not_shared', effect: { vault, vaultName: 'Invoices' } },
    ]);
    const settled = mustBeOk(await inbox.settle(opened, [{ remedy: 'share_vault', vault, given: 'reader' }]));
    expect(settled.request.state).toBe('granted');
    const has = (device: Device) =>
      until(device.client, ({ entered }) => entered?.open?.vaults.some(({ id }) => id === vault) ?? false);
    await has(leo);
    await requestIs(leo, (one) => one.request === request && one.state === 'granted');

    // A right more, in the same way.
    const more = await ask(leo, 'permission_missing', '', { kind: 'vault', vault, right: 'edit' });
    const offered = mustBeOk(await inbox.open(more.request));
    expect(offered.offers).toMatchObject([
      { remedy: 'grant_permission', effect: { permission: 'edit', given: 'reader' } },
    ]);
    const added = mustBeOk(await inbox.settle(offered, [{ remedy: 'grant_permission', permission: 'edit' }]));
    await until(
      leo.client,
      ({ entered }) => entered?.open?.vaults.some(({ id, canEdit }) => id === vault && canEdit) ?? false,
    );
    mustBeOk(await inbox.undo(added.undo ?? ''));
    mustBeOk(await inbox.undo(settled.undo ?? ''));
    await until(leo.client, ({ entered }) => entered?.open?.vaults.every(({ id }) => id !== vault) ?? false);
  });

  it('for a permission is shown to whoever may give it', async () => {
    const { request } = await ask(leo, 'permission_missing', '', {
      kind: 'permission',
      permission: 'audit.read',
    });
    await until(dana.client, ({ entered }) => (entered?.open?.openRequests ?? 0) > 0);
    const { inbox } = dana.client.requests;
    const opened = mustBeOk(await inbox.open(request));
    expect(opened.offers).toMatchObject([
      { remedy: 'grant_permission', effect: { permission: 'audit.read' } },
    ]);
    const settled = mustBeOk(
      await inbox.settle(opened, [{ remedy: 'grant_permission', permission: 'audit.read' }]),
    );
    await until(leo.client, ({ entered }) => entered?.open?.permissions.includes('audit.read') ?? false);
    mustBeOk(await inbox.undo(settled.undo ?? ''));
    await until(leo.client, ({ entered }) => entered?.open?.permissions.length === 0);
  });
});

it('from somebody who is no member offers to invite them, and inviting settles it', async () => {
  const noor = await deviceAt(home, 'noor');
  mustBeOk(await noor.client.organization.enter(address));
  const { request } = await ask(noor, 'invitation_required', 'I start on Monday');
  await until(dana.client, ({ entered }) => (entered?.open?.openRequests ?? 0) > 0);
  const { inbox } = dana.client.requests;
  const opened = mustBeOk(await inbox.open(request));
  expect(opened).toMatchObject({ member: undefined, email: email('noor') });
  expect(opened.offers.map(({ remedy }) => remedy)).toEqual(['invite_member']);
  expect(await inbox.settle(opened, [{ remedy: 'allow_address_always', label: 'Home' }])).toMatchObject({
    ok: false,
  });
  const { invitations } = dana.client.administration;
  mustBeOk(await invitations.invite(email('noor'), draft(), request));
  await denied(noor, 'invitation_pending');
  await requestIs(noor, ({ state }) => state === 'granted');
  expect(mustBeOk(await inbox.open(request))).toMatchObject({ state: 'granted', settledBy: email('dana') });
  await noor.client.close();
});
