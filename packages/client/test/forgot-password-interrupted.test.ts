import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { readTextOfOwnPdf } from '../src/paper/own-pdf.ts';
import { type FailingDevice, interruptEach, startFailingDevice } from './failing-line.ts';
import { type Device, startDevice, until } from './people.ts';
import { addEntry, password, startMember, startOwner } from './team.ts';

const address = 'northwind';

let server: TestServer;
let maya: Device;
let ines: Device;
let noor: Device;
let sheet: string;
const devices: Device[] = [];

beforeAll(async () => {
  server = await startTestServer({ POSTERN_SIGNUP: 'open' });
  maya = await startOwner(server, 'maya@northwind.example', address);
  ines = await startMember(server, maya, 'ines@northwind.example');
  noor = await startMember(server, maya, 'noor@northwind.example');
  devices.push(maya, ines, noor);
  await keepSecret(ines);
  await keepSecret(noor);
  mustBeOk(await ines.client.account.confirmIdentity(password));
  sheet = (await readTextOfOwnPdf(mustBeOk(await ines.client.keyStorage.makeSheet()).pdf)) ?? '';
  mustBeOk(await ines.client.keyStorage.confirmSheet(sheet));
});
afterAll(async () => {
  for (const { client } of devices) await client.close();
  await server.stop();
});

async function keepSecret(on: Device) {
  const { entered } = await until(on.client, (snapshot) =>
    Boolean(snapshot.entered?.open?.vaults.some(({ kind }) => kind === 'personal')),
  );
  const vault = entered?.open?.vaults.find(({ kind }) => kind === 'personal');
  if (vault === undefined) throw new Error('no vault of one’s own');
  await addEntry(on, vault.id, 'Harbour office');
}

interface Reset {
  readonly email: string;
  readonly next: string;
  /** From the keys that were asked for to the end. */
  readonly settle: (device: Device) => Promise<boolean>;
}

/** Goes through a reset until something is refused; whether it came to its end. */
async function tryReset(device: Device, { email, settle }: Reset): Promise<boolean> {
  const { forgotPassword } = device.client;
  if (!(await forgotPassword.begin(email)).ok) return false;
  if (!(await forgotPassword.enterCode(email, server.codeFor(email))).ok) return false;
  return settle(device);
}

/** What a person does whose reset stopped: look whether it goes on, try the new password, and begin anew. */
async function comeIn(device: Device, reset: Reset): Promise<void> {
  const { account, forgotPassword } = device.client;
  if (open(device)) return;
  const step = await forgotPassword.resume();
  if (step.ok && step.value?.kind === 'keys' && (await reset.settle(device))) return;
  if ((await account.signIn(reset.email, reset.next)).ok) return;
  expect(await tryReset(device, reset)).toBe(true);
}

/** The requests of a reset that nothing interrupts. */
async function requestsOf(reset: Reset): Promise<readonly string[]> {
  const { device, line } = await failing();
  expect(await line.through(() => tryReset(device, reset))).toBe(true);
  return line.requests;
}

async function failing(): Promise<FailingDevice> {
  // Later than every limit of the one before.
  server.passMs(25 * 3600_000);
  const started = await startFailingDevice(server);
  devices.push(started.device);
  return started;
}

/** Whether one of these passwords opens the keys on a device that knows nothing. */
async function opensWith(email: string, ...passwords: readonly (readonly [string, 'newest' | 'former'])[]) {
  const device = await startDevice(server);
  devices.push(device);
  for (const [one, which] of passwords) {
    if ((await device.client.account.signIn(email, one, which)).ok) return open(device);
  }
  return false;
}

/** The devices of a run that is over hear no more of what follows. */
async function putAway() {
  for (const { client } of devices.splice(3)) await client.close();
}

const open = (device: Device) => device.client.snapshot().phase === 'open';
const titles = async (on: Device) => {
  mustBeOk(await on.client.organization.enter(address));
  await until(on.client, ({ entered }) => Boolean(entered?.open && entered.open.counts.all > 0));
  return (await on.client.vault.listEntries({ kind: 'all' }, '')).map(({ title }) => title);
};

describe('a reset that is interrupted at any request', () => {
  it('with a way to the keys ends with everything there', async () => {
    const email = 'ines@northwind.example';
    const resetTo = (next: string): Reset => ({
      email,
      next,
      settle: async ({ client: { forgotPassword } }) =>
        (await forgotPassword.openWith({ kind: 'qr', text: sheet })).ok &&
        (await forgotPassword.finish(next)).ok,
    });
    let before = 'copper lantern whole';
    await interruptEach(await requestsOf(resetTo(before)), async (how) => {
      const { failure, at } = how;
      const next = `copper lantern ${failure} ${at}`;
      const { device, line, goOn } = await failing();
      const reset = resetTo(next);
      await line.through(() => tryReset(device, reset), how);
      expect(await opensWith(email, [next, 'newest'], [before, 'newest'])).toBe(true);
      const again = await goOn();
      devices.push(again);
      await comeIn(again, reset);
      expect([line.failed(), open(again), again.client.snapshot().alarm]).toEqual([true, true, undefined]);
      expect(await titles(again)).toEqual(['Harbour office']);
      before = next;
      await putAway();
      return line.failed();
    });
  });

  it('without one leaves the keys of before to whoever has them, and lets the new ones in', async () => {
    const email = 'noor@northwind.example';
    const resetTo = (next: string): Reset => ({
      email,
      next,
      settle: async ({ client: { forgotPassword } }) => (await forgotPassword.startOver(next)).ok,
    });
    await interruptEach(await requestsOf(resetTo('copper lantern whole')), async (how) => {
      const { failure, at } = how;
      const reset = resetTo(`copper lantern ${failure} ${at}`);
      const { device, line, goOn } = await failing();
      await line.through(() => tryReset(device, reset), how);
      expect(await opensWith(email, [password, 'former'])).toBe(true);
      const again = await goOn();
      devices.push(again);
      await comeIn(again, reset);
      expect(open(again)).toBe(true);
      // The keys of before, by their own password; a reset that takes the place of another ends no session of theirs.
      if (!open(noor)) mustBeOk(await noor.client.account.unlock(password));
      // Days go by in the same session, after which the organization asks again who is there.
      mustBeOk(await noor.client.account.confirmIdentity(password));
      await until(noor.client, ({ waitingGeneration }) => waitingGeneration?.isOwn === false);
      expect(await titles(noor)).toEqual(['Harbour office']);
      await putAway();
      return line.failed();
    });
    mustBeOk(await noor.client.forgotPassword.refuseWaiting());
  });
});
