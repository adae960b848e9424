import type { ReplicaStore } from '@postern/client';
import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { type FailingDevice, interruptEach, startFailingDevice } from './failing-line.ts';
import { type Device, startDevice, until } from './people.ts';
import { createVault, memberOf, password, startMember, startOwner } from './team.ts';

const address = 'northwind';
const email = (name: string) => `${name}@northwind.example`;
const newPassword = 'another lantern 83 orchard';

let server: TestServer;
/** The owner, a custodian, and who manages members and holds nothing. */
let maya: Device;
let dana: Device;
let ines: Device;
let people: readonly Device[];
const devices: Device[] = [];

beforeAll(async () => {
  server = await startTestServer({ POSTERN_SIGNUP: 'open' });
  maya = await startOwner(server, email('maya'), address);
  dana = await startMember(server, maya, email('dana'), { role: 'administrator' });
  ines = await startMember(server, maya, email('ines'), { permissions: ['members.manage'] });
  mustBeOk(await maya.client.administration.people.addCustodian((await memberOf(maya, email('dana'))).id));
  const vault = await createVault(maya, 'Harbour', 'Gate code');
  const sam = await startMember(server, maya, email('sam'), { grants: [{ vault, given: 'editor' }] });
  await sam.client.close();
  people = [maya, dana, ines];
});
afterAll(async () => {
  for (const { client } of [...people, ...devices]) await client.close();
  await server.stop();
});

async function failing(store?: ReplicaStore): Promise<FailingDevice> {
  const started = await startFailingDevice(server, store);
  devices.push(started.device);
  return started;
}

/** The devices of a run that is over hear no more of what follows. */
async function putAway(): Promise<void> {
  for (const { client } of devices.splice(0)) await client.close();
}

const isInside = ({ client }: Device) => client.snapshot().entered?.open !== undefined;
const denialOf = ({ client }: Device) => client.snapshot().entered?.gate.denial?.code;

/** A device on which the member has just begun anew, later than every limit of the run before; everybody else is there. */
async function forget(): Promise<FailingDevice> {
  server.passMs(25 * 3600_000);
  for (const { client } of people) {
    mustBeOk(await client.account.confirmIdentity(password));
    mustBeOk(await client.organization.enter(address));
  }
  const started = await failing();
  const { forgotPassword } = started.device.client;
  mustBeOk(await forgotPassword.begin(email('sam')));
  mustBeOk(await forgotPassword.enterCode(email('sam'), server.codeFor(email('sam'))));
  mustBeOk(await forgotPassword.startOver(newPassword));
  return started;
}

/** The words of a request that stands, once it does. */
async function ask({ client: { organization, relink, requests } }: Device) {
  const entered = await organization.enter(address);
  if (!entered.ok) return undefined;
  const code = entered.value.denial?.code;
  const own = await requests.ask.own(address);
  if (code === undefined || !own.ok) return undefined;
  const isAsked = own.value.some((one) => one.state === 'open' && one.code === code);
  if (!isAsked && !(await requests.ask.ask(address, { code, note: '' })).ok) return undefined;
  const shown = await relink.words(address);
  return shown.ok && shown.value.count === true ? shown.value.words : undefined;
}

type Remedy = 'reinvite_member' | 'confirm_words';

/** Helps whoever asks, by what they read out; whether nothing is left to do. */
async function help({ client }: Device, remedy: Remedy, words: readonly string[]): Promise<boolean> {
  const { inbox } = client.requests;
  const listed = await inbox.list('open');
  if (!listed.ok) return false;
  const row = listed.value.rows.find((one) => one.email === email('sam'));
  if (row === undefined) return true;
  const opened = await inbox.open(row.request);
  if (!opened.ok) return false;
  const settled = await inbox.settle(opened.value, [{ remedy, words }]);
  return settled.ok || settled.code === 'request_settled';
}

/** Whether a device that knows nothing gets in, or to the page that says how. */
async function findsWay(): Promise<boolean> {
  const device = await startDevice(server);
  devices.push(device);
  if (!(await device.client.account.signIn(email('sam'), newPassword)).ok) return false;
  const entered = await device.client.organization.enter(address);
  const ways = ['relink_required', 'keys_pending', 'relink_words_elsewhere'];
  return entered.ok
    ? entered.value.allowed || ways.includes(denialOf(device) ?? '')
    : ways.includes(entered.code);
}

