import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { confirmKit, type Device, signUp, startDevice, until } from './people.ts';

const email = 'ines@harbour.example';
const password = 'a long first passphrase';
const nextPassword = 'a longer second passphrase';

let server: TestServer;
let laptop: Device;
let phone: Device;
beforeAll(async () => {
  server = await startTestServer();
  laptop = await startDevice(server);
  phone = await startDevice(server);
  await signUp(server, laptop, email, password);
  mustBeOk(await laptop.client.organization.create('Harbour', 'harbour'));
  mustBeOk(await laptop.client.organization.enter('harbour'));
  await confirmKit(laptop, 'harbour');
  mustBeOk(await phone.client.account.signIn(email, password));
  mustBeOk(await phone.client.organization.enter('harbour'));
});
afterAll(async () => {
  await laptop.client.close();
  await phone.client.close();
  await server.stop();
});

describe('Ines’s keys', () => {
  it('close on locking and open again without the server', async () => {
    await laptop.client.account.lock();
    expect(laptop.client.snapshot()).toMatchObject({
      phase: 'locked',
      organizations: [],
      entered: undefined,
    });
    expect(await laptop.client.organization.enter('harbour')).toMatchObject({ code: 'locked' });
    laptop.offline(true);
    expect(await laptop.client.account.unlock('not her passphrase')).toMatchObject({
      code: 'sign_in_failed',
    });
    mustBeOk(await laptop.client.account.unlock(password));
    const gate = mustBeOk(await laptop.client.organization.enter('harbour'));
    expect(gate.allowed).toBe(true);
    expect(laptop.client.snapshot()).toMatchObject({ phase: 'open', online: false });
    expect(laptop.client.snapshot().entered?.open?.name).toBe('Harbour');
    laptop.offline(false);
    laptop.client.wake();
    await until(laptop.client, ({ online }) => online);
  });

  it('survive a reload of the page: locked first, then open with the same replica', async () => {
    const reloaded = await laptop.restart();
    expect(reloaded.client.snapshot()).toMatchObject({ phase: 'locked', account: { email } });
    mustBeOk(await reloaded.client.account.unlock(password));
    mustBeOk(await reloaded.client.organization.enter('harbour'));
    // Nothing verified before is read again from the start.
    expect(reloaded.sent.filter((line) => line.includes('ledger?from=0'))).toEqual([]);
    laptop = reloaded;
  });

  it('open under a new password; other devices lock, and the old password opens nothing', async () => {
    expect(await laptop.client.account.changePassword('not her passphrase', nextPassword)).toMatchObject({
      code: 'sign_in_failed',
    });
    const changed = mustBeOk(await laptop.client.account.changePassword(password, nextPassword));
    expect(changed.endedSessions).toBeGreaterThanOrEqual(1);
    expect(laptop.client.snapshot()).toMatchObject({ phase: 'open', alarm: undefined });
    expect(laptop.client.snapshot().entered?.open?.name).toBe('Harbour');
    expect(mustBeOk(await laptop.client.keyStorage.read())).toMatchObject({ version: 2 });
    await until(phone.client, ({ phase }) => phase === 'locked');
    expect(await phone.client.account.unlock(password)).toMatchObject({ code: 'sign_in_failed' });
    mustBeOk(await phone.client.account.unlock(nextPassword));
    mustBeOk(await phone.client.organization.enter('harbour'));
    expect(phone.client.snapshot().entered?.open?.name).toBe('Harbour');

    const again = await laptop.restart();
    expect(await again.client.account.unlock(password)).toMatchObject({ code: 'sign_in_failed' });
    again.offline(true);
    mustBeOk(await again.client.account.unlock(nextPassword));
    mustBeOk(await again.client.organization.enter('harbour'));
    expect(again.client.snapshot().entered?.open?.name).toBe('Harbour');
    again.offline(false);
    laptop = again;
  });

  it('close at once on a device whose session is ended from another', async () => {
    const sessions = mustBeOk(await phone.client.account.sessions());
    const others = sessions.filter((one) => !one.current);
    expect(others.length).toBeGreaterThanOrEqual(1);
    laptop.client.wake();
    await until(laptop.client, ({ entered }) => entered?.open !== undefined);
    for (const { session } of others) mustBeOk(await phone.client.account.revokeSession(session));
    await until(laptop.client, ({ phase }) => phase === 'locked');
    mustBeOk(await laptop.client.account.unlock(nextPassword));
    expect(laptop.client.snapshot().phase).toBe('open');
  });

  it('leave nothing on a device that signs out', async () => {
    await phone.client.account.signOut();
    expect(phone.client.snapshot()).toMatchObject({ phase: 'signed-out', account: undefined });
    expect(await phone.store.names('')).toEqual([]);
    const log = mustBeOk(await laptop.client.account.accessLog());
    expect(log.map((record) => record.kind)).toEqual(
      expect.arrayContaining(['sign_in', 'sign_out', 'password_changed', 'session_revoked']),
    );
  });

  it('keep the account while it owns an organization', async () => {
    expect(await laptop.client.account.beginDeletion()).toMatchObject({
      code: 'owns_organization',
      params: { organizations: ['harbour'] },
    });
  });

  it('are nowhere in what the device keeps or sends in a readable form', async () => {
    const kept = (await laptop.store.range('')).map(
      ([name, bytes]) => name + Buffer.from(bytes).toString('latin1'),
    );
    const everything = [...kept, ...laptop.sent].join('\n');
    expect(everything).not.toContain(password);
    expect(everything).not.toContain(nextPassword);
    expect(kept.join('\n')).not.toContain('Harbour');
  });
});
