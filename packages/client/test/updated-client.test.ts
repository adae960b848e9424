import { createClient, createMemoryStore } from '@postern/client';
import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { password, startOwner } from './team.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

it('lets a client in that was too old, once it was updated, in the session that it has', async () => {
  const email = 'maya@northwind.example';
  const owner = await startOwner(server, email, 'northwind');
  // A disk: what is on it stays when the program ends.
  const store = { ...createMemoryStore(), close: async () => {} };
  const of = { fetch, baseUrl: server.url, store, kind: 'cli' as const };

  const old = await createClient({ ...of, version: '0.0.9' });
  mustBeOk(await old.account.signIn(email, password));
  mustBeOk(await owner.client.administration.rules.set({ minimumClientVersion: '0.1.0' }));
  expect(mustBeOk(await old.organization.enter('northwind')).denial).toMatchObject({
    code: 'client_outdated',
    params: { minimumVersion: '0.1.0' },
  });
  await old.close();

  const updated = await createClient({ ...of, version: '0.1.0' });
  mustBeOk(await updated.account.unlock(password));
  expect(mustBeOk(await updated.organization.enter('northwind')).allowed).toBe(true);
  const sessions = mustBeOk(await updated.account.sessions());
  expect(sessions.find((one) => one.current)?.clientVersion).toBe('0.1.0');
  expect(sessions.length).toBe(2);
  await updated.close();
  await owner.client.close();
});
