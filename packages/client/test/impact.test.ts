import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import type { Device } from './people.ts';
import { memberOf, startMember, startOwner } from './team.ts';

const day = 86_400_000;
const email = (name: string) => `${name}@northwind.example`;

/** Maya owns Northwind, Dana administers it, Leo works there. All come with the command line. */
let server: TestServer;
let maya: Device;
let dana: Device;
let leo: Device;

beforeAll(async () => {
  server = await startTestServer({ POSTERN_SIGNUP: 'open' });
  maya = await startOwner(server, email('maya'), 'northwind');
  dana = await startMember(server, maya, email('dana'), { role: 'administrator' });
  leo = await startMember(server, maya, email('leo'));
});
afterAll(async () => {
  for (const { client } of [maya, dana, leo]) await client.close();
  await server.stop();
});

const emailsOf = (people: readonly { readonly email: string }[]) => people.map((one) => one.email).sort();

it('foresees whom a change refuses, and that the server will not take it', async () => {
  const { impact, administration } = dana.client;
  const clientsOff = { clientsOff: ['cli' as const] };
  const foreseen = mustBeOk(await impact.preview({ kind: 'settings', set: clientsOff }));
  expect(emailsOf(foreseen.refused)).toEqual(['dana', 'leo', 'maya'].map(email));
  expect(foreseen.refused.find(({ isSelf }) => isSelf)).toMatchObject({
    email: email('dana'),
    refused: [{ clientKind: 'cli', address: '127.0.0.1', denial: { code: 'cli_not_allowed' }, fromMs: null }],
    stillIn: 0,
  });
  expect(foreseen).toMatchObject({ memberCount: 3, unchanged: 0, unseen: [] });
  expect(foreseen.lockOut).toMatchObject({
    code: 'would_lock_out_author',
    who: [{ email: email('dana'), isSelf: true }],
    from: { clientKind: 'cli', address: '127.0.0.1' },
  });
  expect(await administration.rules.set(clientsOff)).toMatchObject({ code: 'would_lock_out_author' });
});

it('says the same as the server of every refusal', async () => {
  const { impact, administration } = dana.client;
  const { rules } = administration;
  for (const set of [
    { secondFactor: 'any' as const },
    { minimumClientVersion: '9.0.0' },
    { minimumClientVersion: '0.1.0' },
    { sessionAgeMinutes: 15 },
    { addressListOn: true },
  ]) {
    const foreseen = mustBeOk(await impact.preview({ kind: 'settings', set }));
    const done = await rules.set(set);
    expect([set, done.ok ? undefined : done.code]).toEqual([set, foreseen.lockOut?.code]);
  }
  const own = { range: '127.0.0.1', label: '', untilMs: server.nowMs() + day };
  mustBeOk(await rules.allowAddresses([own]));
  const listed = mustBeOk(await impact.preview({ kind: 'settings', set: { addressListOn: true } }));
  expect(listed).toMatchObject({
    refused: [],
    unchanged: 3,
    lockOut: { code: 'would_lock_out_author_later' },
  });
  expect(await rules.set({ addressListOn: true })).toMatchObject({ code: 'would_lock_out_author_later' });
  mustBeOk(await rules.set({ minimumClientVersion: null, sessionAgeMinutes: 10_080 }));
});

it('tells of one member’s own rule, and refuses what the ledger would refuse', async () => {
  const { impact } = dana.client;
  const { id, clients } = await memberOf(dana, email('leo'));
  const off = { ...clients, denied: ['cli' as const] };
  const foreseen = mustBeOk(await impact.preview({ kind: 'clients', of: [{ member: id, clients: off }] }));
  expect(emailsOf(foreseen.refused)).toEqual([email('leo')]);
  expect(foreseen.lockOut).toBeUndefined();
  expect(await impact.preview({ kind: 'addresses', add: [], remove: ['203.0.113.9'] })).toMatchObject({
    code: 'address_not_listed',
  });
  expect(await leo.client.impact.preview({ kind: 'settings', set: {} })).toMatchObject({
    code: 'permission_missing',
  });
});

it('announces a rule of a later date, to those it concerns and once a day', async () => {
  const { impact, administration } = dana.client;
  const fromMs = server.nowMs() + 7 * day;
  const set = { secondFactor: 'any' as const, secondFactorFromMs: fromMs };
  const members = mustBeOk(await administration.people.list()).map(({ id }) => id);
  expect(await impact.announce('second_factor', members)).toMatchObject({ code: 'nothing_to_announce' });
  expect(mustBeOk(await leo.client.impact.coming())).toBeUndefined();

  const foreseen = mustBeOk(await impact.preview({ kind: 'settings', set }));
  expect(foreseen.lockOut).toBeUndefined();
  expect(foreseen.refused.map(({ refused: [way] }) => way?.fromMs)).toEqual([fromMs, fromMs, fromMs]);
  mustBeOk(await administration.rules.set(set));
  const concerned = foreseen.refused.filter(({ isSelf }) => !isSelf).map(({ member }) => member);
  expect(await leo.client.impact.announce('second_factor', concerned)).toMatchObject({
    code: 'permission_missing',
  });
  const before = server.mails.length;
  expect(mustBeOk(await impact.announce('second_factor', concerned))).toEqual({ told: 2 });
  await vi.waitFor(() => expect(server.mails.slice(before)).toHaveLength(2));
  const mails = server.mails.slice(before);
  expect(mails.map(({ to }) => to).sort()).toEqual(['leo', 'maya'].map(email));
  expect(mails[0]?.text).toContain(new Date(fromMs).toISOString().slice(0, 10));
  expect(await impact.announce('second_factor', concerned)).toMatchObject({ code: 'rate_limited' });

  mustBeOk(await leo.client.organization.enter('northwind'));
  expect(mustBeOk(await leo.client.impact.coming())).toEqual({ rule: 'second_factor', level: 'any', fromMs });
});
