import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AuthenticatorApp } from '../../../apps/server/test/support/authenticator-app.ts';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { readTextOfOwnPdf } from '../src/paper/own-pdf.ts';
import { type Device, startDevice, until } from './people.ts';
import { addEntry, memberOf, password, startMember, startOwner, startPerson } from './team.ts';

const address = 'northwind';
const next = 'copper lantern 58 harbour';

let server: TestServer;
/** Maya's: she owns the organization. */
let laptop: Device;
const devices: Device[] = [];

async function device(): Promise<Device> {
  const started = await startDevice(server);
  devices.push(started);
  return started;
}
async function member(email: string): Promise<Device> {
  const started = await startMember(server, laptop, email);
  devices.push(started);
  return started;
}
beforeAll(async () => {
  server = await startTestServer({ POSTERN_SIGNUP: 'open' });
  laptop = await startOwner(server, 'maya@northwind.example', address);
  devices.push(laptop);
});
afterAll(async () => {
  for (const { client } of devices) await client.close();
  await server.stop();
});
/** Later than every limit of the test before. */
beforeEach(() => server.passMs(3600_000));

/** Somebody who forgot the password, with the mailed code entered. */
async function forgot(on: Device, email: string) {
  const { forgotPassword } = on.client;
  mustBeOk(await forgotPassword.begin(email));
  return mustBeOk(await forgotPassword.enterCode(email, await server.codeFor(email)));
}
/** A key sheet that counts; what its QR code says. */
async function newSheet({ client }: Device): Promise<string> {
  mustBeOk(await client.account.confirmIdentity(password));
  const text = await readTextOfOwnPdf(mustBeOk(await client.keyStorage.makeSheet()).pdf);
  if (text === undefined) throw new Error('the sheet carries no text');
  mustBeOk(await client.keyStorage.confirmSheet(text, password));
  return text;
}
/** An entry in one's own vault. */
async function keepSecret(on: Device, title: string) {
  const { entered } = await until(on.client, (snapshot) =>
    Boolean(snapshot.entered?.open?.vaults.some(({ kind }) => kind === 'personal')),
  );
  const vault = entered?.open?.vaults.find(({ kind }) => kind === 'personal');
  if (vault === undefined) throw new Error('no vault of one’s own');
  await addEntry(on, vault.id, title);
}
const titles = async (on: Device) => {
  mustBeOk(await on.client.organization.enter(address));
  await until(on.client, ({ entered }) => Boolean(entered?.open && entered.open.counts.all > 0));
  return (await on.client.vault.listEntries({ kind: 'all' }, '')).map(({ title }) => title);
};
const mailed = (email: string) => server.mails.filter(({ to }) => to === email).map(({ subject }) => subject);
const logged = async ({ client }: Device) =>
  mustBeOk(await client.account.accessLog()).map(({ kind }) => kind);

describe('an address that nobody has', () => {
  it('is answered like any other, told by mail alone, and limited alike', async () => {
    const { forgotPassword } = (await device()).client;
    const somebody = 'otto@northwind.example';
    await startPerson(server, somebody).then((one) => devices.push(one));
    for (const email of ['nobody@northwind.example', somebody]) {
      expect(await forgotPassword.begin(email)).toEqual({ ok: true, value: undefined });
      const wrong = [];
      for (let at = 0; at < 6; at++) wrong.push(await forgotPassword.enterCode(email, '000 000'));
      expect(wrong).toMatchObject([
        { code: 'code_wrong', params: { attemptsLeft: 4 } },
        { code: 'code_wrong', params: { attemptsLeft: 3 } },
        { code: 'code_wrong', params: { attemptsLeft: 2 } },
        { code: 'code_wrong', params: { attemptsLeft: 1 } },
        { code: 'too_many_attempts' },
        { code: 'too_many_attempts' },
      ]);
      for (let at = 1; at < 6; at++) mustBeOk(await forgotPassword.begin(email));
      expect(await forgotPassword.begin(email)).toMatchObject({
        code: 'rate_limited',
        params: { retryAfterSeconds: expect.any(Number) },
      });
    }
    expect(mailed('nobody@northwind.example')).toContain('There is no Postern account with this address');
  });
});

