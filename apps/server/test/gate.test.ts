import { askGate, listAccessLog, readHeads, watchOrganization } from '@postern/contract';
import { newId, type OrganizationId, toBase64Url } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endSession } from '../src/account/start-session.ts';
import { callEndpoint, fetchEndpoint } from './support/call-endpoint.ts';
import { listen, listenAtGate } from './support/listen.ts';
import { type SeededPerson, seedPerson, seedSession } from './support/seeded-person.ts';
import { TestMember } from './support/test-member.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

let server: TestServer;
let maya: SeededPerson;
let outsider: SeededPerson;
let member: TestMember;

beforeAll(async () => {
  server = await startTestServer();
  maya = await seedPerson(server, 'Maya');
  outsider = await seedPerson(server, 'Outsider');
  member = await TestMember.foundReady(server, maya, 'northwind');
});
afterAll(() => server.stop());

const ask = (address: string, token: string | undefined) =>
  callEndpoint(server.url, askGate, { params: { address } }, token);
const unknownId = toBase64Url(new Uint8Array(32)) as OrganizationId;

describe('the gate', () => {
  it('asks for a session first', async () => {
    expect(await ask('northwind', undefined)).toMatchObject({ code: 'sign_in_required' });
    const refused = await callEndpoint(
      server.url,
      readHeads,
      { params: { organization: member.organization } },
      undefined,
    );
    expect(refused).toMatchObject({ code: 'sign_in_required', problem: { status: 401 } });
  });

  it('lets a member in and shows the way', async () => {
    expect(await ask('northwind', maya.token)).toMatchObject({
      value: {
        organization: member.organization,
        allowed: true,
        path: [
          { arch: 'signed_in', state: 'open' },
          { arch: 'member', state: 'open' },
          { arch: 'in_service', state: 'open' },
          { arch: 'kit_saved', state: 'open' },
          { arch: 'enabled', state: 'open' },
          { arch: 'address', state: 'open' },
          { arch: 'client', state: 'open' },
          { arch: 'second_factor', state: 'open' },
          { arch: 'recent', state: 'open' },
          { arch: 'key', state: 'open' },
        ],
      },
    });
  });

  it('gives the same bytes about an address nobody has and one of others', async () => {
    const bytesOf = async (address: string) => {
      const response = await fetchEndpoint(server.url, askGate, { params: { address } }, outsider.token);
      const text = await response.text();
      const varying = /"(?:reference|atMs)":[^,}]+/g;
      return [response.status, text.length, text.replace(varying, '')];
    };
    const foreign = await bytesOf('northwind');
    expect(foreign).toEqual(await bytesOf('nobody-has'));
    expect(foreign[2]).toContain('invitation_required');
    expect(foreign[2]).not.toMatch(/Northwind|@/);
  });

  it('gives the same bytes about an organization nobody founded and one of others', async () => {
    const bytesOf = async (organization: string) => {
      const response = await fetchEndpoint(
        server.url,
        readHeads,
        { params: { organization } },
        outsider.token,
      );
      const { reference: _reference, ...problem } = (await response.json()) as Record<string, unknown>;
      return [response.status, problem];
    };
    const foreign = await bytesOf(member.organization);
    expect(foreign).toEqual(await bytesOf(unknownId));
    expect(foreign).toMatchObject([403, { code: 'invitation_required', params: {} }]);
  });

  it('writes a denial into the own log once a minute, and names no organization to outsiders', async () => {
    const noor = await seedPerson(server, 'Noor');
    for (const address of ['northwind', 'northwind', 'elsewhere']) await ask(address, noor.token);
    const log = async () => {
      const read = await callEndpoint(server.url, listAccessLog, {}, noor.token);
      return read.ok ? read.value.records : [];
    };
    const [record, ...others] = await log();
    expect(others).toEqual([]);
    expect(record).toMatchObject({ kind: 'denied', code: 'invitation_required' });
    expect(record).not.toHaveProperty('organization');
    server.passMs(61_000);
    await ask('northwind', noor.token);
    expect(await log()).toHaveLength(2);
  });

  it('asks for the password again once the session is older than the organization allows', async () => {
    await member.must(await member.draft('settings_set', { set: { sessionAgeMinutes: 15 } }));
    const { token } = await seedSession(server, maya.account);
    const device = member.asDevice(token);
    expect(await device.call(readHeads)).toMatchObject({ ok: true });
    server.passMs(16 * 60_000);
    expect(await device.call(readHeads)).toMatchObject({ code: 'reauthentication_required' });
    const answer = await ask('northwind', token);
    expect(answer).toMatchObject({
      value: {
        allowed: false,
        organization: member.organization,
        denial: { code: 'reauthentication_required' },
      },
    });
    member = member.asDevice((await seedSession(server, maya.account)).token);
    await member.must(await member.draft('settings_set', { set: { sessionAgeMinutes: 10_080 } }));
  });
});

