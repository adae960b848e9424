import { mustBeOk, systemClock, type VaultId } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { confirmKit, type Device, signUp, startDevice, until } from './people.ts';

const email = 'iris@moorings.example';
const password = 'seven amber compasses';
const minuteMs = 60_000;
const draft = {
  type: 'login',
  user: 'iris',
  password: 'correct horse',
  urls: [],
  notes: '',
  tags: [],
  folder: undefined,
  favourite: false,
  custom: [],
} as const;

let server: TestServer;
let laptop: Device;
let offMs = 0;
const wrongClock = { nowMs: () => systemClock.nowMs() + offMs };
let phone: Device;
beforeAll(async () => {
  server = await startTestServer();
  laptop = await startDevice(server);
  await signUp(server, laptop, email, password);
  mustBeOk(await laptop.client.organization.create('Moorings', 'moorings'));
  mustBeOk(await laptop.client.organization.enter('moorings'));
  await confirmKit(laptop, 'moorings');
  phone = await startDevice(server, undefined, undefined, wrongClock);
  mustBeOk(await phone.client.account.signIn(email, password));
  mustBeOk(await phone.client.organization.enter('moorings'));
});
afterAll(async () => {
  await laptop.client.close();
  await phone.client.close();
  await server.stop();
});

/** A jump of the clock locks a device, as time that has passed does: the person opens it again. */
async function setPhoneOff(ms: number): Promise<void> {
  offMs = ms;
  phone = await phone.restart();
  mustBeOk(await phone.client.account.unlock(password));
  mustBeOk(await phone.client.organization.enter('moorings'));
  await shows(phone, laptop.client.snapshot().entered?.open?.counts.all ?? 0);
}

function add(device: Device, title: string) {
  const vault = device.client.snapshot().entered?.open?.vaults[0]?.id as VaultId;
  return device.client.vault.addEntry(vault, { ...draft, title });
}

async function shows(device: Device, count: number): Promise<void> {
  await until(device.client, ({ entered }) => entered?.open?.counts.all === count);
}

describe('a device whose clock is wrong', () => {
  it.each([
    ['slow by a year', -365 * 24 * 60 * minuteMs],
    ['fast by nine minutes', 9 * minuteMs],
  ])('works with the others all the same: %s', async (_name, ms) => {
    await setPhoneOff(ms);
    const before = phone.client.snapshot().entered?.open?.counts.all ?? 0;
    expect(await add(phone, 'Of the wrong clock')).toMatchObject({ ok: true });
    await shows(laptop, before + 1);
    // Dates along a chain never go back, whoever comes next.
    expect(await add(laptop, 'Of the right one')).toMatchObject({ ok: true });
    await shows(phone, before + 2);
    for (const { client } of [laptop, phone]) expect(client.snapshot().alarm).toBeUndefined();
  });

  it('is told that it is fast when nobody could come after it, and works once it is set', async () => {
    await setPhoneOff(60 * minuteMs);
    const before = phone.client.snapshot().entered?.open?.counts.all ?? 0;
    const refused = await add(phone, 'Of tomorrow');
    expect(refused).toMatchObject({ code: 'clock_skew', params: { aheadMs: expect.any(Number) } });
    expect(await phone.client.organization.changeSettings({ sessionAgeMinutes: 60 })).toMatchObject({
      code: 'clock_skew',
    });
    expect(phone.client.snapshot()).toMatchObject({ alarm: undefined, phase: 'open' });
    await setPhoneOff(0);
    expect(await add(phone, 'Of today')).toMatchObject({ ok: true });
    await shows(laptop, before + 1);
  });
});