describe('with a way to the keys left', () => {
  it('nothing is lost: the sheet brings them back, and the old password is over', async () => {
    const ines = await member('ines@northwind.example');
    await keepSecret(ines, 'Harbour office');
    const sheet = await newSheet(ines);

    const phone = await device();
    const step = await forgot(phone, 'ines@northwind.example');
    expect(step).toMatchObject({
      kind: 'keys',
      atDoor: false,
      hasKeys: false,
      methods: [{ kind: 'qr' }],
      organizations: [{ address, role: 'member', need: 'invitation', helpers: ['maya@northwind.example'] }],
    });
    const { forgotPassword } = phone.client;
    expect(await forgotPassword.finish(next)).toMatchObject({ code: 'ticket_expired' });
    expect(await forgotPassword.openWith({ kind: 'qr', text: 'hello' })).toMatchObject({
      code: 'sheet_code_wrong',
    });
    expect(mustBeOk(await forgotPassword.openWith({ kind: 'qr', text: sheet }))).toMatchObject({
      hasKeys: true,
    });
    expect(await forgotPassword.finish('short')).toMatchObject({ code: 'password_too_weak' });
    expect(mustBeOk(await forgotPassword.finish(next))).toMatchObject({ scope: 'full' });
    expect(await titles(phone)).toEqual(['Harbour office']);
    expect(phone.client.snapshot().waitingGeneration).toBeUndefined();
    expect(await logged(phone)).toEqual(expect.arrayContaining(['password_reset', 'key_method_used']));

    // The laptop was signed out, and its copy is of a secret that is no more.
    await until(ines.client, ({ phase }) => phase === 'locked');
    expect(await ines.client.account.unlock(password)).toMatchObject({ code: 'sign_in_failed' });
    mustBeOk(await ines.client.account.unlock(next));
    expect(await titles(ines)).toEqual(['Harbour office']);
    // The sheet still opens, and the ticket is used up.
    expect(mustBeOk(await forgotPassword.resume())).toBeUndefined();
    const again = await device();
    await forgot(again, 'ines@northwind.example');
    expect(mustBeOk(await again.client.forgotPassword.openWith({ kind: 'qr', text: sheet }))).toMatchObject({
      hasKeys: true,
    });
  });
});

