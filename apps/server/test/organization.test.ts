import {
  appendLedger,
  beginAccountDeletion,
  createOrganization,
  finishAccountDeletion,
  listOrganizations,
  readHeads,
  readLedger,
  readSealedKeys,
} from '@postern/contract';
import { encodeCanonical, type Json, newId, toBase64Url } from '@postern/core';
import { hashB64 } from '@postern/crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasOrganization, ownedAddresses } from '../src/organization/ownership.ts';
import { callEndpoint } from './support/call-endpoint.ts';
import { type SeededPerson, seedPerson, seedSession } from './support/seeded-person.ts';
import { TestMember } from './support/test-member.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

let server: TestServer;
let maya: SeededPerson;
let addressCount = 0;
const freshAddress = () => `northwind-${++addressCount}`;

beforeAll(async () => {
  server = await startTestServer();
  maya = await seedPerson(server, 'Maya');
});
afterAll(() => server.stop());

async function create(tamper?: (payload: Record<string, Json>) => Record<string, Json>, by = maya) {
  const drafted = await TestMember.draftFounding(by, freshAddress(), server.nowMs(), tamper);
  return callEndpoint(server.url, createOrganization, { body: drafted.body }, maya.token);
}

const inBody = (change: Record<string, Json>) => (payload: Record<string, Json>) => ({
  ...payload,
  body: { ...(payload.body as Record<string, Json>), ...change },
});

describe('founding an organization', () => {
  it('stores genesis and owner, and names it to the owner alone', async () => {
    const { kysely } = server.running.platform.db;
    expect(await hasOrganization(kysely)).toBe(false);
    const member = await TestMember.found(server, maya, freshAddress());
    expect(await hasOrganization(kysely)).toBe(true);
    expect(await ownedAddresses(kysely, maya.account)).toEqual([member.state.address]);
    const dana = await seedPerson(server, 'Dana');
    expect(await ownedAddresses(kysely, dana.account)).toEqual([]);
    const listed = await callEndpoint(server.url, listOrganizations, {}, maya.token);
    expect(listed).toMatchObject({
      value: { organizations: [{ organization: member.organization, head: member.state.head }] },
    });
    const others = await callEndpoint(server.url, listOrganizations, {}, dana.token);
    expect(others).toMatchObject({ value: { organizations: [] } });
  });

  it('keeps the owner’s account, and says which organizations it owns', async () => {
    const rosa = await seedPerson(server, 'Rosa');
    await callEndpoint(server.url, beginAccountDeletion, { body: {} }, rosa.token);
    const code = server.codeFor(rosa.email).replace(' ', '');
    const owned: string[] = [];
    for (const address of ['rosas-bakery', 'rosas-office']) {
      await TestMember.found(server, rosa, address);
      owned.push(address);
    }
    const refused = { code: 'owns_organization', problem: { params: { organizations: owned } } };
    const begun = await callEndpoint(server.url, beginAccountDeletion, { body: {} }, rosa.token);
    expect(begun).toMatchObject(refused);
    const finished = await callEndpoint(server.url, finishAccountDeletion, { body: { code } }, rosa.token);
    expect(finished).toMatchObject(refused);
  });

  it.each([
    ['a reserved address', { address: 'sign-in' }, 'address_reserved', undefined],
    ['an address of another form', { address: 'No_rth' }, 'address_invalid', undefined],
    ['an empty name', { name: ' ' }, 'name_invalid', undefined],
    ['an unknown field', { colour: 'red' }, 'event_malformed', undefined],
    ['a newer reducer', { reducer: 9 }, 'ledger_event_refused', 'client_outdated'],
  ])('refuses %s', async (_, change, code, inner) => {
    const refused = await create(inBody(change));
    expect(refused).toMatchObject({ ok: false, code, field: '/genesis' });
    if (inner) expect(refused).toMatchObject({ problem: { params: { code: inner } } });
  });

  it('refuses an address that is taken, and a genesis sent twice', async () => {
    const address = freshAddress();
    await TestMember.found(server, maya, address);
    const again = await create(inBody({ address }));
    expect(again).toMatchObject({ code: 'address_taken', problem: { params: { slug: address } } });
    const drafted = await TestMember.draftFounding(maya, freshAddress(), server.nowMs());
    const send = () => callEndpoint(server.url, createOrganization, { body: drafted.body }, maya.token);
    expect(await send()).toMatchObject({ ok: true });
    expect(await send()).toMatchObject({ code: 'address_taken' });
  });

  it('refuses an owner who is not the asking account, as this server knows it', async () => {
    const noor = await seedPerson(server, 'Noor');
    const wrong = { code: 'ledger_event_refused', problem: { params: { code: 'statement_wrong' } } };
    expect(await create(undefined, noor)).toMatchObject(wrong);
    expect(await create(undefined, { ...maya, email: noor.email })).toMatchObject(wrong);
    // Her own account with keys that are not those she signed up with.
    const { keys } = await seedPerson(server, 'Nobody');
    expect(await create(undefined, { ...maya, keys })).toMatchObject(wrong);
  });

  it('refuses a clock ten minutes ahead, a forged signature and missing keys', async () => {
    const ahead = await create((payload) => ({ ...payload, at: server.nowMs() + 11 * 60_000 }));
    expect(ahead).toMatchObject({ code: 'clock_skew' });
    const drafted = await TestMember.draftFounding(maya, freshAddress(), server.nowMs());
    const forged = drafted.genesis.slice();
    forged[10] = (forged[10] ?? 0) ^ 1;
    const post = (body: unknown) => callEndpoint(server.url, createOrganization, { body }, maya.token);
    const { sealedKeys } = drafted.body;
    expect(await post({ genesis: toBase64Url(forged), sealedKeys })).toMatchObject({
      code: 'signature_wrong',
      field: '/genesis',
    });
    expect(await post({ ...drafted.body, sealedKeys: [] })).toMatchObject({ code: 'sealed_keys_incomplete' });
    const short = sealedKeys.map((key) => ({ ...key, sealed: key.sealed.slice(0, 100) }));
    expect(await post({ ...drafted.body, sealedKeys: short })).toMatchObject({
      code: 'object_malformed',
      field: '/sealedKeys/0/sealed',
    });
  });
});

