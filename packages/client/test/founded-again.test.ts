import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { startDevice } from './people.ts';
import { password, startPerson } from './team.ts';

/** An address that is free again leads its owner, who still has every key, to what is founded there now. */
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ POSTERN_SIGNUP: 'open' });
});
afterAll(() => server.stop());

it('founds another organization at an address that was given up', async () => {
  const email = 'maya@harbour.example';
  const { client } = await startPerson(server, email);
  mustBeOk(await client.organization.create('Harbour', 'harbour'));
  const before = client.snapshot().organizations;
  mustBeOk(await client.account.beginAbandonment('harbour'));
  mustBeOk(await client.account.confirmAbandonment('harbour', server.codeFor(email)));
  await client.close();
  server.passMs(31 * 24 * 3_600_000);
  await server.restart();

  const later = await startDevice(server);
  mustBeOk(await later.client.account.signIn(email, password));
  const { organization } = later.client;
  await expect
    .poll(async () => (await organization.create('Harbour', 'harbour')).ok, { timeout: 20_000 })
    .toBe(true);
  expect(mustBeOk(await organization.enter('harbour'))).toMatchObject({ denial: { code: 'setup_required' } });
  const { alarm, organizations } = later.client.snapshot();
  expect(alarm).toBeUndefined();
  expect(organizations).toHaveLength(1);
  expect(organizations[0]?.id).not.toBe(before[0]?.id);
  await later.client.close();
});
