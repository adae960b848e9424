import type { KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertResetTicket, putInForce } from '../src/account/generation-queries.ts';
import { promoteIfTaken } from '../src/account/generations.ts';
import { findAccount, findPendingGeneration, listPasswords } from '../src/account/key-set-queries.ts';
import { showReset } from '../src/account/reset-ticket.ts';
import { newToken, tokenHash } from '../src/account/tokens.ts';
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

  it('are still brought back by the reset that was looking for them', async () => {
    const waiting = await seedLostKeys(server, await seedPerson(server, 'Tilde'));
    const { account } = waiting;
    const of = { account, generation: waiting.keys.generation };
    const { platform } = server.running;
    const { kysely } = platform.db;
    const ticket = newToken();
    await insertResetTicket(kysely, {
      token_hash: tokenHash(platform.keys, 'reset-ticket', ticket),
      account,
      factor: 'none',
      challenge: '',
      strength: null,
      opened_generation: null,
      expires_at_ms: server.nowMs() + 60_000,
    });
    const keyLinks = async () => {
      await putInForce(kysely, of);
      return [];
    };
    const read = showReset({ platform, organizations: { keyLinks } } as never);
    const { value } = (await read({ body: { ticket } } as never)) as { readonly value?: unknown };
    expect(value).toMatchObject({ account, generations: [{ generation: 2 }] });
  });

  it('wait on where their account has joined an organization by those before', async () => {
    const { account } = await seedLostKeys(server, await seedPerson(server, 'Ebbe'));
    const { platform } = server.running;
    const joined = ['A'.repeat(43)];
    let heads: readonly string[] = [];
    const organizations = {
      ledgerHeads: async () => heads,
      keyLinks: async () => {
        heads = joined;
        return [];
      },
    };
    await promoteIfTaken({ platform, organizations } as never, account);
    expect(await findPendingGeneration(platform.db.kysely, account)).toBeDefined();
    // Nothing has moved since.
    await promoteIfTaken({ platform, organizations } as never, account);
    expect(await findPendingGeneration(platform.db.kysely, account)).toBeUndefined();
  });
});
