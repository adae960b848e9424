import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { confirmKit, type Device, signUp, startDevice } from './people.ts';
import { memberOf, password, startMember } from './team.ts';

const minuteMs = 60_000;
const email = (name: string) => `${name}@harbour.example`;

let server: TestServer;
let maya: Device;
let others: readonly Device[];
beforeAll(async () => {
  server = await startTestServer();
  maya = await startDevice(server, undefined, undefined, { nowMs: server.nowMs });
  await signUp(server, maya, email('maya'), password);
  mustBeOk(await maya.client.organization.create('Harbour', 'harbour'));
  mustBeOk(await maya.client.organization.enter('harbour'));
  await confirmKit(maya, 'harbour');
  others = [await startMember(server, maya, email('leo')), await startMember(server, maya, email('ines'))];
});
afterAll(async () => {
  for (const { client } of [maya, ...others]) await client.close();
  await server.stop();
});

/** Time passes, which locks a device, and Maya goes on. */
async function later(minutes: number): Promise<void> {
  server.passMs(minutes * minuteMs);
  if (maya.client.snapshot().phase === 'locked') mustBeOk(await maya.client.account.unlock(password));
  mustBeOk(await maya.client.organization.enter('harbour'));
}

it('the end of a membership is written down by who manages members next, once no clock doubts it', async () => {
  const { people } = maya.client.administration;
  const leo = (await memberOf(maya, email('leo'))).id;
  const ines = (await memberOf(maya, email('ines'))).id;
  const written = async () =>
    mustBeOk(await people.history(leo)).filter(({ type }) => type === 'expire').length;
  mustBeOk(await people.setEnd([leo], server.nowMs() + minuteMs));

  await later(5);
  expect((await memberOf(maya, email('leo'))).status).toBe('expired');
  mustBeOk(await people.setRole([ines], 'administrator'));
  expect(await written()).toBe(0);

  await later(10);
  mustBeOk(await people.setRole([ines], 'member'));
  expect(await written()).toBe(1);
  mustBeOk(await people.setRole([ines], 'administrator'));
  expect(await written()).toBe(1);

  mustBeOk(await people.setEnd([leo], null));
  expect((await memberOf(maya, email('leo'))).status).toBe('active');
});