describe('without any', () => {
  it('a stolen mailbox cuts nobody off: the device of before works on, is told, and refuses', async () => {
    const noor = await member('noor@northwind.example');
    await keepSecret(noor, 'Bonded store');
    const thief = await device();
    await forgot(thief, 'noor@northwind.example');
    const done = mustBeOk(await thief.client.forgotPassword.startOver(next));
    expect(done).toMatchObject({ scope: 'full', organizations: [{ address }] });
    expect(mustBeOk(await thief.client.organization.enter(address))).toMatchObject({
      denial: { code: 'relink_required' },
    });
    await until(thief.client, ({ waitingGeneration }) => waitingGeneration?.isOwn === true);
    expect(mustBeOk(await thief.client.forgotPassword.closedOrganizations())).toMatchObject([{ address }]);
    expect(mailed('maya@northwind.example')).toContain('A member of your organization lost their keys');

    // Signed out everywhere; her password opens her own copy, and signs in as the one of before.
    await until(noor.client, ({ phase }) => phase === 'locked');
    mustBeOk(await noor.client.account.unlock(password));
    expect(await titles(noor)).toEqual(['Bonded store']);
    await until(noor.client, ({ waitingGeneration }) => waitingGeneration?.isOwn === false);
    // A device that is new can do it as well, if asked to.
    const tablet = await device();
    const { account } = tablet.client;
    expect(await account.signIn('noor@northwind.example', password)).toMatchObject({
      code: 'sign_in_failed',
    });
    mustBeOk(await account.signIn('noor@northwind.example', password, 'former'));
    expect(await titles(tablet)).toEqual(['Bonded store']);

    expect(mustBeOk(await noor.client.forgotPassword.refuseWaiting())).toEqual({ untold: [] });
    expect(noor.client.snapshot().waitingGeneration).toBeUndefined();
    await until(thief.client, ({ phase }) => phase === 'locked');
    expect(await thief.client.account.unlock(next)).toMatchObject({ code: 'sign_in_failed' });
    expect(await logged(noor)).toEqual(expect.arrayContaining(['generation_begun', 'generation_refused']));
    mustBeOk(await (await device()).client.account.signIn('noor@northwind.example', password));
    // Nothing waits any more, so that password is the newest and not the one of before.
    expect(
      await (await device()).client.account.signIn('noor@northwind.example', password, 'former'),
    ).toMatchObject({ code: 'sign_in_failed' });
    // Whose device it was before and is again may sign in there, too.
    mustBeOk(await thief.client.account.unlock(password));
  });

  it('the new keys are in force once no organization knows others', async () => {
    const pia = await member('pia@northwind.example');
    const phone = await device();
    await forgot(phone, 'pia@northwind.example');
    mustBeOk(await phone.client.forgotPassword.startOver(next));
    mustBeOk(await laptop.client.organization.enter(address));
    const { id } = await memberOf(laptop, 'pia@northwind.example');
    mustBeOk(await laptop.client.administration.people.remove([id]));
    await until(pia.client, ({ phase }) => phase === 'locked');
    await expect.poll(async () => (await logged(phone)).includes('generation_taken')).toBe(true);
    expect(await pia.client.account.unlock(password)).toMatchObject({ code: 'sign_in_failed' });
    mustBeOk(await pia.client.account.unlock(next));
  });

  it('an account that is in no organization has nothing to wait for', async () => {
    const quinn = await startPerson(server, 'quinn@northwind.example');
    devices.push(quinn);
    const phone = await device();
    expect(await forgot(phone, 'quinn@northwind.example')).toMatchObject({ organizations: [] });
    mustBeOk(await phone.client.forgotPassword.startOver(next));
    expect(await logged(phone)).toContain('generation_taken');
    mustBeOk(await quinn.client.account.unlock(next));
    expect(await quinn.client.account.unlock(password)).toMatchObject({ ok: false });
  });
});

describe('a second factor', () => {
  it('is asked for after the code; without it there is the owner’s door and nothing else', async () => {
    const email = 'rosa@northwind.example';
    const rosa = await startPerson(server, email);
    devices.push(rosa);
    const { secondFactor } = rosa.client;
    mustBeOk(await rosa.client.account.confirmIdentity(password));
    const app = new AuthenticatorApp(mustBeOk(await secondFactor.beginTotp()).secretB32, server.nowMs);
    mustBeOk(await secondFactor.finishTotp('Phone', app.code()));
    server.passMs(60_000);

    const phone = await device();
    const { forgotPassword } = phone.client;
    expect(await forgot(phone, email)).toMatchObject({ kind: 'second_factor', kinds: ['totp'] });
    expect(await forgotPassword.startOver(next)).toMatchObject({ ok: false });
    expect(await forgotPassword.giveFactor({ kind: 'totp', code: '000000' })).toMatchObject({
      code: 'second_factor_wrong',
    });
    // What was proven outlives a reload.
    const reloaded = await phone.restart();
    devices.push(reloaded);
    expect(mustBeOk(await reloaded.client.forgotPassword.resume())).toMatchObject({ kind: 'second_factor' });
    const given = await reloaded.client.forgotPassword.giveFactor({ kind: 'totp', code: app.code() });
    expect(mustBeOk(given)).toMatchObject({ kind: 'keys', atDoor: false });

    const other = await device();
    await forgot(other, email);
    expect(mustBeOk(await other.client.forgotPassword.goOnWithoutFactor())).toMatchObject({ atDoor: true });
    expect(mustBeOk(await other.client.forgotPassword.startOver(next))).toMatchObject({ scope: 'door' });
    expect(other.client.snapshot()).toMatchObject({ phase: 'signed-out', door: { email } });
  });
});
