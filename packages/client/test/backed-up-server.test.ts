import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustBeOk, type VaultId } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backUp } from '../../../apps/server/src/operator/back-up.ts';
import { restore } from '../../../apps/server/src/operator/restore.ts';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { confirmKit, type Device, signUp, startDevice, until } from './people.ts';

const email = 'ida@harbour.example';
const password = 'seven amber compasses';
const draft = {
  type: 'login',
  user: 'ida',
  password: 'correct horse',
  urls: [],
  notes: '',
  tags: [],
  folder: undefined,
  favourite: false,
  custom: [],
} as const;

let server: TestServer;
let folder = '';
let laptop: Device;
let phone: Device;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'postern-client-backup-'));
  server = await startTestServer();
  laptop = await startDevice(server);
  await signUp(server, laptop, email, password);
  mustBeOk(await laptop.client.organization.create('Harbour', 'harbour'));
  mustBeOk(await laptop.client.organization.enter('harbour'));
  await confirmKit(laptop, 'harbour');
  phone = await startDevice(server);
  mustBeOk(await phone.client.account.signIn(email, password));
  mustBeOk(await phone.client.organization.enter('harbour'));
});
afterAll(async () => {
  await laptop.client.close();
  await phone.client.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function add(device: Device, title: string): Promise<void> {
  const vault = device.client.snapshot().entered?.open?.vaults[0]?.id as VaultId;
  expect(await device.client.vault.addEntry(vault, { ...draft, title })).toMatchObject({ ok: true });
}

/** Waits until a device shows as many entries, and answers their titles. */
async function titlesOn(device: Device, count: number): Promise<string[]> {
  await until(device.client, ({ entered }) => entered?.open?.counts.all === count);
  const rows = await device.client.vault.listEntries({ kind: 'all' }, '');
  return rows.map(({ title }) => title);
}

describe('a server that its operator restored from a backup', () => {
  it('works with both devices, and has again what one of them wrote after the backup', async () => {
    await add(laptop, 'Before');
    expect(await titlesOn(phone, 1)).toEqual(['Before']);
    const { config } = server.running.platform;
    const nowMs = server.nowMs();
    const file = join(folder, 'postern.backup');
    await backUp(config, { file, withKeys: false, nowMs });
    await phone.client.account.lock();
    await add(laptop, 'After');

    await server.running.stop();
    await restore(config, { file, replace: true, nowMs });
    await server.restart();
    // The phone comes first: it has seen nothing newer, and has nothing to give.
    phone = await comeBack(phone);
    expect(await titlesOn(phone, 1)).toEqual(['Before']);
    laptop = await comeBack(laptop);
    expect(await titlesOn(laptop, 2)).toEqual(['After', 'Before']);
    expect(await titlesOn(phone, 2)).toEqual(['After', 'Before']);

    await add(phone, 'From the phone');
    expect(await titlesOn(laptop, 3)).toEqual(['After', 'Before', 'From the phone']);
    for (const { client } of [laptop, phone]) expect(client.snapshot().alarm).toBeUndefined();
  });

  it('takes back a password that was changed after the backup, from the device that has it', async () => {
    const next = 'nine copper lanterns';
    const { config } = server.running.platform;
    const nowMs = server.nowMs();
    const file = join(folder, 'password.backup');
    await backUp(config, { file, withKeys: false, nowMs });
    await phone.client.account.lock();
    mustBeOk(await laptop.client.account.changePassword(password, next));
    await until(laptop.client, ({ entered }) => entered?.open?.sync.state === 'synced');
    await add(laptop, 'Under the new password');
    const passkey = { label: '', prf: new Uint8Array(32), credential: { id: 'AQID', transports: [] } };
    mustBeOk(await laptop.client.keyStorage.addPasskey(passkey));
    const { version } = mustBeOk(await laptop.client.keyStorage.read());
    // A device that saw the change as well, and has nothing to give.
    const tablet = await startDevice(server);
    mustBeOk(await tablet.client.account.signIn(email, next));
    await server.running.stop();
    await restore(config, { file, replace: true, nowMs });
    await server.restart();

    // The server knows the old password and the device the new one: neither opens, and nothing older is accepted.
    laptop = await laptop.restart();
    const { account } = laptop.client;
    expect(await account.unlock(next)).toMatchObject({ code: 'sign_in_failed' });
    expect(await account.unlock(password)).toMatchObject({ code: 'state_older_than_known' });
    expect(await account.givePasswordBack('not it', password)).toMatchObject({
      code: 'sign_in_failed',
      field: '/password',
    });
    expect(await account.givePasswordBack(next, 'not it')).toMatchObject({
      code: 'sign_in_failed',
      field: '/earlier',
    });
    expect(laptop.client.snapshot().phase).toBe('locked');

    mustBeOk(await account.givePasswordBack(next, password));
    const storage = mustBeOk(await laptop.client.keyStorage.read());
    expect(storage.version).toBeGreaterThan(version);
    // What the server lost of the passkey nobody else has: it has to be added again.
    expect(storage.methods.map(({ kind }) => kind)).toEqual(['password']);
    mustBeOk(await laptop.client.organization.enter('harbour'));
    expect(await titlesOn(laptop, 4)).toContain('Under the new password');

    // Everybody else goes on as after any change of a password, and the old one is good for nothing.
    const tabletAgain = await tablet.restart();
    mustBeOk(await tabletAgain.client.account.unlock(next));
    mustBeOk(await tabletAgain.client.organization.enter('harbour'));
    expect(await titlesOn(tabletAgain, 4)).toContain('Under the new password');
    phone = await phone.restart();
    expect(await phone.client.account.unlock(password)).toMatchObject({ code: 'sign_in_failed' });
    mustBeOk(await phone.client.account.unlock(next));
    mustBeOk(await phone.client.organization.enter('harbour'));
    expect(await titlesOn(phone, 4)).toContain('Under the new password');
    for (const { client } of [laptop, phone, tabletAgain]) expect(client.snapshot().alarm).toBeUndefined();
    expect(await account.givePasswordBack(next, next)).toMatchObject({ code: 'state_moved' });
    await tabletAgain.client.close();
  });

  /** Its session is over; what it keeps is not. The person types the password, as after every lock. */
  async function comeBack(device: Device): Promise<Device> {
    const again = await device.restart();
    mustBeOk(await again.client.account.unlock(password));
    mustBeOk(await again.client.organization.enter('harbour'));
    return again;
  }
});
