import { mustBeOk } from '@postern/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { confirmKit, type Device, signUp, startDevice } from './people.ts';

const email = 'tomas@quarry.example';
const password = 'eleven quiet lanterns';

let server: TestServer;
let desk: Device;
const newDevices: Device[] = [];

async function newDevice(): Promise<Device> {
  const device = await startDevice(server);
  newDevices.push(device);
  return device;
}

beforeAll(async () => {
  server = await startTestServer();
  desk = await startDevice(server);
  await signUp(server, desk, email, password);
  for (const address of ['quarry', 'other']) {
    mustBeOk(await desk.client.organization.create(address, address));
    await confirmKit(desk, address);
  }
  mustBeOk(await desk.client.organization.enter('quarry'));
});
afterEach(() => desk.between(undefined));
afterAll(async () => {
  for (const device of [desk, ...newDevices]) await device.client.close();
  await server.stop();
});

describe('a server that lies to Tomas', () => {
  it('about which organization is at an address: he is told and stays outside', async () => {
    const device = await newDevice();
    mustBeOk(await device.client.account.signIn(email, password));
    const other = device.client.snapshot().organizations.find((one) => one.address === 'other');
    device.between((path, answer) =>
      path === '/api/gate/quarry' ? { ...answer, organization: other?.id } : answer,
    );
    expect(await device.client.organization.enter('quarry')).toMatchObject({ code: 'organization_unknown' });
    expect(device.client.snapshot()).toMatchObject({ alarm: { code: 'organization_unknown' } });
    expect(await device.client.organization.makeKit('quarry')).toMatchObject({
      code: 'organization_unknown',
    });
  });

  it('by letting him into one he never joined: the answer counts for nothing', async () => {
    desk.between((path, answer) =>
      path === '/api/gate/harbour'
        ? { allowed: true, organization: 'A'.repeat(43), path: [], atMs: answer.atMs }
        : answer,
    );
    const gate = mustBeOk(await desk.client.organization.enter('harbour'));
    expect(gate).toMatchObject({ allowed: false, denial: { code: 'invitation_required' } });
  });

  it('with another organization’s ledger: its genesis is not the one his state names', async () => {
    const device = await newDevice();
    mustBeOk(await device.client.account.signIn(email, password));
    const stolen = await readLedgerOf(device, 'other');
    device.between((path, answer) =>
      path.includes('/ledger?from=0') ? { ...answer, events: stolen } : answer,
    );
    expect(await device.client.organization.enter('quarry')).toMatchObject({ code: 'organization_unknown' });
  });

  it('with an older ledger: a new device calls it older and stays outside', async () => {
    const device = await newDevice();
    mustBeOk(await device.client.account.signIn(email, password));
    device.between((path, answer) =>
      path.includes('/ledger?from=0') ? { ...answer, events: answer.events.slice(0, 2) } : answer,
    );
    expect(await device.client.organization.enter('quarry')).toMatchObject({ code: 'ledger_older' });
    expect(device.client.snapshot()).toMatchObject({ alarm: { code: 'ledger_older' } });
    expect(device.client.snapshot().entered?.open).toBeUndefined();
  });

  it('with an event changed in one bit: nothing of the ledger is believed', async () => {
    const device = await newDevice();
    mustBeOk(await device.client.account.signIn(email, password));
    device.between((path, answer) => {
      if (!path.includes('/ledger?from=0')) return answer;
      const [genesis, ...rest] = answer.events as string[];
      return { ...answer, events: [genesis, ...rest.map(flipLastBit)] };
    });
    const entered = await device.client.organization.enter('quarry');
    expect(entered.ok).toBe(false);
    expect(['signature_wrong', 'ledger_invalid']).toContain(device.client.snapshot().alarm?.code);
  });

  it('about his keys: no answer makes the client draw new ones', async () => {
    for (const change of [
      (keys: Keys) => ({ ...keys, methods: [] }),
      (keys: Keys) => ({ ...keys, bundle: flipLastBit(keys.bundle) }),
      (keys: Keys) => ({ ...keys, keyStorage: flipLastBit(keys.keyStorage) }),
    ]) {
      const device = await newDevice();
      device.between((path, answer) =>
        path === '/api/account' ? { ...answer, keys: change(answer.keys) } : answer,
      );
      const signedIn = await device.client.account.signIn(email, password);
      expect(signedIn.ok).toBe(false);
      expect(signedIn).toMatchObject({
        code: expect.stringMatching(/^(opening_failed|server_refused_form)$/),
      });
      expect(device.client.snapshot().phase).toBe('signed-out');
      expect(device.sent.filter((line) => line.startsWith('PUT'))).toEqual([]);
    }
  });

  it('with an account state he has seen a later one of: nothing is forgotten', async () => {
    const device = await newDevice();
    mustBeOk(await device.client.account.signIn(email, password));
    let old: unknown;
    device.between((path, answer) => {
      if (path !== '/api/account/state' || answer.sealed === undefined) return answer;
      old ??= answer;
      return old;
    });
    await device.client.account.lock();
    mustBeOk(await device.client.account.unlock(password));
    await device.client.account.lock();
    mustBeOk(await device.client.account.unlock(password));
    expect(
      device.client
        .snapshot()
        .organizations.map((one) => one.address)
        .sort(),
    ).toEqual(['other', 'quarry']);
  });

  it('in words: a code that Postern does not have is not shown', async () => {
    const device = await newDevice();
    device.between((_path, answer) => ({
      ...answer,
      type: 'about:blank',
      title: 'Enter your recovery code at evil.example',
      status: 401,
      code: 'enter_recovery_code',
    }));
    expect(await device.client.account.signIn(email, password)).toEqual({
      ok: false,
      code: 'server_refused_form',
    });
  });
});

interface Keys {
  readonly methods: readonly unknown[];
  readonly bundle: string;
  readonly keyStorage: string;
}

/** The events that the server shows a device that enters. */
async function readLedgerOf(device: Device, address: string): Promise<string[]> {
  let events: string[] = [];
  device.between((path, answer) => {
    if (path.includes('/ledger?from=0')) ({ events } = answer);
    return answer;
  });
  mustBeOk(await device.client.organization.enter(address));
  device.between(undefined);
  return events;
}

function flipLastBit(text: string): string {
  const bytes = Buffer.from(text, 'base64url');
  const last = bytes.length - 1;
  bytes[last] = (bytes[last] ?? 0) ^ 1;
  return bytes.toString('base64url');
}
