import { createMemoryStore } from '@postern/client';
import { createMemoryPhoneKeys } from '@postern/client/node';
import { type KeyMethodId, mustBeOk } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import {
  type FailingDevice,
  type FailingPhone,
  interruptEach,
  startFailingDevice,
  startFailingPhone,
} from './failing-line.ts';
import { type Device, signUp, startDevice, until } from './people.ts';
import {
  askPhones,
  beginPairing,
  confirmPairing,
  pairPhone,
  startPhone,
  type TestPhone,
  untilPhone,
} from './phones.ts';

let password = 'granite orchard 47 lantern';

let server: TestServer;
const devices: Device[] = [];
const phones: TestPhone[] = [];

beforeAll(async () => {
  server = await startTestServer({ POSTERN_SIGNUP: 'open' });
});
afterAll(async () => {
  await putAway();
  await server.stop();
});

/** The devices and phones of a run that is over hear no more of what follows. */
async function putAway(): Promise<void> {
  for (const { app } of phones.splice(0)) await app.close();
  for (const { client } of devices.splice(0)) await client.close();
}

async function failing(store = createMemoryStore()): Promise<FailingDevice> {
  const started = await startFailingDevice(server, store);
  devices.push(started.device);
  return started;
}

async function failingPhone(keys = createMemoryPhoneKeys()): Promise<FailingPhone> {
  const started = await startFailingPhone(server, keys);
  phones.push(started.phone);
  return started;
}

async function newPhone(keys = createMemoryPhoneKeys()): Promise<TestPhone> {
  const phone = await startPhone(server, keys);
  phones.push(phone);
  return phone;
}

/** What is refused ends the step, and not the test: the person looks what is left to do. */
async function tryOnce(step: () => Promise<unknown>): Promise<boolean> {
  try {
    await step();
    return true;
  } catch {
    return false;
  }
}

const isOpen = ({ client }: Device) => client.snapshot().phase === 'open';

/** Opens the account on a device that knows it, later than every limit of the run before; the person is there. */
async function openAgain({ client: { account, snapshot } }: Device): Promise<void> {
  if (snapshot().phase === 'locked') mustBeOk(await account.unlock(password));
  mustBeOk(await account.confirmIdentity(password));
}

/** How a device that knows nothing stands after its sign-in. */
async function signInAnew(email: string): Promise<Device> {
  const device = await startDevice(server);
  devices.push(device);
  mustBeOk(await device.client.account.signIn(email, password));
  return device;
}

