import { newId, type SessionId, toBase64Url } from '@postern/core';
import type { AccountKeys } from '@postern/crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SignedUp, signUp, TestClient } from './support/account-client.ts';
import { beginAnew, resetTicketOf, signInFormer } from './support/forgotten-password.ts';
import { type SeededPerson, seedPerson } from './support/seeded-person.ts';
import { invite, tryJoin } from './support/team.ts';
import { TestMember } from './support/test-member.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

/** A password that is forgotten again, or said to be, while new keys wait (attack row X25). */

const password = 'granite orchard 47 lantern';
const second = 'velvet anchor 12 mirror';
const third = 'copper lantern 58 harbour';
const days = 24 * 3600_000;

let server: TestServer;
let people = 0;
let leo: SignedUp;
/** Of two organizations that he is in. */
let owner: TestMember;

beforeAll(async () => {
  server = await startTestServer({ POSTERN_SIGNUP: 'open' });
});
afterAll(() => server.stop());
beforeEach(async () => {
  // Later than every limit of the test before.
  server.passMs(25 * 3600_000);
  const email = `leo${++people}@northwind.example`;
  leo = await signUp(new TestClient(server.url), server.codeFor, { email, password, nowMs: server.nowMs() });
  const seeded: SeededPerson = { ...leo, token: leo.client.token ?? '', session: newId<SessionId>() };
  for (const name of ['southwind', 'northwind']) {
    const founder = await seedPerson(server, `${name}${people}`);
    owner = await TestMember.foundReady(server, founder, `${name}-${people}`);
    expect(await tryJoin(server, seeded, await invite(owner, leo.email))).toMatchObject({ ok: true });
  }
});

const anew = (keys: AccountKeys, number: number, next: string) =>
  beginAnew(server, { ...leo, after: keys.statement, number, password: next });
const read = async () => {
  const by = new TestClient(server.url);
  const ticket = await resetTicketOf(server, leo.email);
  return by.must(by.post('password-reset/read', { ticket }));
};
const generationOf = async (by: TestClient) => (await by.get('/api/account')).body.generation;

/** The owner links him under new keys. */
async function linkAnew({ statement }: AccountKeys) {
  await owner.catchUpLedger();
  const member = Object.values(owner.state.members).find(({ email }) => email === leo.email);
  if (member === undefined) throw new Error('no such member');
  await owner.mustChange('relink', {
    groups: [],
    heads: [],
    member: member.id,
    proof: toBase64Url(new Uint8Array(32)) as never,
    statement: toBase64Url(statement.bytes),
    vaults: [],
    via: 'words',
  });
}

describe('a password forgotten again', () => {
  it('cuts nobody off from keys that an organization has taken', async () => {
    const begun = await anew(leo.keys, 2, second);
    expect(begun.answered.body).toMatchObject({ scope: 'full' });
    await linkAnew(begun.keys);
    // The other organization knows the keys of before: a sheet or a phone still brings those back.
    expect((await read()).generations.map((one: { generation: number }) => one.generation)).toEqual([1, 2]);
    const again = await anew(begun.keys, 3, third);
    expect(again.answered.body).toMatchObject({ scope: 'full' });
    expect(await generationOf(again.by)).toBe(3);
    // Those that were taken are in force now, and can refuse what waits behind them.
    const back = await signInFormer(server, leo.email, second);
    if (back === undefined) throw new Error('the password of the keys that were taken counts no more');
    expect(await generationOf(back)).toBe(2);
    const { records } = await back.must(back.get('/api/account/access-log'));
    expect(records.map(({ kind }: { kind: string }) => kind)).toContain('generation_taken');
    expect(await signInFormer(server, leo.email, password)).toBeUndefined();
    const { hash: statementHash } = again.keys.statement;
    expect((await back.post('generations/refuse', { statementHash })).status).toBe(200);
    expect((await again.by.get('/api/account')).body.code).toBe('sign_in_required');
  });

  it('signs nobody out who came back with the keys in force', async () => {
    const begun = await anew(leo.keys, 2, second);
    const back = await signInFormer(server, leo.email, password);
    if (back === undefined) throw new Error('the password of the keys in force counts no more');
    expect((await anew(begun.keys, 3, third)).answered.body).toMatchObject({ scope: 'full' });
    expect((await begun.by.get('/api/account')).body.code).toBe('sign_in_required');
    expect(await generationOf(back)).toBe(1);
  });

  it('is not begun anew for three days once that was refused', async () => {
    const begun = await anew(leo.keys, 2, second);
    const back = await signInFormer(server, leo.email, password);
    const { hash: statementHash } = begun.keys.statement;
    await back?.must(back.post('generations/refuse', { statementHash }));
    const { anewAfterMs } = await read();
    expect(anewAfterMs).toBeGreaterThan(server.nowMs() + 2.9 * days);
    const tried = await anew(leo.keys, 4, third);
    expect(tried.answered.body).toMatchObject({
      code: 'generation_refused_lately',
      params: { retryAtMs: anewAfterMs },
    });
    expect(await generationOf(back ?? tried.by)).toBe(1);
    server.passMs(3 * days);
    expect((await read()).anewAfterMs).toBeUndefined();
    expect((await anew(leo.keys, 4, third)).answered.body).toMatchObject({ scope: 'full' });
  });
});
