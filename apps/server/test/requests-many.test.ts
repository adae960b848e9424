import { withdrawRequest } from '@postern/contract';
import { newId, type RequestId } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limitAsks, limitStrangers } from '../src/requests/limits.ts';
import { callEndpoint } from './support/call-endpoint.ts';
import { good, requestsAt } from './support/requests-at.ts';
import { addMember } from './support/team.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

/** What keeps one person's requests from closing asking to others, and from filling what others look at. */

const hourMs = 3_600_000;
const from = (address: string) => ({ 'x-forwarded-for': address });
const stranger = { code: 'invitation_required' };

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ POSTERN_TRUSTED_PROXIES: '127.0.0.1/32' });
});
afterAll(() => server.stop());

const { nameOf, somebody, northwind, ask, mustAsk, own, inbox, refusing, reopen, enableFor, disable } =
  requestsAt(() => server);

describe('one who asks again and again', () => {
  it('is limited alone, by the account', async () => {
    const { address, maya, dana, leo } = await northwind();
    const kim = await addMember(maya, await somebody('kim'));
    await disable(dana, leo);
    await maya.catchUpLedger();
    await maya.mustChange('disable', { heads: [], member: kim.member });
    const office = from('198.51.100.77');
    const { limits } = server.running.platform;
    for (let at = 0; at < 59; at++) good(await limitAsks(limits, leo.person.account));
    await mustAsk(address, leo.person, { code: 'member_disabled' }, office);
    const limited = await ask(address, leo.person, { code: 'member_disabled' }, office);
    // No longer the four hours until a reminder, but what is left of this hour.
    expect(limited).toMatchObject({
      code: 'rate_limited',
      problem: { params: { retryAtMs: expect.toSatisfy((atMs: number) => atMs <= server.nowMs() + hourMs) } },
    });
    await mustAsk(address, kim.person, { code: 'member_disabled' }, office);
    await mustAsk(address, await somebody('noor'), stranger, office);
  });

  it('has fifty open ones', async () => {
    const noor = await somebody('noor');
    const { request } = await mustAsk(nameOf('open-'), noor, stranger);
    const { kysely } = server.running.platform.db;
    const row = await kysely
      .selectFrom('access_requests')
      .selectAll()
      .where('id', '=', request)
      .executeTakeFirstOrThrow();
    const longAgoMs = server.nowMs() - 48 * hourMs;
    const rows = Array.from({ length: 49 }, (_, at) => ({
      ...row,
      id: newId<RequestId>(),
      address: nameOf('open-'),
      asked_at_ms: longAgoMs,
      last_asked_at_ms: longAgoMs,
      expires_at_ms: server.nowMs() + hourMs + at,
      to_mail: 0,
    }));
    await kysely.insertInto('access_requests').values(rows).execute();
    expect(await ask(nameOf('open-'), noor, stranger)).toMatchObject({
      code: 'rate_limited',
      problem: { params: { retryAtMs: rows[0]?.expires_at_ms } },
    });
    server.passMs(hourMs + 1);
    await mustAsk(nameOf('open-'), noor, stranger);
  });
});

describe('strangers', () => {
  it('are limited together at an address, members are not', async () => {
    const { address, dana, leo } = await northwind();
    await disable(dana, leo);
    const { limits } = server.running.platform;
    const nobodyHas = nameOf('nobody-');
    for (const at of [address, nobodyHas]) {
      for (let asked = 0; asked < 49; asked++) {
        good(await limitStrangers(limits, { address: at, from: `192.0.2.${asked}` }));
      }
      // Their own refusals take nothing from others.
      const noor = await somebody('noor');
      await mustAsk(at, noor, stranger);
      expect(await ask(at, noor, stranger)).toMatchObject({ code: 'rate_limited' });
      const limited = await ask(at, await somebody('olga'), stranger);
      expect(limited).toMatchObject({ code: 'rate_limited' });
    }
    await mustAsk(address, leo.person, { code: 'member_disabled' });
    server.passMs(hourMs);
    await mustAsk(address, await somebody('olga'), stranger);
  });

  it('are limited together in a network, which of IPv6 is one of 64 bits', async () => {
    const { address, dana, leo } = await northwind();
    await disable(dana, leo);
    const { limits } = server.running.platform;
    for (let asked = 0; asked < 300; asked++) {
      good(
        await limitStrangers(limits, { address: nameOf('place-'), from: `2001:db8::${asked.toString(16)}` }),
      );
    }
    const near = from('2001:db8::ffff:1');
    expect(await ask(nameOf('place-'), await somebody('noor'), stranger, near)).toMatchObject({
      code: 'rate_limited',
    });
    await mustAsk(nameOf('place-'), await somebody('noor'), stranger, from('2001:db8:0:1::1'));
    await mustAsk(address, leo.person, { code: 'member_disabled' }, near);
  });

  it('ask once for one denial, by whichever code', async () => {
    const { address, dana } = await northwind();
    const noor = await somebody('noor');
    const asked = await mustAsk(address, noor, { code: 'invitation_for_other_address' });
    expect(asked.code).toBe('invitation_required');
    expect(await ask(address, noor, stranger)).toMatchObject({ code: 'rate_limited' });
    expect(await inbox(dana)).toMatchObject({ open: 1 });
  });
});

describe('an older request that is reopened', () => {
  /** Leo's first request was granted by Dana, who disabled Leo again; the second is a second later. */
  async function twice() {
    const { address, maya, dana, leo } = await northwind();
    await disable(dana, leo);
    const first = await mustAsk(address, leo.person, { code: 'member_disabled' });
    good(await enableFor(dana, leo, first.request));
    await disable(dana, leo);
    server.passMs(1000);
    const second = await mustAsk(address, leo.person, { code: 'member_disabled' });
    expect(second.request).not.toBe(first.request);
    return { address, maya, dana, leo, first: first.request, second: second.request };
  }

  it('stays the only open one', async () => {
    const { dana, first, second } = await twice();
    expect(await reopen(dana, first)).toMatchObject({ code: 'request_settled' });
    good(await refusing(dana, second));
    expect(good(await reopen(dana, first))).toMatchObject({ state: 'open' });
    expect(await reopen(dana, second)).toMatchObject({ code: 'request_settled' });
  });

  it('is the one that asking again adds to', async () => {
    const { address, dana, leo, first, second } = await twice();
    const mine = { params: { address, request: second } };
    good(await callEndpoint(server.url, withdrawRequest, mine, leo.person.token));
    good(await reopen(dana, first));
    const stands = (await own(address, leo.person)).find(({ request }) => request === first);
    expect(await ask(address, leo.person, { code: 'member_disabled' })).toMatchObject({
      code: 'rate_limited',
      problem: { params: { retryAtMs: stands?.mayAskAgainAtMs } },
    });
    server.passMs(4 * hourMs);
    expect(await mustAsk(address, leo.person, { code: 'member_disabled' })).toMatchObject({ request: first });
  });
});