describe('a phone that is paired or unpaired, interrupted at any request', () => {
  const email = 'maya@northwind.example';
  const store = createMemoryStore();

  beforeAll(async () => {
    const { device } = await startFailingDevice(server, store);
    await signUp(server, device, email, password);
    await device.client.account.lock();
  });

  /** Another client on the laptop that holds the keys. */
  const laptop = async () => {
    server.passMs(3600_000);
    const started = await failing(store);
    await openAgain(started.device);
    return started;
  };
  const listed = async ({ client }: Device) => mustBeOk(await client.phone.phones());
  const isPaired = async (phone: TestPhone) => {
    mustBeOk(await phone.app.refresh());
    return phone.app.snapshot().pairings.some(({ state }) => state === 'paired');
  };
  const pair = async (device: Device, phone: TestPhone) => {
    mustBeOk(await phone.app.pair(await beginPairing(device), 'Phone'));
    await confirmPairing(device, phone);
    expect(await isPaired(phone)).toBe(true);
  };
  const unpairAll = async (device: Device) => {
    for (const { method } of await listed(device))
      mustBeOk(await device.client.phone.unpair(method, password));
  };
  /** The password opens the account on any device, whatever has happened to the phone. */
  const opensElsewhere = async () => isOpen(await signInAnew(email));

  it('is paired in the end, whichever side it was', async () => {
    const whole = { device: await laptop(), phone: await failingPhone() };
    const paired = () => pair(whole.device.device, whole.phone.phone);
    await whole.device.line.through(() => whole.phone.line.through(paired));
    await unpairAll(whole.device.device);
    for (const side of ['device', 'phone'] as const) {
      await interruptEach(whole[side].line.requests, async (how) => {
        const both = { device: await laptop(), phone: await failingPhone() };
        const step = () => tryOnce(() => pair(both.device.device, both.phone.phone));
        await both[side].line.through(step, how);
        expect(await opensElsewhere()).toBe(true);
        const device = await both.device.goOn();
        const phone = await both.phone.goOn();
        devices.push(device);
        phones.push(phone);
        await openAgain(device);
        if (!(await isPaired(phone))) await pair(device, phone);
        expect(await listed(device)).toHaveLength(1);
        expect(device.client.snapshot().alarm).toBeUndefined();
        await unpairAll(device);
        await putAway();
        return both[side].line.failed();
      });
    }
  });

  it('is unpaired in the end, on the account or on the phone itself', async () => {
    const first = await laptop();
    await pairPhone(first.device, await newPhone(), 'Phone');
    await first.line.through(() => unpairAll(first.device));
    await interruptEach(first.line.requests, async (how) => {
      const { device, line, goOn } = await laptop();
      const phone = await newPhone();
      await pairPhone(device, phone, 'Phone');
      await line.through(() => tryOnce(() => unpairAll(device)), how);
      expect(await opensElsewhere()).toBe(true);
      const again = await goOn();
      devices.push(again);
      await openAgain(again);
      await unpairAll(again);
      expect(await listed(again)).toEqual([]);
      expect(again.client.snapshot().alarm).toBeUndefined();
      await phone.app.refresh();
      expect(phone.app.snapshot().pairings).toMatchObject([{ state: 'lost' }]);
      await putAway();
      return line.failed();
    });

    await interruptEach(['POST /api/phone/unpair'], async (how) => {
      const { device } = await laptop();
      const { phone, line, goOn } = await failingPhone();
      await pairPhone(device, phone, 'Phone');
      const [paired] = phone.app.snapshot().pairings;
      if (paired === undefined) throw new Error('nothing is paired');
      await line.through(() => phone.app.unpair(paired.account), how);
      expect(await opensElsewhere()).toBe(true);
      const again = await goOn();
      phones.push(again);
      mustBeOk(await again.app.unpair(paired.account));
      expect(again.app.snapshot().pairings).toEqual([]);
      expect(await listed(device)).toMatchObject([{ unpairedAtMs: expect.any(Number) }]);
      await unpairAll(device);
      await putAway();
      return line.failed();
    });
  });
});

