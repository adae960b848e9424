import { type Email, mustBeOk } from '@postern/core';
import { afterAll, beforeAll, expect } from 'vitest';
import { findAccountId } from '../apps/server/src/account/find-account-id.ts';
import { resetFactors } from '../apps/server/src/second-factor/reset-factors.ts';
import { startTestServer } from '../apps/server/test/support/test-server.ts';
import { until } from '../packages/client/test/people.ts';
import { memberOf, password, startPerson } from '../packages/client/test/team.ts';
import { noDeadEnd } from './harness/way-back.ts';
import {
  aMember,
  everything,
  type From,
  hasAuthenticator,
  look,
  madeCustodian,
  newPassword,
  Place,
  pair,
  printsSheet,
  type Somebody,
  theOwner,
} from './scene/somebody.ts';
import { beginAnew, deniedAt, invitedAgain, proveMailbox, recovers } from './scene/ways.ts';

let place: Place;
beforeAll(async () => {
  place = new Place(
    await startTestServer({ POSTERN_SIGNUP: 'open', POSTERN_TRUSTED_PROXIES: '127.0.0.1/32' }),
  );
});
afterAll(() => place.stop());

/** Every request comes from this address. */
const from =
  (address: string): NonNullable<From> =>
  (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('x-forwarded-for', address);
    return fetch(input, { ...init, headers });
  };
const hotel = from('198.51.100.9');
const exempted = { address: true, secondFactor: true };
const nothingMore = { address: true, secondFactor: false };

/** A sole owner whose organization lets in who comes from the office alone. */
async function listed() {
  const of = await place.organization();
  const owner = await theOwner(of);
  const { rules } = owner.desk.client.administration;
  mustBeOk(await rules.allowAddresses([{ range: '203.0.113.7', label: 'Office', untilMs: null }]));
  mustBeOk(await rules.allowAddresses([{ range: '127.0.0.1', label: 'Desk', untilMs: null }]));
  mustBeOk(await rules.set({ addressListOn: true }));
  return { of, owner };
}

/** A sole owner whose second factor is an authenticator that is gone. */
async function withAuthenticator() {
  const of = await place.organization();
  const owner = await theOwner(of);
  await hasAuthenticator(place, owner);
  return { of, owner };
}

noDeadEnd('both custodians', async () => {
  const of = await place.organization();
  const dana = await aMember(of, 'dana', { role: 'administrator' });
  await madeCustodian(of, dana);
  const owner = await theOwner(of, 1);
  const [mayas, danas] = [await beginAnew(of, owner.email), await proveMailbox(place, dana.email)];
  // Before the second of them goes on, she is asked for the kit: by then nobody else has keys to everything.
  expect(mustBeOk(await danas.client.forgotPassword.resume())).toMatchObject({
    organizations: [{ isLastCustodian: true, helpers: [], kit: { version: 1 } }],
  });
  mustBeOk(await danas.client.forgotPassword.startOver(newPassword));
  mustBeOk(await danas.client.organization.enter(of.address));
  expect(deniedAt(danas)).toBe('relink_required');
  // Nor is the first told to call her.
  expect(mustBeOk(await mayas.client.organization.enter(of.address)).denial).toMatchObject({
    code: 'recovery_code_or_invitation_required',
    params: { names: [] },
  });
  const denied = deniedAt(mayas);
  await recovers(mayas, of);
  const back: Somebody = { email: owner.email, desk: mayas };
  const restored = everything(owner.has, await look(mayas, owner.email, owner.has.passwords.length));
  // The device knows nothing but the kit: before it gives keys to others, its person looks who receives them.
  const { organization } = mayas.client;
  mustBeOk(await organization.confirmRecipients(mustBeOk(await organization.keyRecipients()).seq));
  mustBeOk(await danas.client.organization.enter(of.address));
  await invitedAgain(danas, of, dana.email, back);
  // A recovery leaves the owner as the only custodian; the other becomes one again.
  expect((await memberOf(mayas, dana.email)).custodian).toBe(false);
  await madeCustodian({ ...of, owner: back }, dana);
  await expect.poll(async () => (await memberOf(danas, dana.email)).custodian).toBe(true);
  everything({ ...dana.has, custodian: true }, await look(danas, dana.email, 2));
  return {
    denied: `${denied}; relink_required`,
    remedy: 'recovery code; then six words told to the owner',
    restored: `${restored}; and all of the other custodian`,
  };
});

noDeadEnd('off the list', async () => {
  const { of, owner } = await listed();
  const device = await place.device(hotel);
  mustBeOk(await device.client.account.signIn(owner.email, password));
  mustBeOk(await device.client.organization.enter(of.address));
  const denied = deniedAt(device);
  expect(denied).toBe('ip_not_allowed');
  await recovers(device, of, nothingMore);
  const restored = everything(owner.has, await look(device, owner.email, 2));
  return { denied, remedy: 'recovery code, this address for a day', restored };
});

