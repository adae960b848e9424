import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuthenticatorApp } from '../../../apps/server/test/support/authenticator-app.ts';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { type FailingDevice, interruptEach, startFailingDevice } from './failing-line.ts';
import { type Device, readPrintedTexts, startDevice, until } from './people.ts';
import { createVault, password as firstPassword, newKit, startMember, startOwner } from './team.ts';

const address = 'northwind';
const email = 'maya@northwind.example';

let server: TestServer;
let laptop: Device;
/** Whose vault the owner shares. */
let ines: Device;
let password = firstPassword;
/** The kit that counts, and what it prints of the organization. */
let code: string;
let idStart: string;
const devices: Device[] = [];

beforeAll(async () => {
  server = await startTestServer({ POSTERN_SIGNUP: 'open' });
  laptop = await startOwner(server, email, address);
  const vault = await createVault(laptop, 'Harbour', 'Gate code');
  ines = await startMember(server, laptop, 'ines@northwind.example', {
    grants: [{ vault, given: 'editor' }],
  });
  code = await newKit(laptop, address);
  idStart = mustBeOk(await laptop.client.organization.evidence()).organization.slice(0, 12);
  devices.push(laptop, ines);
});
afterAll(async () => {
  for (const { client } of devices) await client.close();
  await server.stop();
});

const isInside = ({ client }: Device) => client.snapshot().entered?.open?.isOwner === true;

async function newDevice(): Promise<Device> {
  const device = await startDevice(server);
  devices.push(device);
  return device;
}

async function failing(): Promise<FailingDevice> {
  const started = await startFailingDevice(server);
  devices.push(started.device);
  return started;
}

/** The devices of a run that is over hear no more of what follows. */
async function putAway(...kept: readonly Device[]) {
  const stays = [laptop, ines, ...kept];
  for (const device of devices.filter((one) => !stays.includes(one))) await device.client.close();
  devices.splice(0, devices.length, ...stays);
}

/** Later than every limit and exemption of the run before. */
function passLimits() {
  server.passMs(25 * 3600_000);
}

/** Before the code is typed: whether the server and the kit would go on from here. */
async function mayRecover({ client: { account } }: Device): Promise<boolean> {
  const begun = await account.beginRecovery(address);
  if (!begun.ok) return false;
  return begun.value.identified || (await account.identifyOrganization(idStart)).ok;
}

async function recover(device: Device, secondFactor: boolean): Promise<boolean> {
  if (!(await mayRecover(device))) return false;
  const end = await device.client.account.recoverOrganization(code, { address: false, secondFactor });
  return end.ok && end.value.entered;
}

/** Signs in as far as this device can: with the keys open, or at the owner's door. */
async function signIn({ client }: Device): Promise<boolean> {
  const { account } = client;
  const { phase, door } = client.snapshot();
  if (phase === 'open' || door !== undefined) return true;
  const signed = phase === 'locked' ? await account.unlock(password) : await account.signIn(email, password);
  if (!signed.ok) return false;
  return signed.value === undefined || (await account.signInAtOwnersDoor()).ok;
}

/** What an owner does before whatever page a device shows: go in, else type the code. */
async function comeIn(device: Device): Promise<boolean> {
  if (!(await signIn(device))) return false;
  if (device.client.snapshot().phase === 'open') {
    await device.client.organization.enter(address);
    if (isInside(device)) return true;
  }
  return recover(device, device.client.snapshot().door !== undefined);
}

/** Inside with everything there. */
async function findEverything({ client }: Device): Promise<void> {
  await until(client, ({ entered }) => entered?.open?.isOwner === true && entered.open.counts.all === 1);
  const [row] = await client.vault.listEntries({ kind: 'all' }, '');
  if (row === undefined) throw new Error('nothing is there');
  expect(mustBeOk(await client.vault.openEntry(row)).title).toBe('Gate code');
  expect(client.snapshot().alarm).toBeUndefined();
}

/** A new device gives keys to others once its person has looked through who they are. */
async function lookThrough({ client }: Device): Promise<void> {
  mustBeOk(await client.organization.confirmRecipients(client.snapshot().entered?.open?.ledgerSeq ?? 0));
}

/** Every vault gets a key that no code of before opens. */
async function renewAll(on: Device): Promise<void> {
  const { recoveryKey } = on.client.administration;
  await lookThrough(on);
  mustBeOk(await recoveryKey.renew());
  expect(mustBeOk(await recoveryKey.read()).vaults.stale).toBe(0);
}

