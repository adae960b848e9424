import { type Bytes, fromBase64Url, type KeyMethodId, mustBeOk, toBase64Url } from '@postern/core';
import {
  type AccountSecret,
  createMethod,
  drawSecret,
  type KeyStorageSet,
  type MethodSeed,
  methodProof,
  type NewMethod,
  verifyKeyStorage,
  writeKeyStorage,
} from '@postern/crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { insertKeyMethods } from '../src/account/key-set-queries.ts';
import {
  emptyState,
  provePassword,
  type SignedUp,
  signUp,
  TestClient,
  wireKeys,
} from './support/account-client.ts';
import { AuthenticatorApp } from './support/authenticator-app.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

const password = 'a heron walks over the wet roof';

let server: TestServer;
let ines: SignedUp;
let omar: SignedUp;
beforeAll(async () => {
  server = await startTestServer({ POSTERN_SIGNUP: 'open' });
  const person = (email: string) =>
    signUp(new TestClient(server.url), server.codeFor, { email, password, nowMs: server.nowMs() });
  ines = await person('ines@harbour.example');
  omar = await person('omar@harbour.example');
});
afterAll(() => server.stop());

/** Later than every limit of the test before; the sessions are fresh. */
beforeEach(async () => {
  server.passMs(3600_000);
  for (const { client, email } of [ines, omar]) {
    await provePassword(client, 'reauthentication', { email, password });
  }
});

/** What the server has of somebody's key storage. */
async function stored({ client, keys }: SignedUp) {
  const account = await client.must(client.get('/api/account'));
  const statement = mustBeOk(
    await verifyKeyStorage(fromBase64Url(account.keys.keyStorage) as Bytes, keys.signing.publicKey),
  );
  const anchors = new Map<KeyMethodId, string>(
    account.keys.methods.map((one: { id: KeyMethodId; anchor: string }) => [one.id, one.anchor]),
  );
  return { statement, anchors, stateRevision: account.stateRevision as number };
}

interface Change {
  readonly added?: readonly NewMethod[];
  readonly without?: KeyMethodId;
  readonly secret?: AccountSecret;
  readonly secretVersion?: number;
}

/** The body of a change, well-formed whatever it says. */
async function changing(person: SignedUp, change: Change, described: readonly object[]) {
  const { statement, anchors, stateRevision } = await stored(person);
  const accountSecret = change.secret ?? person.accountSecret;
  const secretVersion = change.secretVersion ?? statement.secretVersion;
  const set: KeyStorageSet = await writeKeyStorage({
    keys: person.keys,
    accountSecret,
    secretVersion,
    version: statement.version + 1,
    kept: statement.methods.filter(({ id }) => id !== change.without),
    added: change.added ?? [],
  });
  const state = await emptyState(person.account, accountSecret, {
    revision: stateRevision + 1,
    secretVersion,
    keyStorageVersion: statement.version + 1,
  });
  return { keys: wireKeys(set, anchors), state, added: described };
}

const send = ({ client }: SignedUp, body: unknown) => client.post('key-storage', body);
const listed = async ({ client }: SignedUp) =>
  (await client.must(client.get('/api/account/key-storage'))).methods;

/** A sheet of this person, with what the server is to keep of it. */
async function sheetOf(person: SignedUp) {
  const seed = drawSecret<MethodSeed>();
  const method = await createMethod('qr', seed, person.keys);
  const proof = toBase64Url(await methodProof(seed));
  return { method, proof, described: { id: method.id, label: '', proof } };
}

