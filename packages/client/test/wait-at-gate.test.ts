import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { confirmKit, type Device, signUp, startDevice, until } from './people.ts';
import { invite } from './team.ts';

const email = 'maya@northwind.example';
const password = 'granite orchard 47 lantern';

let server: TestServer;
let laptop: Device;
let phone: Device;
beforeAll(async () => {
  server = await startTestServer({ POSTERN_SIGNUP: 'open' });
  laptop = await startDevice(server);
  phone = await startDevice(server);
  await signUp(server, laptop, email, password);
  mustBeOk(await laptop.client.organization.create('Northwind Shipping', 'northwind'));
  await confirmKit(laptop, 'northwind');
  mustBeOk(await phone.client.account.signIn(email, password));
});
afterAll(async () => {
  await laptop.client.close();
  await phone.client.close();
  await server.stop();
});

const denialOf = (device: Device) => device.client.snapshot().entered?.gate.denial?.code;
const isInside = (device: Device) => until(device.client, ({ entered }) => entered?.open !== undefined);
/** The phone's sign-in becomes older than the organization accepts, the laptop's is renewed. */
async function refusePhone() {
  server.passMs(20 * 60_000);
  mustBeOk(await laptop.client.account.confirmIdentity(password));
  mustBeOk(await laptop.client.organization.changeSettings({ sessionAgeMinutes: 15 }));
  await until(phone.client, ({ entered }) => entered?.gate.allowed === false);
  expect(denialOf(phone)).toBe('reauthentication_required');
}

it('lets a refused device in by itself once the rule that refused it is gone', async () => {
  mustBeOk(await phone.client.organization.enter('northwind'));
  await isInside(phone);
  await refusePhone();
  const asked = phone.sent.length;
  mustBeOk(await laptop.client.organization.changeSettings({ sessionAgeMinutes: 10_080 }));
  await isInside(phone);
  expect(phone.client.snapshot().entered?.gate.allowed).toBe(true);
  // It listened to the gate: it did not ask in a loop.
  const questions = phone.sent.slice(asked).filter((sent) => /^GET .*\/api\/gate\/northwind /.test(sent));
  expect(questions.length).toBeLessThanOrEqual(2);
});

it('asks again when somebody looks at the page again, and stops with the lock', async () => {
  await refusePhone();
  phone.offline(true);
  // Being cut off lets nobody in who was refused.
  expect(await phone.client.organization.enter('northwind')).toMatchObject({ code: 'server_unreachable' });
  expect(phone.client.snapshot().entered?.open).toBeUndefined();
  mustBeOk(await laptop.client.organization.changeSettings({ sessionAgeMinutes: 10_080 }));
  phone.offline(false);
  phone.client.wake();
  await isInside(phone);

  await refusePhone();
  await phone.client.account.lock();
  const asked = phone.sent.length;
  mustBeOk(await laptop.client.organization.changeSettings({ sessionAgeMinutes: 10_080 }));
  mustBeOk(await laptop.client.organization.enter('northwind'));
  expect(phone.sent.slice(asked)).toEqual([]);
});

it('lets a stranger wait without asking in a loop, and in as soon as they have joined', async () => {
  const stranger = await startDevice(server);
  try {
    await signUp(server, stranger, 'noa@elsewhere.example', password);
    mustBeOk(await stranger.client.organization.enter('northwind'));
    expect(denialOf(stranger)).toBe('invitation_required');
    for (let turn = 0; turn < 40; turn++) mustBeOk(await stranger.client.account.sessions());
    // They stay where they are: one line, and the question that comes with it.
    const sent = (part: string) =>
      stranger.sent.filter((line) => line.includes(`/api/gate/northwind${part}`));
    expect(sent('/changes')).toHaveLength(1);
    expect(sent(' ').length).toBeLessThanOrEqual(2);

    // Whoever joins while they wait is inside without asking for it, on every device.
    const tablet = await startDevice(server);
    mustBeOk(await tablet.client.account.signIn('noa@elsewhere.example', password));
    mustBeOk(await tablet.client.organization.enter('northwind'));
    mustBeOk(await laptop.client.organization.enter('northwind'));
    const { link } = await invite(laptop, 'noa@elsewhere.example');
    await until(stranger.client, ({ entered }) => entered?.gate.denial?.code === 'invitation_pending');
    mustBeOk(await stranger.client.administration.invitations.accept(link));
    await Promise.all([isInside(stranger), isInside(tablet)]);
    await tablet.client.close();
  } finally {
    await stranger.client.close();
  }
});