describe('the event stream', () => {
  it('tells of ledger and vault changes within a second', async () => {
    const { token } = await seedSession(server, maya.account);
    const stream = await listen(server.url, member.organization, token);
    const vault = await member.createVault();
    expect(await stream.next()).toEqual({ kind: 'ledger', head: member.state.head });
    const written = await member.write(vault, [await member.sealEntry(vault, 'Mail')]);
    if (!written.ok) throw new Error(written.code);
    expect(await stream.next()).toEqual({ kind: 'vault', vault, ...(written.value as object) });
    stream.close();
  });

  it('ends with the session', async () => {
    const { token, session } = await seedSession(server, maya.account);
    const stream = await listen(server.url, member.organization, token);
    await endSession(server.running.platform, { account: maya.account, id: session });
    expect(await stream.next()).toEqual({ kind: 'session-ended' });
    expect(await stream.next()).toBeUndefined();
  });

  it('says that the gate has shut, and ends', async () => {
    const { token } = await seedSession(server, maya.account);
    const stream = await listen(server.url, member.organization, token);
    server.passMs(20 * 60_000);
    const fresh = member.asDevice((await seedSession(server, maya.account)).token);
    await fresh.must(await fresh.draft('settings_set', { set: { sessionAgeMinutes: 15 } }));
    expect(await stream.next()).toEqual({ kind: 'gate' });
    expect(await stream.next()).toBeUndefined();
    await fresh.must(await fresh.draft('settings_set', { set: { sessionAgeMinutes: 10_080 } }));
    member = fresh;
  });

  it('is not for outsiders, nor without bound for one session', async () => {
    const params = { organization: member.organization };
    const refused = await fetchEndpoint(server.url, watchOrganization, { params }, outsider.token);
    expect(await refused.json()).toMatchObject({ code: 'invitation_required' });
    const { token } = await seedSession(server, maya.account);
    const streams = await Promise.all(
      Array.from({ length: 16 }, () => listen(server.url, member.organization, token)),
    );
    const tooMany = await fetchEndpoint(server.url, watchOrganization, { params }, token);
    expect(await tooMany.json()).toMatchObject({ code: 'rate_limited' });
    for (const stream of streams) stream.close();
  });

  it('does not take an id of the wrong form for an organization', async () => {
    const refused = await callEndpoint(
      server.url,
      readHeads,
      { params: { organization: newId() } },
      maya.token,
    );
    expect(refused).toMatchObject({ code: 'request_invalid', field: '/path/organization' });
  });
});

describe('waiting at the gate', () => {
  it('hears that the gate would answer otherwise now', async () => {
    const { token } = await seedSession(server, maya.account);
    server.passMs(20 * 60_000);
    const fresh = member.asDevice((await seedSession(server, maya.account)).token);
    await fresh.must(await fresh.draft('settings_set', { set: { sessionAgeMinutes: 15 } }));
    expect(await ask('northwind', token)).toMatchObject({
      value: { denial: { code: 'reauthentication_required' } },
    });
    const waiting = await listenAtGate(server.url, 'northwind', token);
    await fresh.must(await fresh.draft('settings_set', { set: { sessionAgeMinutes: 16 } }));
    await fresh.must(await fresh.draft('settings_set', { set: { sessionAgeMinutes: 10_080 } }));
    // The setting between the two changed nothing for this session, and nothing was said of it.
    expect(await waiting.next()).toEqual({ kind: 'gate' });
    expect(await ask('northwind', token)).toMatchObject({ value: { allowed: true } });
    waiting.close();
    member = fresh;
  });

  it('tells an outsider nothing of an organization, nor whether there is one', async () => {
    const addresses = ['northwind', 'nobody-is-here'];
    for (const address of addresses) {
      const { token, session } = await seedSession(server, outsider.account);
      const waiting = await listenAtGate(server.url, address, token);
      await member.createVault();
      await endSession(server.running.platform, { account: outsider.account, id: session });
      expect(await waiting.next()).toEqual({ kind: 'session-ended' });
      expect(await waiting.next()).toBeUndefined();
    }
  });
});
