import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { type Device, startDevice, until } from './people.ts';
import { newKit, startOwner } from './team.ts';

const address = 'northwind';
const email = 'maya@northwind.example';
const next = 'copper lantern 58 harbour';
const none = { address: false, secondFactor: false };

let server: TestServer;
const devices: Device[] = [];

beforeAll(async () => {
  server = await startTestServer({ POSTERN_SIGNUP: 'open' });
});
afterAll(async () => {
  for (const { client } of devices) await client.close();
  await server.stop();
});

it('goes on for an owner with keys made anew, here and elsewhere, after the answer was lost', async () => {
  const laptop = await startOwner(server, email, address);
  devices.push(laptop);
  const code = await newKit(laptop, address);
  const idStart = mustBeOk(await laptop.client.organization.evidence()).organization.slice(0, 12);
  let losing = false;
  const first = await startDevice(server, undefined, async (input, init) => {
    const answer = await fetch(input, init);
    if (losing && String(input).endsWith('/recover')) throw new TypeError('the line is cut');
    return answer;
  });
  devices.push(first);
  const { forgotPassword, account, organization } = first.client;
  mustBeOk(await forgotPassword.begin(email));
  mustBeOk(await forgotPassword.enterCode(email, server.codeFor(email)));
  mustBeOk(await forgotPassword.startOver(next));
  expect(mustBeOk(await organization.enter(address)).denial?.code).toBe('recovery_code_required');
  mustBeOk(await account.beginRecovery(address));
  mustBeOk(await account.identifyOrganization(idStart));
  losing = true;
  expect(await account.recoverOrganization(code, none)).toMatchObject({ code: 'server_unreachable' });
  losing = false;

  // The gate would let the owner in, and the account's state knows of nothing: the kit is the way on, on every device.
  const other = await startDevice(server);
  devices.push(other);
  mustBeOk(await other.client.account.signIn(email, next));
  for (const { client } of [first, other]) {
    expect(await client.organization.enter(address)).toMatchObject({ code: 'recovery_interrupted' });
    expect(mustBeOk(await client.account.openOwnersDoor(address))).toEqual({ state: 'unfinished' });
    expect(client.snapshot().alarm).toBeUndefined();
  }
  mustBeOk(await other.client.account.beginRecovery(address));
  mustBeOk(await other.client.account.identifyOrganization(idStart));
  expect(mustBeOk(await other.client.account.recoverOrganization(code, none))).toEqual({ entered: true });
  expect(mustBeOk(await other.client.account.openOwnersDoor(address))).toEqual({ state: 'inside' });
  mustBeOk(await organization.enter(address));
  await until(first.client, ({ entered }) => entered?.open?.isOwner === true);
});
