import { newId, type SessionId, toBase64Url } from '@postern/core';
import {
  type AccountSecret,
  createMethod,
  createNextAccountKeys,
  drawSecret,
  type MethodSeed,
  passwordMethodSeed,
  signKeySuccession,
  writeKeyStorage,
} from '@postern/crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  emptyState,
  provePassword,
  type SignedUp,
  signUp,
  TestClient,
  wireKeys,
} from './support/account-client.ts';
import { beginAnew, resetTicketOf, signInFormer } from './support/forgotten-password.ts';
import { seedPerson } from './support/seeded-person.ts';
import { addMember } from './support/team.ts';
import { TestMember } from './support/test-member.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

const password = 'a heron walks over the wet roof';

let server: TestServer;
let ines: SignedUp;
beforeAll(async () => {
  server = await startTestServer({ POSTERN_SIGNUP: 'open' });
  const email = 'ines@harbour.example';
  ines = await signUp(new TestClient(server.url), server.codeFor, {
    email,
    password,
    nowMs: server.nowMs(),
  });
});
afterAll(() => server.stop());

/** Later than every limit of what was before. */
async function confirmed() {
  server.passMs(3600_000);
  const proven = await provePassword(ines.client, 'reauthentication', { email: ines.email, password });
  if (proven === undefined) throw new Error('the password is right');
  return passwordMethodSeed(proven.exportKey);
}

interface Change {
  /** Whose word it is that the next keys come after hers. */
  readonly by?: typeof ines.keys;
  readonly number?: number;
  readonly after?: typeof ines.keys;
  readonly kind?: 'password' | 'qr';
  readonly secretVersion?: number;
  readonly revision?: number;
}

/** The request that replaces her keys, well-formed whatever it says. */
async function replacing(seed: MethodSeed, change: Change = {}) {
  const { keys: before } = ines;
  const { number = 2, secretVersion = 2, revision = 2, kind = 'password' } = change;
  const keys = await createNextAccountKeys((change.after ?? before).statement, server.nowMs(), number);
  const accountSecret = drawSecret<AccountSecret>();
  const set = await writeKeyStorage({
    keys,
    accountSecret,
    secretVersion,
    version: 2,
    kept: [],
    added: [await createMethod(kind, seed, keys)],
  });
  const body = {
    keyStatement: toBase64Url(keys.statement.bytes),
    succession: toBase64Url(await signKeySuccession(change.by ?? before, keys.statement)),
    keys: wireKeys(set),
    state: await emptyState(ines.account, accountSecret, { revision, secretVersion, keyStorageVersion: 2 }),
  };
  return { keys, body };
}

it('keys are replaced by whoever holds them, and by nothing less', async () => {
  const seed = await confirmed();
  const foreign = await createNextAccountKeys(ines.keys.statement, server.nowMs());
  const wrong: readonly [Change, string][] = [
    [{ by: foreign }, 'signature_wrong'],
    [{ after: foreign, number: 2 }, 'state_moved'],
    [{ number: 3 }, 'state_moved'],
    [{ revision: 3 }, 'state_moved'],
    // What proves itself by the keys that go proves nothing.
    [{ kind: 'qr' }, 'key_objects_invalid'],
    [{ secretVersion: 1 }, 'key_objects_invalid'],
  ];
  for (const [change, code] of wrong) {
    const { body } = await replacing(seed, change);
    expect(await ines.client.post('keys', body), JSON.stringify(change)).toMatchObject({ body: { code } });
  }
  server.passMs(3600_000);
  const { body } = await replacing(seed);
  expect(await ines.client.post('keys', body)).toMatchObject({ body: { code: 'reauthentication_required' } });
});

it('a generation that somebody began by the mailbox replaces nothing, and goes when they are', async () => {
  await confirmed();
  const { email, account, keys, client } = ines;
  // Where there is no organization, keys that were begun anew have nothing to wait for.
  const person = { account, email, keys, session: newId<SessionId>(), token: client.token ?? '' };
  await TestMember.found(server, person, 'harbour');
  const thief = await beginAnew(server, {
    email,
    account,
    after: keys.statement,
    number: 2,
    password: 'an otter sleeps under the bridge',
  });
  // It ended her sessions; she is back with the password of before.
  const seed = await signedInFormer();
  const { keys: next, body } = await replacing(seed, { number: 3 });
  expect(await thief.by.post('keys', body)).toMatchObject({ body: { code: 'generation_waits' } });
  const answered = await ines.client.must(ines.client.post('keys', body));
  expect(answered).toEqual({ endedSessions: 1 });
  expect(await thief.by.get('/api/account')).toMatchObject({ body: { code: 'sign_in_required' } });
  const now = await ines.client.must(ines.client.get('/api/account'));
  expect(now).toMatchObject({ generation: 3, newestGeneration: 3, stateRevision: 2 });
  expect(now.waiting).toBeUndefined();
  // The password is the one there was.
  expect(await provePassword(new TestClient(server.url), 'sign-in', { email, password })).toBeDefined();
  ines = { ...ines, keys: next };
});

it('keys that no organization has heard of yet come back all the same while others wait', async () => {
  const { email, account, keys } = ines;
  const begun = await beginAnew(server, {
    email,
    account,
    after: keys.statement,
    number: 4,
    password: 'an otter sleeps under the bridge',
  });
  expect(begun.answered).toMatchObject({ status: 200 });
  const ticket = await resetTicketOf(server, email);
  const by = new TestClient(server.url);
  const shown = await by.must(by.post('password-reset/read', { ticket }));
  expect(shown.generations.map(({ generation }: { generation: number }) => generation)).toEqual([3, 4]);
});

async function signedInFormer() {
  const client = await signInFormer(server, ines.email, password);
  if (client === undefined) throw new Error('the password of before is right');
  ines = { ...ines, client };
  return confirmed();
}

it('an organization takes no keys that the account does not have, whoever has those of before', async () => {
  const owner = await TestMember.foundReady(server, await seedPerson(server, 'maya'), 'northwind');
  const leo = await addMember(owner, await seedPerson(server, 'leo'));
  const stolen = await createNextAccountKeys(leo.person.keys.statement, server.nowMs());
  const body = { heads: [], organizationKey: null, statement: toBase64Url(stolen.statement.bytes) };
  expect(await leo.change('rekey', body)).toMatchObject({
    ok: false,
    code: 'ledger_event_refused',
    problem: { params: { code: 'statement_wrong' } },
  });
});
