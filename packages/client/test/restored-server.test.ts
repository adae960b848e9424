import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { backUp } from './back-up.ts';
import { confirmKit, type Device, signUp, startDevice, until } from './people.ts';

const email = 'noor@tidewater.example';
const password = 'seven amber compasses';

let server: TestServer;
let laptop: Device;
beforeAll(async () => {
  server = await startTestServer();
  laptop = await startDevice(server);
  await signUp(server, laptop, email, password);
  mustBeOk(await laptop.client.organization.create('Tidewater', 'tidewater'));
  mustBeOk(await laptop.client.organization.enter('tidewater'));
});
afterAll(async () => {
  await laptop.client.close();
  await server.stop();
});

describe('a server restored from an old backup', () => {
  it('gets kit, vaults, settings and account state back from the device that has them', async () => {
    const restore = await backUp(server);
    await confirmKit(laptop, 'tidewater');
    mustBeOk(await laptop.client.organization.changeSettings({ sessionAgeMinutes: 90 }));
    const before = mustBeOk(await laptop.client.organization.evidence());
    expect(before.events.map((line) => line.type)).toEqual([
      'genesis',
      'recovery_rotate',
      'vault_create',
      'settings_set',
    ]);
    await laptop.client.account.lock();

    await restore();
    await server.restart();
    const restored = await startDevice(server, laptop.store);
    laptop = restored;
    mustBeOk(await laptop.client.account.unlock(password));
    const gate = mustBeOk(await laptop.client.organization.enter('tidewater'));
    expect(gate.allowed).toBe(true);
    expect(laptop.client.snapshot()).toMatchObject({ alarm: undefined });
    const after = mustBeOk(await laptop.client.organization.evidence());
    expect(after.ledgerHead).toEqual(before.ledgerHead);

    // A device that knows nothing gets it all from the server again.
    await until(laptop.client, ({ entered }) => entered?.open?.sync.state === 'synced');
    const phone = await startDevice(server);
    mustBeOk(await phone.client.account.signIn(email, password));
    mustBeOk(await phone.client.organization.enter('tidewater'));
    expect(phone.client.snapshot().entered?.open?.settings.sessionAgeMinutes).toBe(90);
    await phone.client.close();
  });
});
