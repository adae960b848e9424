import { recoverOrganization } from '@postern/contract';
import { mustBeOk, toBase64Url } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuthenticatorApp } from '../../../apps/server/test/support/authenticator-app.ts';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { type Device, startDevice, until } from './people.ts';
import {
  addEntry,
  password as firstPassword,
  memberOf,
  newKit,
  startMember,
  startOwner,
  startPerson,
} from './team.ts';

const address = 'northwind';
const email = 'maya@northwind.example';
let password = firstPassword;
const exempted = { address: true, secondFactor: true };

let server: TestServer;
let laptop: Device;
let dana: Device;
/** The kit that counts, and the one before it. */
let code: string;
let earlier: string;
/** As the kit prints it. */
let idStart: string;
const devices: Device[] = [];

beforeAll(async () => {
  server = await startTestServer({ POSTERN_SIGNUP: 'open' });
  laptop = await startOwner(server, email, address);
  earlier = await newKit(laptop, address);
  idStart = mustBeOk(await laptop.client.organization.evidence()).organization.slice(0, 12);
  dana = await startMember(server, laptop, 'dana@northwind.example', { role: 'administrator' });
  mustBeOk(
    await laptop.client.administration.people.addCustodian(
      (await memberOf(laptop, 'dana@northwind.example')).id,
    ),
  );
  await keepSecrets(laptop);
  await keepSecrets(dana);
  mustBeOk(await laptop.client.administration.groups.create('Night shift', []));
  code = await newKit(laptop, address);
  const { secondFactor } = laptop.client;
  const app = new AuthenticatorApp(mustBeOk(await secondFactor.beginTotp()).secretB32, server.nowMs);
  mustBeOk(await secondFactor.finishTotp('Phone', app.code()));
});
afterAll(async () => {
  for (const { client } of [laptop, dana, ...devices]) await client.close();
  await server.stop();
});

/** An entry in one's own vault. */
async function keepSecrets(device: Device) {
  const snapshot = await until(device.client, ({ entered }) =>
    Boolean(entered?.open?.vaults.some(({ kind }) => kind === 'personal')),
  );
  const vault = snapshot.entered?.open?.vaults.find(({ kind }) => kind === 'personal');
  if (vault === undefined) throw new Error('no vault');
  return addEntry(device, vault.id, `of ${device.client.snapshot().account?.email}`);
}

/** A new device of the owner that has lost the second factor, at the door. */
async function atDoor(): Promise<Device> {
  const phone = await startDevice(server);
  devices.push(phone);
  mustBeOk(await phone.client.account.signIn(email, password));
  mustBeOk(await phone.client.account.signInAtOwnersDoor());
  return phone;
}