describe('an account’s key storage', () => {
  it('takes what is new with exactly what its kind needs', async () => {
    const { method, proof, described } = await sheetOf(ines);
    const wrong: readonly (readonly object[])[] = [
      [],
      [{ id: method.id, label: '' }],
      [{ ...described, credential: { id: 'AQID', transports: [] } }],
      [{ ...described, id: (await sheetOf(ines)).method.id }],
      [described, (await sheetOf(ines)).described],
    ];
    for (const added of wrong) {
      const refused = await send(ines, await changing(ines, { added: [method] }, added));
      expect(refused).toMatchObject({ status: 422, body: { code: 'key_objects_invalid', field: '/added' } });
    }
    expect(await listed(ines)).toHaveLength(1);
    const answered = await send(ines, await changing(ines, { added: [method] }, [described]));
    expect(answered.body).toEqual({ endedSessions: 0 });
    const row = await server.running.platform.db.kysely
      .selectFrom('key_methods')
      .select('proof_hash')
      .where('id', '=', method.id)
      .executeTakeFirstOrThrow();
    expect(row.proof_hash).not.toBe(proof);
  });

  it('lets none go without a new account secret, and ends the other sessions with it', async () => {
    const other = new TestClient(server.url);
    await provePassword(other, 'sign-in', { email: ines.email, password });
    const [, sheet] = await listed(ines);
    const same = await send(ines, await changing(ines, { without: sheet.id }, []));
    expect(same).toMatchObject({ status: 422, body: { code: 'key_objects_invalid' } });
    expect((await other.get('/api/account')).status).toBe(200);

    const secret = drawSecret<AccountSecret>();
    const { statement } = await stored(ines);
    const secretVersion = statement.secretVersion + 1;
    const body = await changing(ines, { without: sheet.id, secret, secretVersion }, []);
    expect((await send(ines, body)).body).toEqual({ endedSessions: 1 });
    ines = { ...ines, accountSecret: secret };
    expect((await other.get('/api/account')).status).toBe(401);
    // The same once more has been overtaken by itself.
    expect((await send(ines, body)).body).toMatchObject({ code: 'state_moved' });
  });

  it('is changed by nobody else’s signature, and by nobody who has not just shown who they are', async () => {
    const { method, described } = await sheetOf(ines);
    const forged = { ...ines, keys: omar.keys };
    const { statement, anchors, stateRevision } = await stored(ines);
    const set = await writeKeyStorage({
      keys: forged.keys,
      accountSecret: ines.accountSecret,
      secretVersion: statement.secretVersion,
      version: statement.version + 1,
      kept: statement.methods,
      added: [method],
    });
    const state = await emptyState(ines.account, ines.accountSecret, {
      revision: stateRevision + 1,
      secretVersion: statement.secretVersion,
      keyStorageVersion: statement.version + 1,
    });
    const refused = await send(ines, { keys: wireKeys(set, anchors), state, added: [described] });
    expect(refused.body.code).toMatch(/^(?:signature_wrong|key_objects_invalid)$/);
    server.passMs(11 * 60_000);
    expect(await send(ines, await changing(ines, { added: [method] }, [described]))).toMatchObject({
      body: { code: 'reauthentication_required' },
    });
  });

  it('is not reached through another generation of the keys', async () => {
    const [method] = await listed(omar);
    const { kysely } = server.running.platform.db;
    const read = () =>
      kysely.selectFrom('key_methods').selectAll().where('account', '=', omar.account).execute();
    const before = await read();
    const other = { account: omar.account, generation: 2 };
    const row = { id: method.id, kind: 'qr', anchor: new Uint8Array(1), wrap: new Uint8Array(1) } as const;
    await insertKeyMethods(kysely, other, [{ ...row, created_at_ms: 0 }]);
    expect(await read()).toEqual(before);
  });
});

describe('in place of a lost second factor', () => {
  it('a way of this account counts, nobody else’s, once, and the password never', async () => {
    const mine = await sheetOf(omar);
    await omar.client.must(send(omar, await changing(omar, { added: [mine.method] }, [mine.described])));
    const hers = await sheetOf(ines);
    await ines.client.must(send(ines, await changing(ines, { added: [hers.method] }, [hers.described])));
    const { secretB32 } = await omar.client.must(omar.client.post('second-factors/totp/begin'));
    const app = new AuthenticatorApp(secretB32, server.nowMs);
    await omar.client.must(
      omar.client.post('second-factors/totp/finish', { name: 'Phone', code: app.code() }),
    );

    const client = new TestClient(server.url);
    const proven = await provePassword(client, 'sign-in', { email: omar.email, password });
    const { token } = proven?.answered.body.secondFactor ?? {};
    const { methods } = await client.must(client.post('sign-in/key-methods', { token }));
    expect(methods).toMatchObject([{ id: mine.method.id, kind: 'qr' }]);
    const unknown = toBase64Url(new Uint8Array(32));
    for (const proof of [hers.proof, unknown]) {
      expect(await client.post('sign-in/key-method', { token, proof })).toMatchObject({
        status: 422,
        body: { code: 'key_opens_nothing' },
      });
    }
    expect((await client.get('/api/account')).status).toBe(401);
    const stranger = toBase64Url(new Uint8Array(32).fill(1));
    expect((await client.post('sign-in/key-methods', { token: stranger })).body).toMatchObject({
      code: 'ticket_expired',
    });
    await client.must(client.post('sign-in/key-method', { token, proof: mine.proof }));
    expect((await client.must(client.get('/api/account/second-factors'))).factors).toEqual([]);
    expect(await client.post('sign-in/key-method', { token, proof: mine.proof })).toMatchObject({
      body: { code: 'ticket_expired' },
    });
    const { records } = await client.must(client.get('/api/account/access-log'));
    expect(records.map(({ kind }: { kind: string }) => kind)).toEqual(
      expect.arrayContaining(['second_factor_failed', 'key_method_used', 'second_factors_reset']),
    );
  });
});