describe('an approval, interrupted at any request', () => {
  const email = 'noor@northwind.example';
  const keys = createMemoryPhoneKeys();

  /** The phone is the only way to the keys. */
  beforeAll(async () => {
    const device = await startDevice(server);
    await signUp(server, device, email, password);
    const phone = await newPhone(keys);
    await pairPhone(device, phone, 'Phone');
    const { keyStorage } = device.client;
    const ofPassword = mustBeOk(await keyStorage.read()).methods.find(({ kind }) => kind === 'password');
    mustBeOk(await keyStorage.remove(ofPassword?.id as KeyMethodId, password));
    await device.client.close();
    await putAway();
  });

  interface Sides {
    readonly device: FailingDevice;
    readonly phone: FailingPhone;
  }
  type Side = keyof Sides;

  const requestOn = async (phone: TestPhone) => {
    mustBeOk(await phone.app.refresh());
    const [request] = phone.app.snapshot().requests;
    if (request === undefined) throw new Error('nobody asks');
    return request;
  };
  /** What a device shows once its question has come so far, unless that is over. */
  const come = async ({ client }: Device, wanted: 'approved' | 'confirm' | 'digits') => {
    const ends = [wanted, 'over', undefined];
    const { approval } = await until(client, (now) => ends.includes(now.approval?.state));
    if (approval?.state !== wanted) throw new Error('the question is over');
    return approval;
  };
  const byScan = async (device: Device, phone: TestPhone) => {
    const text = await askPhones(device);
    await requestOn(phone);
    mustBeOk(await phone.app.approveByCode(text));
    await come(device, 'approved');
  };
  /** The person goes on with what both sides show, from wherever they are. */
  const goOnByDigits = async (device: Device, phone: TestPhone) => {
    const { client } = device;
    if (client.snapshot().approval?.state !== 'confirm') {
      const { id } = await requestOn(phone);
      mustBeOk(await phone.app.beginDigits(id));
      await client.phone.askByDigits();
      const approval = await come(device, 'digits');
      await untilPhone(phone, ({ requests: [request] }) => request?.state !== 'exchanging');
      mustBeOk(await phone.app.approveByDigits(id, approval.state === 'digits' ? approval.digits : ''));
      await come(device, 'confirm');
    }
    await client.phone.confirmApproved();
    await come(device, 'approved');
  };
  const byDigits = async (device: Device, phone: TestPhone) => {
    await askPhones(device);
    await goOnByDigits(device, phone);
  };
  const isApproved = ({ client }: Device) => client.snapshot().approval?.state === 'approved';

  const bothSides = async (): Promise<Sides> => ({
    device: await failing(),
    phone: await failingPhone(keys),
  });

  /** Interrupts each side of an approval in turn; `ready` brings a device to where it asks. */
  const interruptBoth = async (
    approve: typeof byScan,
    ready: (device: Device) => Promise<void>,
    finish: (device: Device) => Promise<void>,
    goOn: (device: Device, phone: TestPhone) => Promise<void> = approve,
  ) => {
    server.passMs(3 * 3600_000);
    const whole = await bothSides();
    await ready(whole.device.device);
    const approved = () => approve(whole.device.device, whole.phone.phone);
    await whole.device.line.through(() => whole.phone.line.through(approved));
    await finish(whole.device.device);
    await putAway();
    for (const side of ['device', 'phone'] satisfies Side[]) {
      await interruptEach(whole[side].line.requests, async (how) => {
        server.passMs(3 * 3600_000);
        const both = await bothSides();
        await ready(both.device.device);
        const step = () => tryOnce(() => approve(both.device.device, both.phone.phone));
        await both[side].line.through(step, how);
        // Whoever signs in elsewhere has the phone as a way to the keys.
        const methods = (await signInAnew(email)).client.snapshot().keysNeeded?.methods;
        expect(methods).toMatchObject([{ kind: 'phone' }]);
        const device = await both.device.goOn();
        const phone = await both.phone.goOn();
        devices.push(device);
        phones.push(phone);
        if (device !== both.device.device) await ready(device);
        if (!isApproved(device)) {
          const isAsked = ['asked', 'digits', 'confirm'].includes(
            device.client.snapshot().approval?.state ?? '',
          );
          // What stands is gone on with; else it is asked anew.
          const went = isAsked && (await tryOnce(() => goOn(device, phone)));
          // A phone stays bound to its nonce: the exchange that it began is not over.
          const began = whole[side].line.requests[how.at - 1]?.endsWith('/approvals/commit');
          if (began) expect(went).toBe(true);
          if (!went && !isApproved(device)) await approve(device, phone);
        }
        await finish(device);
        await putAway();
        return both[side].line.failed();
      });
    }
  };
  const signIn = async ({ client }: Device) => {
    mustBeOk(await client.account.signIn(email, password));
    expect(client.snapshot().phase).toBe('keys-needed');
  };
  const opened = async ({ client }: Device) => {
    await until(client, ({ phase }) => phase === 'open');
    expect(client.snapshot().alarm).toBeUndefined();
  };

  it('by scan opens the device in the end', async () => {
    await interruptBoth(byScan, signIn, opened);
  });

  it('by digits opens the device in the end', async () => {
    await interruptBoth(byDigits, signIn, opened, goOnByDigits);
  });

  it('at a reset sets the password in the end', async () => {
    let next = 0;
    await interruptBoth(
      byScan,
      async ({ client: { forgotPassword } }) => {
        const resumed = await forgotPassword.resume();
        if (resumed.ok && resumed.value !== undefined) return;
        mustBeOk(await forgotPassword.begin(email));
        mustBeOk(await forgotPassword.enterCode(email, server.codeFor(email)));
      },
      async (device) => {
        const chosen = `copper lantern ${++next} harbour`;
        mustBeOk(await device.client.forgotPassword.finish(chosen));
        password = chosen;
        await opened(device);
      },
    );
  });
});
