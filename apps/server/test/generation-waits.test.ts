import * as contract from '@postern/contract';
import { newId, type SessionId } from '@postern/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CallInput, callEndpoint } from './support/call-endpoint.ts';
import { type SeededPerson, seedLostKeys, seedPerson, seedSession } from './support/seeded-person.ts';
import { invite, tryJoin } from './support/team.ts';
import { TestMember } from './support/test-member.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

/**
 * What a session of keys that wait may not do: whoever reads the mailbox gets one, so that whoever holds the keys in force
 * has to find everything as it was (attack row X25).
 */

let server: TestServer;
let people = 0;
let owner: TestMember;
/** Whose mailbox was read; a member of the owner's organization. */
let leo: SeededPerson;
/** The session that this led to. */
let thief: SeededPerson;

const somebody = () => seedPerson(server, `person${++people}`);
const call = (
  who: SeededPerson,
  endpoint: contract.Endpoint,
  input: CallInput = {},
): Promise<{ readonly ok: boolean; readonly code?: string; readonly value?: unknown }> =>
  callEndpoint(server.url, endpoint, input, who.token);

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  owner = await TestMember.foundReady(server, await somebody(), `northwind-${people}`);
  leo = await somebody();
  const joined = await tryJoin(server, leo, await invite(owner, leo.email));
  expect(joined).toMatchObject({ ok: true });
  thief = await seedLostKeys(server, leo);
});

const refused = { ok: false, code: 'generation_waits' };

describe('a session of keys that wait', () => {
  it('neither deletes the account, changes its second factors nor reads its log', async () => {
    const factor = { params: { factor: newId() } };
    const code = '000000';
    const response = { clientDataJSON: 'AAAA', attestationObject: 'AAAA', transports: [] };
    const attestation = { id: 'AAAA', response };
    const attempts: readonly [contract.Endpoint, CallInput][] = [
      [contract.beginAccountDeletion, { body: {} }],
      [contract.finishAccountDeletion, { body: { code } }],
      [contract.beginTotp, { body: {} }],
      [contract.finishTotp, { body: { name: 'App', code } }],
      [contract.beginPasskey, { body: {} }],
      [contract.finishPasskey, { body: { name: 'Key', attestation } }],
      [contract.beginMailFactor, { body: {} }],
      [contract.finishMailFactor, { body: { code } }],
      [contract.makeBackupCodes, { body: {} }],
      [contract.renameSecondFactor, { ...factor, body: { name: 'Mine' } }],
      [contract.removeSecondFactor, factor],
      [contract.listAccessLog, {}],
    ];
    for (const [endpoint, input] of attempts) {
      expect(await call(thief, endpoint, input), endpoint.name).toMatchObject(refused);
      // The keys in force get as far as what is wrong with the request itself, or are not refused at all.
      expect(await call(leo, endpoint, input), endpoint.name).not.toMatchObject(refused);
    }
  });

  it('founds no organization and joins none, so that no ledger knows its keys by its own word', async () => {
    const { body } = await TestMember.draftFounding(thief, `shadow-${people}`, server.nowMs());
    expect(await call(thief, contract.createOrganization, { body })).toMatchObject(refused);
    const other = await TestMember.foundReady(server, await somebody(), `elsewhere-${people}`);
    const invitation = await invite(other, leo.email);
    expect(await tryJoin(server, thief, invitation)).toMatchObject(refused);
    expect(await tryJoin(server, leo, invitation)).toMatchObject({ ok: true });
  });

  it('sees and ends sessions of the same keys alone', async () => {
    const listed = async (who: SeededPerson) => {
      const answer = await callEndpoint(server.url, contract.listSessions, {}, who.token);
      if (!answer.ok) throw new Error(answer.code);
      return answer.value.sessions.map(({ session }) => session);
    };
    expect(await listed(thief)).toEqual([thief.session]);
    expect(new Set(await listed(leo))).toEqual(new Set([leo.session, thief.session]));
    const end = (who: SeededPerson, session: SessionId) =>
      call(who, contract.revokeSession, { params: { session } });
    expect(await end(thief, leo.session)).toMatchObject(refused);
    const another = await seedSession(server, leo.account);
    expect(await end(thief, another.session)).toMatchObject(refused);
    expect(await end(thief, newId())).toMatchObject({ ok: false, code: 'not_found' });
    expect(await end(leo, thief.session)).toMatchObject({ ok: true });
    expect(await call(thief, contract.listSessions)).toMatchObject({ ok: false, code: 'sign_in_required' });
  });
});