describe('the recovery code at the owner’s door, interrupted at any request', () => {
  const loseFactor = async ({ client: { account, secondFactor } }: Device) => {
    mustBeOk(await account.confirmIdentity(password));
    const app = new AuthenticatorApp(mustBeOk(await secondFactor.beginTotp()).secretB32, server.nowMs);
    mustBeOk(await secondFactor.finishTotp('Phone', app.code()));
    passLimits();
  };
  const atDoor = async ({ client: { account } }: Device) => (await account.signInAtOwnersDoor()).ok;

  it('lets an owner in who has lost the second factor', async () => {
    const throughDoor = async (device: Device) => (await atDoor(device)) && (await recover(device, true));
    await loseFactor(laptop);
    const whole = await failing();
    mustBeOk(await whole.device.client.account.signIn(email, password));
    expect(await whole.line.through(() => throughDoor(whole.device))).toBe(true);
    await findEverything(whole.device);
    let inside = whole.device;
    await interruptEach(whole.line.requests, async (how) => {
      await loseFactor(inside);
      const { device, line, goOn } = await failing();
      mustBeOk(await device.client.account.signIn(email, password));
      await line.through(() => throughDoor(device), how);
      // Elsewhere the kit counts, whatever has happened here.
      const other = await newDevice();
      expect((await signIn(other)) && (await mayRecover(other))).toBe(true);
      inside = await goOn();
      devices.push(inside);
      expect(await comeIn(inside)).toBe(true);
      await findEverything(inside);
      await putAway(inside);
      return line.failed();
    });
    await renewAll(inside);
  });

  it('lets an owner in who has begun anew without keys, here or elsewhere', async () => {
    /** A device on which the owner has just begun anew. */
    const forget = async () => {
      passLimits();
      const started = await failing();
      const { forgotPassword } = started.device.client;
      mustBeOk(await forgotPassword.begin(email));
      mustBeOk(await forgotPassword.enterCode(email, server.codeFor(email)));
      mustBeOk(await forgotPassword.startOver(password));
      return started;
    };
    password = 'copper lantern 58 harbour';
    const whole = await forget();
    expect(await whole.line.through(() => recover(whole.device, false))).toBe(true);
    await findEverything(whole.device);
    await interruptEach(whole.line.requests, async (how) => {
      password = `copper lantern ${how.failure} ${how.at}`;
      const { device, line, goOn } = await forget();
      await line.through(() => recover(device, false), how);
      const other = await newDevice();
      expect((await signIn(other)) && (await mayRecover(other))).toBe(true);
      const again = await goOn();
      devices.push(again);
      // The kit is the way on, on every device; where it is given on the other one, the first needs nothing more.
      if (how.failure === 'unanswered') expect(await comeIn(other)).toBe(true);
      expect(await comeIn(again)).toBe(true);
      await findEverything(again);
      await putAway();
      return line.failed();
    });
    laptop = await newDevice();
    expect(await comeIn(laptop)).toBe(true);
    await renewAll(laptop);
  });
});

describe('a kit, interrupted at any request', () => {
  /** A device on which the owner is inside. */
  const inside = async () => {
    passLimits();
    const started = await failing();
    expect(await comeIn(started.device)).toBe(true);
    await lookThrough(started.device);
    return started;
  };
  const counts = async (on: Device, ...codes: readonly string[]) => {
    for (const one of codes) {
      if ((await on.client.administration.recoveryKey.confirm(one)).ok) return true;
    }
    return false;
  };

  it('that is made counts in the end, and until then the one before or the one on paper does', async () => {
    const whole = await inside();
    code = (await whole.line.through(() => newKit(whole.device, address))) ?? '';
    await interruptEach(whole.line.requests, async (how) => {
      const { device, line, goOn } = await inside();
      const { organization } = device.client;
      const kit = mustBeOk(await organization.makeKit(address));
      const printed = await readPrintedTexts(kit.pdf);
      const groups = printed.filter((text) => /^[0-9A-HJKMNP-TV-Z]{6}$/.test(text));
      const confirm = () => organization.confirmKit(address, groups[kit.askedGroup - 1] ?? '');
      const confirmed = await line.through(confirm, how);
      mustBeOk(await laptop.client.account.confirmIdentity(password));
      mustBeOk(await laptop.client.organization.enter(address));
      expect(await counts(laptop, groups.join('-'), code)).toBe(true);
      const again = await goOn();
      devices.push(again);
      if (again === device) {
        if (confirmed?.ok !== true) mustBeOk(await confirm());
        code = groups.join('-');
      } else {
        expect(await comeIn(again)).toBe(true);
        code = await newKit(again, address);
      }
      expect(await counts(again, code)).toBe(true);
      await findEverything(again);
      await renewAll(again);
      await putAway();
      return line.failed();
    });
  });

  it('that is at hand is confirmed, at the first time or the second', async () => {
    const whole = await inside();
    expect(await whole.line.through(() => counts(whole.device, code))).toBe(true);
    await interruptEach(whole.line.requests, async (how) => {
      const { device, line, goOn } = await inside();
      await line.through(() => counts(device, code), how);
      const again = await goOn();
      devices.push(again);
      expect(await comeIn(again)).toBe(true);
      expect(await counts(again, code)).toBe(true);
      await findEverything(again);
      await putAway();
      return line.failed();
    });
  });
});
