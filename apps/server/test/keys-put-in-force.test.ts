import type { KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putInForce } from '../src/account/generation-queries.ts';
import { findAccount, listPasswords } from '../src/account/key-set-queries.ts';
import type { Queries } from '../src/platform/db/database.ts';
import { type SeededPerson, seedLostKeys, seedPerson } from './support/seeded-person.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** Queries between whose first statement and the next the keys that wait are put in force, as another process may do. */
function promotingAfterFirst({ account, keys }: SeededPerson): Queries {
  const { kysely } = server.running.platform.db;
  let isFirst = true;
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      if (isFirst) await putInForce(kysely, { account, generation: keys.generation });
      isFirst = false;
      return result;
    },
  };
  return kysely.withPlugin(plugin);
}

describe('keys that are put in force while they are read', () => {
  it('are found by the session that is theirs, which would end otherwise', async () => {
    const waiting = await seedLostKeys(server, await seedPerson(server, 'Yara'));
    const of = { account: waiting.account, generation: waiting.keys.generation };
    const found = await findAccount(promotingAfterFirst(waiting), of);
    expect(found).toMatchObject({ id: waiting.account, generation: 2, email: waiting.email });
    expect(await findAccount(server.running.platform.db.kysely, of)).toEqual(found);
  });

  it('have a password that counts', async () => {
    const waiting = await seedLostKeys(server, await seedPerson(server, 'Nils'));
    const counting = await listPasswords(promotingAfterFirst(waiting), waiting.account);
    expect(counting.map(({ generation }) => generation)).toContain(2);
  });
});
