import { createMemoryPhoneKeys } from '@postern/client/node';
import { createPhoneApprover, type PhoneApprover, type PhoneSnapshot } from '@postern/client/phone';
import { type Clock, mustBeOk, systemClock } from '@postern/core';
import { type Device, lineTo, type PeoplesServer, until } from './people.ts';

/** A phone with real keys on it: what it keeps outlives the app. */
export interface TestPhone {
  readonly app: PhoneApprover;
  /** What stands between this phone and the server, and may change what comes back; `undefined` lets all pass. */
  readonly between: (change: ((path: string, answer: unknown) => unknown) | undefined) => void;
  readonly restart: () => Promise<TestPhone>;
}

export async function startPhone(
  server: Pick<PeoplesServer, 'url'>,
  keys = createMemoryPhoneKeys(),
  clock: Clock = systemClock,
  send: typeof fetch = lineTo(server),
): Promise<TestPhone> {
  let change: ((path: string, answer: unknown) => unknown) | undefined;
  const app = await createPhoneApprover({
    fetch: async (input, init) => {
      const response = await send(input, init);
      if (change === undefined || !response.headers.get('content-type')?.includes('json')) return response;
      const changed = change(new URL(String(input)).pathname, await response.json());
      return new Response(JSON.stringify(changed), { status: response.status, headers: response.headers });
    },
    baseUrl: server.url,
    keys,
    clock,
  });
  return {
    app,
    between: (next) => {
      change = next;
    },
    restart: async () => {
      await app.close();
      return startPhone(server, keys, clock, send);
    },
  };
}

/** Answers once the phone's snapshot is as wanted, looking at each one. */
export function untilPhone(
  { app }: TestPhone,
  wanted: (snapshot: PhoneSnapshot) => boolean,
): Promise<PhoneSnapshot> {
  return new Promise((resolve) => {
    const look = () => {
      const snapshot = app.snapshot();
      if (!wanted(snapshot)) return;
      end();
      resolve(snapshot);
    };
    const end = app.subscribe(look);
    look();
  });
}

/** The text of the code that a device shows for its next phone. */
export async function beginPairing({ client }: Device): Promise<string> {
  mustBeOk(await client.phone.beginPairing());
  const { pairing } = client.snapshot();
  if (pairing?.state !== 'shown') throw new Error('no code is shown');
  return pairing.text;
}

/** The person compares the digits on both and adds the phone. */
export async function confirmPairing({ client }: Device, phone: TestPhone): Promise<void> {
  const { pairing } = await until(client, (now) => now.pairing?.state !== 'shown');
  const digits = pairing?.state === 'answered' ? pairing.digits : '';
  if (!phone.app.snapshot().pairings.some((one) => one.digits === digits)) {
    throw new Error('the phone shows other digits');
  }
  mustBeOk(await client.phone.confirmPairing());
}

/** Pairs a phone with the account that is open on a device, both sides through. */
export async function pairPhone(device: Device, phone: TestPhone, label: string): Promise<void> {
  const { account } = mustBeOk(await phone.app.pair(await beginPairing(device), label));
  await confirmPairing(device, phone);
  mustBeOk(await phone.app.refresh());
  const paired = phone.app.snapshot().pairings.find((one) => one.account === account);
  if (paired?.state !== 'paired') throw new Error(`the phone is ${paired?.state}`);
}

/** The text of the code of a device that asks. */
export async function askPhones({ client }: Device): Promise<string> {
  mustBeOk(await client.phone.ask());
  const { approval } = client.snapshot();
  if (approval?.state !== 'asked') throw new Error('nothing is asked');
  return approval.text;
}