noDeadEnd('no authenticator', async () => {
  const { of, owner } = await withAuthenticator();
  const device = await place.device();
  const step = mustBeOk(await device.client.account.signIn(owner.email, password));
  expect(step).toMatchObject({ kinds: ['totp'] });
  mustBeOk(await device.client.account.signInAtOwnersDoor());
  await recovers(device, of, exempted);
  const restored = everything(owner.has, await look(device, owner.email, 2));
  return { denied: 'second factor at sign-in', remedy: 'recovery code, second factors reset', restored };
});

noDeadEnd('off the list, password forgotten', async () => {
  const { of, owner } = await listed();
  const device = await beginAnew(of, owner.email, hotel);
  const denied = deniedAt(device);
  expect(denied).toBe('ip_not_allowed');
  await recovers(device, of, nothingMore);
  const restored = everything(owner.has, await look(device, owner.email, 2));
  return { denied, remedy: 'mailed code, new password; recovery code, this address for a day', restored };
});

for (const name of [
  'no authenticator, password forgotten',
  'off the list, no authenticator, password forgotten',
] as const) {
  const isAway = name.startsWith('off the list');
  noDeadEnd(name, async () => {
    const { of, owner } = await (isAway ? listed() : withAuthenticator());
    if (isAway) await hasAuthenticator(place, owner);
    const device = await proveMailbox(place, owner.email, isAway ? hotel : undefined);
    const { forgotPassword } = device.client;
    expect(mustBeOk(await forgotPassword.resume())).toMatchObject({ kind: 'second_factor' });
    mustBeOk(await forgotPassword.goOnWithoutFactor());
    expect(mustBeOk(await forgotPassword.startOver(newPassword))).toMatchObject({ scope: 'door' });
    await recovers(device, of, exempted);
    const restored = everything(owner.has, await look(device, owner.email, 2));
    return {
      denied: 'second factor at the reset',
      remedy: `mailed code, new password; recovery code, second factors reset${isAway ? ', this address for a day' : ''}`,
      restored,
    };
  });
}

noDeadEnd('phone with the authenticator', async () => {
  const of = await place.organization();
  const leo = await aMember(of, 'leo');
  const sheet = await printsSheet(leo);
  await pair(place, leo);
  await hasAuthenticator(place, leo);
  const device = await place.device();
  const { account, phone } = device.client;
  expect(mustBeOk(await account.signIn(leo.email, password))).toMatchObject({ kinds: ['totp'] });
  mustBeOk(await account.resetSecondFactors({ kind: 'qr', text: sheet }));
  const [lost] = mustBeOk(await phone.phones());
  if (lost === undefined) throw new Error('no phone is paired');
  mustBeOk(await phone.unpair(lost.method, password));
  mustBeOk(await device.client.organization.enter(of.address));
  return {
    denied: 'second factor at sign-in',
    remedy: 'the key sheet in place of it; the phone taken off the account',
    restored: everything(leo.has, await look(device, leo.email, 2)),
  };
});

noDeadEnd('authenticator, phone and password', async () => {
  const of = await place.organization();
  const noor = await aMember(of, 'noor');
  await hasAuthenticator(place, noor);
  const stopped = await proveMailbox(place, noor.email);
  expect(mustBeOk(await stopped.client.forgotPassword.resume())).toMatchObject({ kind: 'second_factor' });
  // What `postern reset-second-factor` does, once the operator knows who asks.
  const { db } = place.server.running.platform;
  await db.transaction(async (queries) => {
    const account = await findAccountId(queries, noor.email as Email);
    return account && resetFactors(queries, account);
  });
  const device = await beginAnew(of, noor.email);
  const denied = deniedAt(device);
  expect(denied).toBe('relink_required');
  await invitedAgain(device, of, noor.email, of.owner);
  return {
    denied: `second factor at the reset; ${denied}`,
    remedy: 'the operator takes the second factors off; then six words told to a custodian',
    restored: everything(noor.has, await look(device, noor.email, 2)),
  };
});

noDeadEnd('never set up', async () => {
  const elsewhere = new Place(await startTestServer({ POSTERN_SIGNUP: 'open' }));
  const { server } = elsewhere;
  const email = 'maya@harbour.example';
  const address = 'harbour';
  const desk = elsewhere.keep(await startPerson(server, email));
  mustBeOk(await desk.client.organization.create('Harbour', address));
  await desk.client.close();
  const device = await beginAnew({ place: elsewhere, address }, email);
  const denied = deniedAt(device);
  const { account } = device.client;
  mustBeOk(await account.beginAbandonment(address));
  mustBeOk(await account.confirmAbandonment(address, server.codeFor(email)));
  server.passMs(31 * 24 * 3_600_000);
  await server.restart();
  const again = await elsewhere.device();
  mustBeOk(await again.client.account.signIn(email, newPassword));
  await expect
    .poll(async () => (await again.client.organization.create('Harbour', address)).ok, { timeout: 20_000 })
    .toBe(true);
  mustBeOk(await again.client.organization.enter(address));
  await until(again.client, ({ entered }) => entered?.gate.denial?.code === 'setup_required');
  await elsewhere.stop();
  return {
    denied,
    remedy: 'given up with a mailed code, deleted after 30 days',
    restored: 'the address, for a new beginning; there was nothing in it',
  };
});