/** Inside with everything there, by itself. */
async function findEverything({ client }: Device): Promise<void> {
  await until(client, ({ entered }) => entered?.open?.counts.all === 1);
  const [row] = await client.vault.listEntries({ kind: 'all' }, '');
  if (row === undefined) throw new Error('nothing is there');
  expect(mustBeOk(await client.vault.openEntry(row)).title).toBe('Gate code');
  expect(client.snapshot().alarm).toBeUndefined();
}

/** Opens the account again on a device whose tab was closed. */
async function openAgain(device: Device, who: string, withPassword: string): Promise<void> {
  const { account } = device.client;
  const { phase } = device.client.snapshot();
  if (phase === 'locked') mustBeOk(await account.unlock(withPassword));
  if (phase === 'signed-out') mustBeOk(await account.signIn(email(who), withPassword));
}

describe('a re-invitation that is interrupted at any request', () => {
  it('of who asks ends inside, by the words that are shown', async () => {
    const beInvited = async (device: Device) => {
      const words = await ask(device);
      if (words === undefined) return false;
      expect(await help(dana, 'reinvite_member', words)).toBe(true);
      await until(device.client, () => isInside(device));
      return true;
    };
    const whole = await forget();
    expect(await whole.line.through(() => beInvited(whole.device))).toBe(true);
    await interruptEach(whole.line.requests, async (how) => {
      const { device, line, goOn } = await forget();
      const invited = await line.through(() => beInvited(device), how);
      expect(await findsWay()).toBe(true);
      const again = await goOn();
      devices.push(again);
      await openAgain(again, 'sam', newPassword);
      if (invited !== true) {
        mustBeOk(await again.client.organization.enter(address));
        if (!isInside(again)) expect(await beInvited(again)).toBe(true);
      }
      await findEverything(again);
      await putAway();
      return line.failed();
    });
  });

  /** Somebody helps whose device is interrupted, and whose tab is opened again. */
  const helpInterrupted = async (
    name: string,
    helper: Device,
    remedy: Remedy,
    begin: (member: Device) => Promise<readonly string[]>,
  ) => {
    /** A new client on the helper's device. */
    const helping = async () => {
      const started = await failing(helper.store);
      await openAgain(started.device, name, password);
      mustBeOk(await started.device.client.organization.enter(address));
      return started;
    };
    const first = await forget();
    const words = await begin(first.device);
    const whole = await helping();
    expect(await whole.line.through(() => help(whole.device, remedy, words))).toBe(true);
    await findEverything(first.device);
    await interruptEach(whole.line.requests, async (how) => {
      const { device: member } = await forget();
      const told = await begin(member);
      const { device, line, goOn } = await helping();
      await line.through(() => help(device, remedy, told), how);
      expect(await findsWay()).toBe(true);
      const again = await goOn();
      if (again !== device) {
        devices.push(again);
        await openAgain(again, name, password);
        mustBeOk(await again.client.organization.enter(address));
      }
      expect(await help(again, remedy, told)).toBe(true);
      await findEverything(member);
      await putAway();
      return line.failed();
    });
  };
  const asked = async (member: Device) => {
    const words = await ask(member);
    if (words === undefined) throw new Error('nothing is asked');
    return words;
  };

  it('of the custodian who helps ends with the member inside', async () => {
    await helpInterrupted('dana', dana, 'reinvite_member', asked);
  });

  it('of who hands over what waits ends with the member inside', async () => {
    await helpInterrupted('maya', maya, 'confirm_words', async (member) => {
      expect(await help(ines, 'reinvite_member', await asked(member))).toBe(true);
      await until(member.client, () => denialOf(member) === 'keys_pending');
      mustBeOk(await member.client.requests.ask.ask(address, { code: 'keys_pending', note: '' }));
      return member.client.snapshot().account?.fingerprintWords ?? [];
    });
  });
});