describe('a code that is not the one', () => {
  it('is named: mistyped, of another kit, of another organization', async () => {
    const { account } = (await atDoor()).client;
    const view = mustBeOk(await account.beginRecovery(address));
    expect(view).toMatchObject({ identified: false, lostFactor: true, kit: { version: 3 } });
    expect(view.organization).toBeUndefined();

    // Before the kit has said which organization it is for, no code is taken.
    expect(await account.recoverOrganization(code, exempted)).toMatchObject({
      code: 'recovery_kit_of_other',
    });
    expect(await account.identifyOrganization('AAAAAAAA')).toMatchObject({ code: 'recovery_kit_of_other' });
    expect(await account.identifyOrganization(idStart.slice(0, 11))).toMatchObject({ ok: false });
    expect(await account.readWithCode(code)).toMatchObject({ code: 'recovery_kit_of_other' });
    // What is known before the code was typed is which kit counts, and no more.
    const known = mustBeOk(await account.identifyOrganization(idStart));
    expect(known).toMatchObject({ identified: true, kit: { version: 3 } });
    expect(known.organization).toBeUndefined();

    const wrongGroup =
      `${code.slice(0, 7)}0${code.slice(8)}` === code
        ? `${code.slice(0, 7)}1${code.slice(8)}`
        : `${code.slice(0, 7)}0${code.slice(8)}`;
    expect(await account.checkRecoveryCode(wrongGroup)).toMatchObject({
      code: 'recovery_code_group',
      params: { group: 2 },
    });
    expect(await account.recoverOrganization(earlier, exempted)).toMatchObject({
      code: 'recovery_kit_old',
      params: { kitVersion: 2, currentVersion: 3 },
    });
    const other = await startOwner(server, 'noor@globex.example', 'globex');
    devices.push(other);
    const foreign = [await newKit(other, 'globex'), await newKit(other, 'globex')];
    const newer = await newKit(other, 'globex');
    const expected = [
      [foreign[0] ?? '', 'recovery_kit_old'],
      [foreign[1] ?? '', 'recovery_code_other'],
      [newer, 'recovery_kit_unknown'],
    ] as const;
    for (const [one, named] of expected) {
      expect(await account.recoverOrganization(one, exempted)).toMatchObject({ code: named });
    }
    const read = mustBeOk(await account.readWithCode(code));
    expect(read.organization).toMatchObject({ name: 'Northwind', custodians: ['dana@northwind.example'] });
    // With the history at hand, all of them are told apart.
    expect(await account.readWithCode(earlier)).toMatchObject({ code: 'recovery_kit_old' });
    expect(await account.recoverOrganization(foreign[0] ?? '', exempted)).toMatchObject({
      code: 'recovery_code_other',
    });
    expect(await account.recoverOrganization(earlier, exempted)).toMatchObject({
      code: 'recovery_kit_old',
      params: { kitMadeAtMs: expect.any(Number) },
    });
  });

  it('is of no use to whoever is not the owner', async () => {
    const { account } = dana.client;
    const before = server.mails.length;
    expect(await account.beginRecovery(address)).toMatchObject({ code: 'recovery_denied' });
    expect(await account.beginRecovery('nobody-has-this')).toMatchObject({ code: 'recovery_denied' });
    const told = server.mails
      .slice(before)
      .filter(({ subject }) => subject.startsWith('Somebody tried the recovery'));
    expect(told.map(({ to }) => to).sort()).toEqual(['dana@northwind.example', email]);
    const stranger = await startPerson(server, 'eve@elsewhere.example');
    devices.push(stranger);
    expect(await stranger.client.account.beginRecovery(address)).toMatchObject({ code: 'recovery_denied' });
  });
});

