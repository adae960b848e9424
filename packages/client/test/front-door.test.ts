import { createClient, createMemoryStore } from '@postern/client';
import { openFrontDoor } from '@postern/client/front-door';
import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { password, startOwner } from './team.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** A device and how often the code of its client was fetched; the first `failures` times the line breaks. */
function deviceOf(failures = 0) {
  let fetched = 0;
  const store = { ...createMemoryStore(), close: async () => {} };
  const setup = { fetch, baseUrl: server.url, store, kind: 'cli' as const, version: '0.1.0' };
  const open = () =>
    openFrontDoor(setup, async () => {
      fetched += 1;
      if (fetched <= failures) throw new TypeError('the line broke');
      return createClient;
    });
  return { open, fetched: () => fetched };
}

/** Answers once the snapshots are as wanted. */
function until({ snapshots }: Awaited<ReturnType<typeof openFrontDoor>>, wanted: () => boolean) {
  return new Promise<void>((resolve) => {
    const look = () => {
      if (!wanted()) return;
      end();
      resolve();
    };
    const end = snapshots.subscribe(look);
    look();
  });
}

it('shows what the server says of itself without a client, and brings one when somebody does something', async () => {
  const email = 'maya@northwind.example';
  await (await startOwner(server, email, 'northwind')).client.close();
  const device = deviceOf();
  const door = await device.open();
  expect(door.snapshots.current().phase).toBe('signed-out');
  await until(door, () => door.snapshots.current().server !== undefined);
  door.wake();
  expect(device.fetched()).toBe(0);

  door.touch();
  const client = await door.client();
  expect(device.fetched()).toBe(1);
  mustBeOk(await client.account.signIn(email, password));
  expect(door.snapshots.current()).toBe(client.snapshot());
  expect(door.snapshots.current().phase).toBe('open');
  await client.close();

  // The device has keys now: what opens them is fetched before anybody asks.
  const again = await device.open();
  await until(again, () => again.snapshots.current().phase === 'locked');
  expect(device.fetched()).toBe(2);
  await (await again.client()).close();
});

it('fetches the client anew after the line broke', async () => {
  const device = deviceOf(1);
  const door = await device.open();
  await expect(door.client()).rejects.toThrow('the line broke');
  const client = await door.client();
  expect(client.snapshot().phase).toBe('signed-out');
  await client.close();
});