describe('setting up', () => {
  it('lets the owner read the ledger and make the recovery key, and nothing else', async () => {
    const member = await TestMember.found(server, maya, freshAddress());
    const denied = { code: 'setup_required', problem: { status: 403, params: { youAreOwner: true } } };
    expect(await member.call(readLedger, { query: { from: 0 } })).toMatchObject({ value: { more: false } });
    expect(await member.call(readSealedKeys)).toMatchObject({
      value: { sealedKeys: [{ subject: 'organization', recipient: `member:${member.member}` }] },
    });
    expect(await member.call(readHeads)).toMatchObject(denied);
    const renamed = await member.draft('organization_rename', { name: 'Northwind' });
    expect(await member.append(renamed)).toMatchObject(denied);
    expect(await member.append(await member.recoveryRotate())).toMatchObject({ ok: true });
    expect(await member.call(readHeads)).toMatchObject({
      value: { same: false, heads: { ledger: member.state.head, vaults: {} } },
    });
  });
});

describe('appending to the ledger', () => {
  let member: TestMember;
  beforeAll(async () => {
    member = await TestMember.foundReady(server, maya, freshAddress());
  });

  it('stores events verbatim with the keys that go with them, across a restart', async () => {
    const vault = await member.createVault();
    await member.must(await member.draftRotation(vault));
    await server.restart();
    const read = await member.call(readLedger, { query: { from: 1 } });
    expect(read).toMatchObject({ value: { more: false } });
    if (read.ok) expect((read.value as { events: string[] }).events).toHaveLength(member.state.head.seq);
    const keys = await member.call(readSealedKeys);
    const named = keys.ok ? (keys.value as { sealedKeys: { subject: string }[] }).sealedKeys : [];
    const own = `member:${member.member}`;
    expect(named.filter(({ subject }) => subject === vault)).toMatchObject([
      { epoch: 1, recipient: own },
      { epoch: 1, recipient: 'organization:1' },
      { epoch: 2, recipient: 'link' },
      { epoch: 2, recipient: own },
      { epoch: 2, recipient: 'organization:1' },
    ]);
    await member.must(await member.draft('organization_rename', { name: 'Northwind' }));
  });

  it('lets one of two racing devices win and tells the other where the head is', async () => {
    const { token } = await seedSession(server, maya.account);
    const other = member.asDevice(token);
    const drafts = await Promise.all([member.draftVault(), other.draftVault()]);
    const answers = await Promise.all([member.append(drafts[0].drafted), other.append(drafts[1].drafted)]);
    const lost = answers.filter((answer) => !answer.ok);
    expect(lost).toHaveLength(1);
    const winner = answers[0]?.ok ? member : other;
    expect(lost[0]).toMatchObject({
      code: 'head_moved',
      problem: { status: 409, params: { ...winner.state.head } },
    });
    member.state = winner.state;
    for (const [name, key] of other.vaultKeys) member.vaultKeys.set(name, key);
  });

  it('refuses a replayed event as lost', async () => {
    const drafted = await member.draft('settings_set', { set: { sessionAgeMinutes: 10_000 } });
    expect(await member.append(drafted)).toMatchObject({ ok: true });
    expect(await member.append(drafted)).toMatchObject({ code: 'head_moved', field: '/events/0' });
  });

  it.each([
    ['another organization', { org: hashB64(new Uint8Array(3)) }, 'wrong_organization', undefined],
    ['a time before the last event', { at: 5 }, 'ledger_event_refused', 'time_decreased'],
    ['a clock that is ahead', { at: 4e12 }, 'clock_skew', undefined],
    ['another signer', { by: newId() }, 'permission_missing', undefined],
    ['a type nobody knows', { type: 'abolish' }, 'event_malformed', undefined],
    [
      'a type of a later version',
      { type: 'reducer_raise', body: { reducer: 2 } },
      'ledger_event_refused',
      'client_outdated',
    ],
    [
      'a setting out of bounds',
      { body: { set: { sessionAgeMinutes: 1 } } },
      'ledger_event_refused',
      'setting_out_of_bounds',
    ],
  ])('refuses %s', async (_, change, code, inner) => {
    const before = member.state.head;
    const body = { set: { sessionAgeMinutes: 10_001 } };
    const drafted = await member.draft('settings_set', body, (payload) => ({ ...payload, ...change }));
    const refused = await member.append(drafted);
    expect(refused).toMatchObject({ ok: false, code, field: '/events/0' });
    if (inner) expect(refused).toMatchObject({ problem: { params: { code: inner } } });
    expect(await member.call(readHeads)).toMatchObject({ value: { heads: { ledger: before } } });
  });

  it('refuses a signature by other keys', async () => {
    const stranger = await seedPerson(server, 'Stranger');
    const drafted = await member.draft('settings_set', { set: { sessionAgeMinutes: 9000 } });
    const forger = Object.assign(Object.create(member), { person: { ...maya, keys: stranger.keys } });
    const forged: typeof drafted = await forger.draft('settings_set', { set: { sessionAgeMinutes: 9000 } });
    expect(await member.append(forged)).toMatchObject({ code: 'signature_wrong', field: '/events/0' });
  });

  it('refuses a vault with a key missing, extra, for somebody else or by somebody else', async () => {
    const { drafted } = await member.draftVault();
    const [first, ...others] = drafted.body.sealedKeys;
    if (!first) throw new Error('a vault needs keys');
    const send = (sealedKeys: unknown) =>
      member.call(appendLedger, { body: { ...drafted.body, sealedKeys } });
    const incomplete = { code: 'sealed_keys_incomplete' };
    expect(await send(others)).toMatchObject({
      ...incomplete,
      problem: { params: { missing: { recipient: `member:${member.member}` } } },
    });
    expect(await send([first, first, ...others])).toMatchObject({ ...incomplete, field: '/sealedKeys/1' });
    expect(await send([{ ...first, recipient: `member:${newId()}` }, ...others])).toMatchObject(incomplete);
    expect(await send([{ ...first, epoch: 2 }, ...others])).toMatchObject(incomplete);
    expect(await send([{ ...first, granter: newId() }, ...others])).toMatchObject({
      ...incomplete,
      field: '/sealedKeys/0/granter',
    });
    expect(await send(drafted.body.sealedKeys)).toMatchObject({ ok: true });
    member.state = drafted.state;
  });

  it('answers almost nothing when the heads are known', async () => {
    const read = await member.call(readHeads);
    if (!read.ok) throw new Error('no heads');
    const known = hashB64(encodeCanonical((read.value as { heads: Json }).heads));
    expect(await member.call(readHeads, { query: { known } })).toMatchObject({ value: { same: true } });
  });

  it('names the limit of a body that is too large', async () => {
    const events = Array.from({ length: 20 }, () => 'A'.repeat(1024 * 1024));
    const refused = await member.call(appendLedger, { body: { events, sealedKeys: [] } });
    expect(refused).toMatchObject({
      code: 'body_too_large',
      problem: { params: { limitBytes: 16 * 1024 * 1024 } },
    });
  });
});