describe('an owner who has lost the second factor and stands before a new device', () => {
  it('comes back with the code, after whatever interrupted it', async () => {
    const phone = await atDoor();
    const { account } = phone.client;
    const before = server.mails.length;
    mustBeOk(await account.beginRecovery(address));
    mustBeOk(await account.identifyOrganization(idStart));
    // Cut off before anything was sent, and again after the keys were read: nothing has happened.
    phone.offline(true);
    expect(await account.recoverOrganization(code, exempted)).toMatchObject({ code: 'server_unreachable' });
    phone.offline(false);
    mustBeOk(await account.beginRecovery(address));
    // Somebody writes meanwhile: it is done again on top of that.
    mustBeOk(await laptop.client.organization.changeSettings({ sessionAgeMinutes: 600 }));
    const end = mustBeOk(await account.recoverOrganization(code, exempted));
    expect(end).toEqual({ entered: true });

    const { entered, phase, door } = phone.client.snapshot();
    expect({ phase, door }).toEqual({ phase: 'open', door: undefined });
    expect(entered?.open).toMatchObject({ name: 'Northwind', isOwner: true });
    await until(phone.client, (now) => now.entered?.open?.counts.all === 1);
    const rows = await phone.client.vault.listEntries({ kind: 'all' }, '');
    expect(rows.map(({ title }) => title)).toEqual([`of ${email}`]);
    const row = rows[0];
    if (row === undefined) throw new Error('nothing is left');
    expect(mustBeOk(await phone.client.vault.openEntry(row))).toMatchObject({
      password: `of of ${email}`,
    });

    // The code went nowhere; everybody who held the keys was told, and so was the person of the factors.
    const groups = code.split('-');
    expect(phone.sent.filter((line) => groups.some((group) => line.includes(group)))).toEqual([]);
    const subjects = server.mails.slice(before).map(({ to, subject }) => `${to}: ${subject}`);
    for (const to of [email, 'dana@northwind.example']) {
      expect(subjects).toContain(`${to}: The recovery code of your organization was used in Postern`);
    }
    expect(subjects.filter((line) => line.includes('second factor'))).toHaveLength(1);
    expect(server.mails.findLast(({ to }) => to === 'dana@northwind.example')?.text).toContain(
      'were taken off',
    );

    // The other custodian is one no more, and what is stale gets its next key.
    const people = mustBeOk(await phone.client.administration.people.list(true));
    expect(people.filter(({ custodian }) => custodian).map(({ email: one }) => one)).toEqual([email]);
    expect((await memberOf(phone, email)).exemptUntilMs).not.toBeNull();
  });

  it('goes on where the answer was lost after everything had been stored', async () => {
    let losing = false;
    const phone = await startDevice(server, undefined, async (input, init) => {
      const answer = await fetch(input, init);
      if (losing && String(input).endsWith('/recover')) throw new TypeError('the line is cut');
      return answer;
    });
    devices.push(phone);
    const { account } = phone.client;
    mustBeOk(await account.signIn(email, password));
    mustBeOk(await account.beginRecovery(address));
    losing = true;
    const none = { address: false, secondFactor: false };
    expect(await account.recoverOrganization(code, none)).toMatchObject({ code: 'server_unreachable' });
    losing = false;
    mustBeOk(await account.beginRecovery(address));
    expect(mustBeOk(await account.recoverOrganization(code, none))).toEqual({ entered: true });
    await until(phone.client, (now) => now.entered?.open?.counts.all === 1);
  });

  it('needs no second factor afterwards, and the same code counts again', async () => {
    const other = await startDevice(server);
    devices.push(other);
    expect(mustBeOk(await other.client.account.signIn(email, password))).toBeUndefined();
    mustBeOk(await other.client.organization.enter(address));
    const { account } = other.client;
    expect(mustBeOk(await account.beginRecovery(address))).toMatchObject({
      identified: true,
      lostFactor: false,
    });
    const end = await account.recoverOrganization(code, { address: false, secondFactor: false });
    expect(mustBeOk(end)).toEqual({ entered: true });
  });

  it('is refused what the recovery key has not signed', async () => {
    const token = 'A'.repeat(43);
    const answer = await fetch(`${server.url}${recoverOrganization.path.replace(':address', address)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ event: toBase64Url(new Uint8Array(8)), sealedKeys: [] }),
    });
    expect(answer.status).toBe(401);
  });
});

describe('an owner who has lost password, keys and second factor', () => {
  const next = 'copper lantern 58 harbour';

  it('comes back with keys made anew, and names the group that nobody else could read', async () => {
    const [before] = devices.slice(-1);
    if (before === undefined) throw new Error('no device');
    const { secondFactor } = before.client;
    const app = new AuthenticatorApp(mustBeOk(await secondFactor.beginTotp()).secretB32, server.nowMs);
    mustBeOk(await secondFactor.finishTotp('Phone', app.code()));

    // The server keeps to itself once where the vaults stand: the list that is signed then is not complete.
    const outcomes: number[] = [];
    const phone = await startDevice(server, undefined, async (input, init) => {
      const answer = await fetch(input, init);
      if (String(input).endsWith('/recover')) outcomes.push(answer.status);
      if (!String(input).endsWith('/recovery/keys') || outcomes.length > 0) return answer;
      return Response.json({ ...((await answer.json()) as object), heads: {} });
    });
    devices.push(phone);
    const { account, administration, forgotPassword } = phone.client;
    mustBeOk(await forgotPassword.begin(email));
    mustBeOk(await forgotPassword.enterCode(email, server.codeFor(email)));
    mustBeOk(await forgotPassword.goOnWithoutFactor());
    expect(mustBeOk(await forgotPassword.startOver(next))).toMatchObject({ scope: 'door' });

    // The new keys are on that device alone: a sign-in by password has none to come back with.
    const other = await startDevice(server);
    devices.push(other);
    mustBeOk(await other.client.account.signIn(email, next));
    mustBeOk(await other.client.account.signInAtOwnersDoor());
    mustBeOk(await other.client.account.beginRecovery(address));
    mustBeOk(await other.client.account.identifyOrganization(idStart));
    expect(await other.client.account.recoverOrganization(code, exempted)).toMatchObject({
      code: 'reset_keys_not_open',
    });

    expect(mustBeOk(await account.beginRecovery(address))).toMatchObject({
      identified: false,
      lostFactor: true,
    });
    mustBeOk(await account.identifyOrganization(idStart));
    expect(mustBeOk(await account.recoverOrganization(code, exempted))).toEqual({ entered: true });
    expect(outcomes).toEqual([409, 200]);
    await until(phone.client, (now) => now.entered?.open?.counts.all === 1);
    const rows = await phone.client.vault.listEntries({ kind: 'all' }, '');
    expect(rows.map(({ title }) => title)).toEqual([`of ${email}`]);

    const { groups } = administration;
    const [group] = mustBeOk(await groups.list());
    expect(group?.name).toBe('');
    if (group === undefined) throw new Error('no group');
    mustBeOk(
      await phone.client.organization.confirmRecipients(
        phone.client.snapshot().entered?.open?.ledgerSeq ?? 0,
      ),
    );
    mustBeOk(await groups.rename(group.id, 'Night shift'));
    expect(mustBeOk(await groups.list())[0]?.name).toBe('Night shift');
    password = next;
  });
});

describe('an owner who waits on two devices', () => {
  it('is inside on both once the code was typed on one', async () => {
    const [who, at, next] = ['pola@pier.example', 'pier', 'copper lantern 58 harbour'];
    const pola = await startOwner(server, who, at);
    devices.push(pola, await startMember(server, pola, 'abe@pier.example', { role: 'administrator' }));
    const { people } = pola.client.administration;
    mustBeOk(await people.addCustodian((await memberOf(pola, 'abe@pier.example')).id));
    const kit = await newKit(pola, at);
    const { organization } = mustBeOk(await pola.client.organization.evidence());
    const [first, other] = [await startDevice(server), await startDevice(server)];
    devices.push(first, other);
    const { forgotPassword, account } = first.client;
    mustBeOk(await forgotPassword.begin(who));
    mustBeOk(await forgotPassword.enterCode(who, server.codeFor(who)));
    mustBeOk(await forgotPassword.startOver(next));
    mustBeOk(await other.client.account.signIn(who, next));
    const code = 'recovery_code_or_invitation_required';
    for (const { client } of [first, other]) {
      expect(mustBeOk(await client.organization.enter(at)).denial?.code).toBe(code);
    }
    mustBeOk(await other.client.requests.ask.ask(at, { code, note: '' }));
    mustBeOk(await account.beginRecovery(at));
    mustBeOk(await account.identifyOrganization(organization.slice(0, 12)));
    mustBeOk(await account.recoverOrganization(kit, { address: false, secondFactor: false }));
    for (const { client } of [first, other]) {
      await until(client, ({ entered }) => entered?.open?.isOwner === true);
      expect(client.snapshot().alarm).toBeUndefined();
    }
  });
});

describe('an owner who lost the keys before a kit was confirmed', () => {
  it('is offered to give the organization up, and no kit', async () => {
    const lena = await startPerson(server, 'lena@globex.example');
    devices.push(lena);
    mustBeOk(await lena.client.organization.create('Globex', 'globex-too'));
    const { forgotPassword, organization, account } = lena.client;
    const remedies = async () => mustBeOk(await organization.enter('globex-too')).denial?.remedies;
    expect(await remedies()).toEqual(['make_recovery_kit']);
    mustBeOk(await forgotPassword.begin('lena@globex.example'));
    mustBeOk(await forgotPassword.enterCode('lena@globex.example', server.codeFor('lena@globex.example')));
    mustBeOk(await forgotPassword.startOver('copper lantern 58 harbour'));
    expect(await remedies()).toEqual(['give_up_organization']);
    mustBeOk(await account.beginAbandonment('globex-too'));
    const begun = await account.confirmAbandonment('globex-too', server.codeFor('lena@globex.example'));
    expect(mustBeOk(await account.readAbandonment('globex-too'))).toEqual(mustBeOk(begun));
  });
});

describe('the kit’s confirmation', () => {
  it('is asked for after half a year, put off until the next unlocking, and given on the device', async () => {
    server.passMs(183 * 24 * 3600_000);
    const device = await startDevice(server, undefined, fetch, { nowMs: server.nowMs });
    devices.push(device);
    const { account, administration, organization } = device.client;
    mustBeOk(await account.signIn(email, password));
    mustBeOk(await organization.enter(address));
    const { recoveryKey } = administration;
    const due = async () => mustBeOk(await recoveryKey.read()).due;
    expect(await due()).toBe(true);
    await recoveryKey.putOff();
    expect(await due()).toBe(false);
    await account.lock();
    mustBeOk(await account.unlock(password));
    mustBeOk(await organization.enter(address));
    expect(await due()).toBe(true);
    expect(await recoveryKey.confirm(earlier)).toMatchObject({ code: 'recovery_kit_old' });
    const before = device.sent.length;
    mustBeOk(await recoveryKey.confirm(code));
    expect(await due()).toBe(false);
    const groups = code.split('-');
    expect(device.sent.slice(before).filter((line) => groups.some((group) => line.includes(group)))).toEqual(
      [],
    );
  });
});
