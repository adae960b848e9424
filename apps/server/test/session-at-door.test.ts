import * as contract from '@postern/contract';
import { newId, type SessionId } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchEndpoint } from './support/call-endpoint.ts';
import { type SeededPerson, seedLostKeys, seedPerson, seedSession } from './support/seeded-person.ts';
import { invite, tryJoin } from './support/team.ts';
import { TestMember } from './support/test-member.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

/**
 * What a session gets behind which stand a password or a mailbox and no more, endpoint by endpoint. A new endpoint stands in
 * one of these lists or fails here.
 */

let server: TestServer;
let owner: TestMember;
const address = 'northwind-sessions';

beforeAll(async () => {
  server = await startTestServer();
  owner = await TestMember.foundReady(server, await seedPerson(server, 'maya-sessions'), address);
});
afterAll(() => server.stop());

const namesOf = (listed: readonly { readonly name: string }[]) => new Set(listed.map(({ name }) => name));

/** What each endpoint answers to an empty request of this session: every guard is asked before a body is read. */
function answersTo(token: string, asked: readonly contract.Endpoint[]): Promise<string[]> {
  return Promise.all(
    asked.map(async (endpoint) => {
      const names = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');
      const params = Object.fromEntries(names.map((name) => [name, newId<SessionId>()]));
      const known = { ...params, organization: owner.organization, address };
      const body = endpoint.method === 'GET' ? {} : { body: {} };
      const response = await fetchEndpoint(server.url, endpoint, { params: known, ...body }, token);
      return `${endpoint.name}: ${((await response.json()) as { code?: string }).code}`;
    }),
  );
}
const withCode = (code: string, asked: readonly contract.Endpoint[]) =>
  asked.map(({ name }) => `${name}: ${code}`);

describe('a session at the owner’s door', () => {
  it('is refused by every endpoint but the door’s, and by nothing less than a sign-in', async () => {
    const { token, session } = await seedSession(server, owner.person.account);
    await server.running.platform.db.kysely
      .updateTable('sessions')
      .set({ scope: 'door' })
      .where('id', '=', session)
      .execute();
    const may = namesOf([
      contract.openOwnersDoor,
      contract.readOwnSession,
      contract.signOut,
      contract.beginRecoveryProof,
      contract.proveRecovery,
      contract.readRecovery,
      contract.readRecoveryKeys,
      contract.recoverOrganization,
      contract.readAbandonment,
      contract.beginAbandonment,
      contract.confirmAbandonment,
      contract.stopAbandonment,
    ]);
    const others = contract.endpoints.filter(({ access, name }) => access !== 'anyone' && !may.has(name));
    expect(others.length).toBeGreaterThan(40);
    expect(await answersTo(token, others)).toEqual(withCode('sign_in_required', others));
  });
});

describe('a session of keys that wait', () => {
  /** What the account has once, and is theirs to read or change whose keys are in force (`generation-waits.test.ts`). */
  const refused = namesOf([
    contract.beginAccountDeletion,
    contract.finishAccountDeletion,
    contract.beginTotp,
    contract.finishTotp,
    contract.beginPasskey,
    contract.finishPasskey,
    contract.beginMailFactor,
    contract.finishMailFactor,
    contract.makeBackupCodes,
    contract.renameSecondFactor,
    contract.removeSecondFactor,
    contract.listAccessLog,
    contract.createOrganization,
    contract.joinOrganization,
    contract.replaceAccountKeys,
    // Of other keys alone.
    contract.revokeSession,
  ]);
  /** What belongs to the session, to its own keys, or to a question that other people answer. */
  const open = namesOf([
    contract.readOwnSession,
    contract.signOut,
    contract.announceClientVersion,
    contract.listSessions,
    contract.beginReauthentication,
    contract.finishReauthentication,
    contract.getAccount,
    contract.getAccountState,
    contract.putAccountState,
    contract.beginPasswordChange,
    contract.finishPasswordChange,
    contract.listKeyMethods,
    contract.changeKeyStorage,
    contract.noteKeyMethodUsed,
    contract.beginPairing,
    contract.readPairing,
    contract.cancelPairing,
    contract.listPhones,
    contract.watchPhones,
    contract.askPhone,
    contract.listClosedOrganizations,
    // Refuses the caller's own keys as `state_moved`.
    contract.refuseGeneration,
    // Proving the factors that the account has.
    contract.listSecondFactors,
    contract.askForFactor,
    contract.mailFactor,
    contract.giveFactor,
    // The gate, and asking to be let in again.
    contract.listOrganizations,
    contract.askGate,
    contract.watchGate,
    contract.askForAccess,
    contract.listOwnRequests,
    contract.withdrawRequest,
    contract.replaceRelinkWords,
    // What an invitation says to its addressee; joining by it is refused.
    contract.openInvitation,
    contract.readInvitationKeys,
    // The owner's door, which shows the history to who has the kit.
    contract.openOwnersDoor,
    contract.beginRecoveryProof,
    contract.proveRecovery,
    contract.readRecovery,
    contract.readRecoveryKeys,
    contract.recoverOrganization,
    contract.readAbandonment,
    contract.beginAbandonment,
    contract.confirmAbandonment,
    contract.stopAbandonment,
  ]);
  const ofSessions = contract.endpoints.filter(({ access }) => access === 'session');

  it('is refused whatever the account has once, and no endpoint is left undecided', () => {
    expect(ofSessions.filter(({ name }) => !refused.has(name) && !open.has(name))).toEqual([]);
    expect([...refused].filter((name) => open.has(name))).toEqual([]);
    const declared = namesOf(ofSessions.filter(({ refusals }) => refusals.includes('generation_waits')));
    expect([...refused].filter((name) => !declared.has(name))).toEqual([]);
  });

  it('gets no further than the gate in an organization that knows other keys', async () => {
    const leo: SeededPerson = await seedPerson(server, 'leo-sessions');
    expect(await tryJoin(server, leo, await invite(owner, leo.email))).toMatchObject({ ok: true });
    const { token } = await seedLostKeys(server, leo);
    const inside = contract.endpoints.filter(({ access }) => access === 'organization');
    expect(inside.length).toBeGreaterThan(20);
    expect(await answersTo(token, inside)).toEqual(withCode('relink_required', inside));
  });
});
