import { appendLedger, askForAccess, askGate, readLedger, replaceRelinkWords } from '@postern/contract';
import { type HashB64, newId, type RequestId, toBase64Url } from '@postern/core';
import { createNextAccountKeys, hashB64 } from '@postern/crypto';
import type { EventBody } from '@postern/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callEndpoint, fetchEndpoint } from './support/call-endpoint.ts';
import { good, requestsAt } from './support/requests-at.ts';
import { type SeededPerson, seedLostKeys, seedPerson } from './support/seeded-person.ts';
import { addMember } from './support/team.ts';
import { TestMember } from './support/test-member.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

const address = 'northwind';

let server: TestServer;
let maya: TestMember;
let dana: TestMember;
let ines: TestMember;
let leo: TestMember;
/** Leo's session of the keys that wait. */
let leoAnew: SeededPerson;

const { mustAsk, inbox, read, own } = requestsAt(() => server);
const proofOf = (name: string) => hashB64(new TextEncoder().encode(name));
const gate = (person: Pick<SeededPerson, 'token'>) =>
  callEndpoint(server.url, askGate, { params: { address } }, person.token);

beforeAll(async () => {
  server = await startTestServer({ POSTERN_SIGNUP: 'open' });
  maya = await TestMember.foundReady(server, await seedPerson(server, 'Maya'), address);
  dana = await addMember(maya, await seedPerson(server, 'Dana'), { role: 'administrator' });
  ines = await addMember(maya, await seedPerson(server, 'Ines'), { permissions: ['members.manage'] });
  leo = await addMember(maya, await seedPerson(server, 'Leo'));
  await maya.mustChange('custodian_add', { member: dana.member });
  leoAnew = await seedLostKeys(server, leo.person);
});
afterAll(() => server.stop());

function shown(name: string) {
  return { relink: { statementHash: leoAnew.keys.statement.hash, proof: proofOf(name) } };
}

function relinkOf(member: TestMember, statement: Uint8Array): EventBody<'relink'> {
  return {
    groups: [],
    heads: [],
    member: member.member,
    proof: proofOf('answer') as HashB64,
    statement: toBase64Url(statement),
    vaults: [],
    via: 'words',
  };
}

describe('the gate about keys that the organization does not know', () => {
  it('tells the member who they are there, and serves nothing inside', async () => {
    expect(good(await gate(leoAnew))).toMatchObject({
      organization: maya.organization,
      member: leo.member,
      allowed: false,
      denial: { code: 'relink_required' },
    });
    const params = { organization: maya.organization };
    const events = await callEndpoint(server.url, readLedger, { params, query: { from: 0 } }, leoAnew.token);
    expect(events).toMatchObject({ code: 'relink_required', problem: { status: 403 } });
    // The keys in force go on for whoever has them.
    expect(good(await gate(leo.person))).toMatchObject({ allowed: true });
  });

  it('tells a stranger with new keys nothing that an address nobody has would not say', async () => {
    const stranger = await seedLostKeys(server, await seedPerson(server, 'Stranger'));
    const bytesOf = async (asked: string) => {
      const response = await fetchEndpoint(
        server.url,
        askGate,
        { params: { address: asked } },
        stranger.token,
      );
      return (await response.text()).replace(/"(?:reference|atMs)":[^,}]+/g, '');
    };
    expect(await bytesOf(address)).toBe(await bytesOf('nobody-has'));
  });
});

describe('a request to be invited again', () => {
  it('takes the words’ proof, and others in its place', async () => {
    // Without what the words prove there is nothing to compare with.
    const bare = { params: { address }, body: { code: 'relink_required' as const, note: '' } };
    expect(await callEndpoint(server.url, askForAccess, bare, leoAnew.token)).toMatchObject({
      code: 'nothing_to_ask',
    });
    const { request } = await mustAsk(address, leoAnew, { code: 'relink_required', ...shown('first') });
    expect((await inbox(ines)).requests).toMatchObject([{ request, code: 'relink_required' }]);
    expect((await inbox(leo)).requests).toEqual([]);
    const statement = toBase64Url(leoAnew.keys.statement.bytes);
    expect(good(await read(dana, request))).toMatchObject({
      relink: { statement, proof: proofOf('first') },
      attempt: { keys: { generation: 2, resetBy: 'password' } },
    });
    const replace = (who: SeededPerson, id: RequestId) =>
      callEndpoint(
        server.url,
        replaceRelinkWords,
        { params: { address, request: id }, body: shown('second').relink },
        who.token,
      );
    expect(await replace(ines.person, request)).toMatchObject({ code: 'not_found' });
    expect(await replace(leoAnew, newId<RequestId>())).toMatchObject({ code: 'not_found' });
    expect(good(await replace(leoAnew, request))).toMatchObject({ relinkProof: proofOf('second') });
    expect(good(await read(dana, request)).relink).toMatchObject({ proof: proofOf('second') });
    expect(await own(address, leoAnew)).toMatchObject([{ request, relinkProof: proofOf('second') }]);
  });

  it('is granted by the event that links the keys, and by no keys that the account has not', async () => {
    const [open] = (await inbox(ines)).requests;
    if (open === undefined) throw new Error('nobody asks');
    await ines.catchUpLedger();
    // Whoever manages members draws keys of their own and calls them Leo's.
    const forged = await createNextAccountKeys(leo.person.keys.statement, server.nowMs());
    const lie = await ines.draft('relink', relinkOf(leo, forged.statement.bytes));
    expect(await ines.call(appendLedger, { body: { ...lie.body, request: open.request } })).toMatchObject({
      code: 'ledger_event_refused',
      problem: { params: { code: 'statement_wrong' } },
    });
    const drafted = await ines.draft('relink', relinkOf(leo, leoAnew.keys.statement.bytes));
    good(await ines.call(appendLedger, { body: { ...drafted.body, request: open.request } }));
    expect(good(await gate(leoAnew))).toMatchObject({ allowed: true });
    expect(await own(address, leoAnew)).toMatchObject([{ request: open.request, state: 'granted' }]);
    // What the keys of before opened, they open no more: their sessions are over with the generation.
    expect((await gate(leo.person)).ok).toBe(false);
  });

  it('stays open where the words were not known, until a custodian signs for it', async () => {
    const code = 'relink_unproven' as const;
    const bare = { params: { address }, body: { code, note: '', ...shown('third') } };
    // Whose keys never changed has nothing that somebody could sign for once more.
    expect(await callEndpoint(server.url, askForAccess, bare, ines.person.token)).toMatchObject({
      code: 'nothing_to_ask',
    });
    const { request } = await mustAsk(address, leoAnew, { code, ...shown('third') });
    expect((await inbox(ines)).requests).toEqual([]);
    expect((await inbox(maya)).requests).toMatchObject([{ request, code }]);
    expect(good(await gate(leoAnew))).toMatchObject({ allowed: true });
    // Ines, who linked Leo, says the same again.
    await ines.catchUpLedger();
    await ines.mustChange('relink', relinkOf(leo, leoAnew.keys.statement.bytes));
    expect(good(await gate(leoAnew))).toMatchObject({ allowed: true });
    expect((await own(address, leoAnew))[0]).toMatchObject({ request, state: 'open' });
    await maya.catchUpLedger();
    const drafted = await maya.draft('relink', relinkOf(leo, leoAnew.keys.statement.bytes));
    good(await maya.call(appendLedger, { body: { ...drafted.body, request } }));
    expect((await own(address, leoAnew))[0]).toMatchObject({ request, state: 'granted' });
  });
});
