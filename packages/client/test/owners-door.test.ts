import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuthenticatorApp } from '../../../apps/server/test/support/authenticator-app.ts';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { type Device, startDevice } from './people.ts';
import { password, startMember, startOwner } from './team.ts';

const address = 'northwind';
const email = 'maya@northwind.example';

let server: TestServer;
let laptop: Device;
let dana: Device;
const devices: Device[] = [];
beforeAll(async () => {
  server = await startTestServer();
  laptop = await startOwner(server, email, address);
  dana = await startMember(server, laptop, 'dana@northwind.example', { role: 'administrator' });
  const { secondFactor } = laptop.client;
  const app = new AuthenticatorApp(mustBeOk(await secondFactor.beginTotp()).secretB32, server.nowMs);
  mustBeOk(await secondFactor.finishTotp('Phone', app.code()));
});
afterAll(async () => {
  for (const { client } of [laptop, dana, ...devices]) await client.close();
  await server.stop();
});

/** A device that has proven the password of an account and stands before its second factor. */
async function beforeFactor(): Promise<Device> {
  const phone = await startDevice(server);
  devices.push(phone);
  expect(mustBeOk(await phone.client.account.signIn(email, password))).toMatchObject({
    kind: 'second_factor',
  });
  return phone;
}

describe('a new device of an owner who has lost the second factor', () => {
  it('stands at the door with no key open, and asks nothing of the server but the door', async () => {
    const phone = await beforeFactor();
    const { account } = phone.client;
    const before = phone.sent.length;
    mustBeOk(await account.signInAtOwnersDoor());
    expect(phone.client.snapshot()).toMatchObject({
      phase: 'signed-out',
      account: undefined,
      door: { email, addresses: [] },
    });
    const view = mustBeOk(await account.openOwnersDoor(address));
    expect(view).toMatchObject({
      state: 'open',
      knownBy: 'server',
      rules: [],
      kit: { version: 1, fileName: 'Postern recovery kit … northwind v1.pdf' },
      people: [{ email: 'dana@northwind.example', managesMembers: true }],
    });
    const asked = phone.sent.slice(before).map((line) => line.split('/api/')[1]?.split(' ')[0]);
    expect(asked).toEqual(['account/sign-in/owners-door', 'account/session', 'gate/northwind/owners-door']);
    expect(await account.openOwnersDoor('nobody-has')).toMatchObject({ code: 'sign_in_required' });
    expect(phone.client.snapshot().door).toBeUndefined();
    expect(await account.signInAtOwnersDoor()).toMatchObject({ code: 'ticket_expired' });
  });

  it('leaves the door as it came, and the session is over', async () => {
    const phone = await beforeFactor();
    const { account } = phone.client;
    mustBeOk(await account.signInAtOwnersDoor());
    await account.leaveOwnersDoor();
    expect(phone.client.snapshot().door).toBeUndefined();
    expect(await account.openOwnersDoor(address)).toMatchObject({ code: 'sign_in_required' });
  });
});

describe('a device that has verified the ledger', () => {
  it('goes by it at the door, locked and with its session over', async () => {
    const { account } = laptop.client;
    const [current] = mustBeOk(await account.sessions()).filter((session) => session.current);
    if (current === undefined) throw new Error('no session');
    mustBeOk(await account.revokeSession(current.session));
    await account.lock();
    expect(mustBeOk(await account.unlock(password))).toMatchObject({ kind: 'second_factor' });
    mustBeOk(await account.signInAtOwnersDoor());
    expect(laptop.client.snapshot()).toMatchObject({ phase: 'locked', door: { addresses: [address] } });
    const view = mustBeOk(await account.openOwnersDoor(address));
    expect(view).toMatchObject({
      state: 'open',
      knownBy: 'device',
      kit: { fileName: 'Postern recovery kit Northwind northwind v1.pdf' },
      people: [{ email: 'dana@northwind.example' }],
    });
  });

  it('believes no server that calls a member the owner', async () => {
    const { account } = dana.client;
    expect(mustBeOk(await account.openOwnersDoor(address))).toEqual({ state: 'inside' });
    dana.between((path, answer) =>
      path.endsWith('/owners-door')
        ? {
            opened: true,
            organization: answer.gate.organization,
            rules: ['mfa_required'],
            kit: { version: 1, madeAtMs: 0 },
            people: [],
            morePeople: 0,
          }
        : answer,
    );
    expect(mustBeOk(await account.openOwnersDoor(address))).toEqual({ state: 'doubted' });
    dana.between(undefined);
  });
});
