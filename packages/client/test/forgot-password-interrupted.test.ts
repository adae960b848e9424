import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { readTextOfOwnPdf } from '../src/paper/own-pdf.ts';
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

/** How the line fails: before the server hears of it, or when the answer comes back. */
const failures = ['unheard', 'unanswered'] as const;
type Failure = (typeof failures)[number];

/** A new device whose line fails at one request, counted from the first of the reset, and never again. */
async function deviceFailingAt(request: number, failure: Failure) {
  let sent = 0;
  const device = await startDevice(server, undefined, async (input, init) => {
    const fails = String(input).includes('/password-reset/') && ++sent === request;
    if (fails && failure === 'unheard') throw new TypeError('the line is cut');
    const answer = await fetch(input, init);
    if (fails) throw new TypeError('the line is cut');
    return answer;
  });
  devices.push(device);
  return { device, sent: () => sent };
}

interface Reset {
  readonly email: string;
  readonly next: string;
  /** From the keys that were asked for to the end. */
  readonly settle: (device: Device) => Promise<boolean>;
}

/** Goes through a reset until something is refused; whether it came to its end. */
async function tryReset({ client: { forgotPassword } }: Device, { email, settle }: Reset, device: Device) {
  if (!(await forgotPassword.begin(email)).ok) return false;
  if (!(await forgotPassword.enterCode(email, server.codeFor(email))).ok) return false;
  return settle(device);
}

/** What a person does whose reset stopped: look whether it goes on, try the new password, and begin anew. */
async function comeIn(device: Device, reset: Reset): Promise<void> {
  const { account, forgotPassword } = device.client;
  if (await tryReset(device, reset, device)) return;
  const step = await forgotPassword.resume();
  if (step.ok && step.value?.kind === 'keys' && (await reset.settle(device))) return;
  if ((await account.signIn(reset.email, reset.next)).ok) return;
  expect(await tryReset(device, reset, device)).toBe(true);
}

async function passLimits() {
  server.passMs(25 * 3600_000);
}

const open = (device: Device) => device.client.snapshot().phase === 'open';
const titles = async (on: Device) => {
  mustBeOk(await on.client.organization.enter(address));
  await until(on.client, ({ entered }) => Boolean(entered?.open && entered.open.counts.all > 0));
  return (await on.client.vault.listEntries({ kind: 'all' }, '')).map(({ title }) => title);
};

describe('a reset whose line fails at any request', () => {
  it('with a way to the keys ends with everything there', async () => {
    let requests = 5;
    for (const failure of failures) {
      for (let at = 1; at <= requests; at++) {
        await passLimits();
        const { device, sent } = await deviceFailingAt(at, failure);
        const next = `copper lantern ${failure} ${at}`;
        const { forgotPassword } = device.client;
        await comeIn(device, {
          email: 'ines@northwind.example',
          next,
          settle: async () =>
            (await forgotPassword.openWith({ kind: 'qr', text: sheet })).ok &&
            (await forgotPassword.finish(next)).ok,
        });
        expect(open(device), `${failure} at ${at}`).toBe(true);
        expect(await titles(device)).toEqual(['Harbour office']);
        requests = Math.max(requests, Math.min(sent(), 6));
      }
    }
  });

  it('without one leaves the keys of before to whoever has them, and lets the new ones in', async () => {
    for (const failure of failures) {
      for (let at = 1; at <= 6; at++) {
        await passLimits();
        const { device } = await deviceFailingAt(at, failure);
        const next = `copper lantern ${failure} ${at}`;
        const { forgotPassword } = device.client;
        await comeIn(device, {
          email: 'noor@northwind.example',
          next,
          settle: async () => (await forgotPassword.startOver(next)).ok,
        });
        expect(open(device), `${failure} at ${at}`).toBe(true);
        // The keys of before, by their own password; a reset that takes the place of another ends no session of theirs.
        if (!open(noor)) mustBeOk(await noor.client.account.unlock(password));
        // Days go by in the same session, after which the organization asks again who is there.
        mustBeOk(await noor.client.account.confirmIdentity(password));
        await until(noor.client, ({ waitingGeneration }) => waitingGeneration?.isOwn === false);
        expect(await titles(noor)).toEqual(['Harbour office']);
      }
    }
    mustBeOk(await noor.client.forgotPassword.refuseWaiting());
  });
});
