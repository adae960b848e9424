import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AuthenticatorApp } from '../../../apps/server/test/support/authenticator-app.ts';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { type Device, startDevice } from './people.ts';
import { memberOf, newKit, password, startMember, startOwner } from './team.ts';

const address = 'northwind';
const founder = 'fay@northwind.example';
const email = 'maya@northwind.example';
const exempted = { address: false, secondFactor: true };

let server: TestServer;
let fay: Device;
let maya: Device;
/** Of the kit that Fay made as the owner. */
let code: string;
let idStart: string;
const devices: Device[] = [];

beforeAll(async () => {
  server = await startTestServer({ POSTERN_SIGNUP: 'open' });
  fay = await startOwner(server, founder, address);
  code = await newKit(fay, address);
  maya = await startMember(server, fay, email, {});
  idStart = mustBeOk(await fay.client.organization.evidence()).organization.slice(0, 12);
  const { secondFactor } = maya.client;
  const app = new AuthenticatorApp(mustBeOk(await secondFactor.beginTotp()).secretB32, server.nowMs);
  mustBeOk(await secondFactor.finishTotp('Phone', app.code()));
});
afterAll(async () => {
  for (const { client } of [fay, maya, ...devices]) await client.close();
  await server.stop();
});

/** Somebody with the password and a kit at the owner's door, with the organization identified and its history read. */
async function atDoor(kit: string) {
  const device = await startDevice(server);
  devices.push(device);
  const { account } = device.client;
  mustBeOk(await account.signIn(email, password));
  mustBeOk(await account.signInAtOwnersDoor());
  mustBeOk(await account.beginRecovery(address));
  mustBeOk(await account.identifyOrganization(idStart));
  return { device, view: mustBeOk(await account.readWithCode(kit)) };
}

it('takes no second factor off an account that was made the owner, and one of its own does', async () => {
  mustBeOk(await fay.client.administration.people.transferOwnership((await memberOf(fay, email)).id));
  const thief = await atDoor(code);
  expect(thief.view.organization?.kitMadeBy).toBe(founder);
  const { account } = thief.device.client;
  expect(mustBeOk(await account.recoverOrganization(code, exempted))).toEqual({ entered: false });
  expect(thief.device.client.snapshot()).toMatchObject({ door: { email } });
  expect(mustBeOk(await maya.client.secondFactor.list()).factors).toHaveLength(1);
  expect(server.mails.filter(({ subject }) => subject.includes('reset'))).toEqual([]);
  const again = await startDevice(server);
  devices.push(again);
  expect(mustBeOk(await again.client.account.signIn(email, password))).toBeDefined();

  // The new owner is led to a kit of her own, which weighs as much as it says.
  const { recoveryKey } = maya.client.administration;
  mustBeOk(await maya.client.organization.enter(address));
  expect(mustBeOk(await recoveryKey.read())).toMatchObject({ due: true, madeBy: founder });
  const own = await newKit(maya, address);
  const read = mustBeOk(await recoveryKey.read());
  expect(read).toMatchObject({ due: false });
  expect(read.madeBy).toBeUndefined();
  const back = await atDoor(own);
  expect(back.view.organization?.kitMadeBy).toBeUndefined();
  expect(mustBeOk(await back.device.client.account.recoverOrganization(own, exempted))).toEqual({
    entered: true,
  });
});
