import {
  askGate,
  beginSignIn,
  finishSignIn,
  getAccount,
  getAccountState,
  readLedger,
} from '@postern/contract';
import { type Bytes, fromBase64Url, type Json, mustBeOk, toBase64Url } from '@postern/core';
import {
  drawSecret,
  hashB64,
  ObjectType,
  parseSigned,
  type SigningSeed,
  signingKeyFromSeed,
  signObject,
} from '@postern/crypto';
import type { MisbehavingServer } from '../harness/misbehaving-server.ts';
import { aDevice, address, mayasNewDevice, type Place } from './mayas-place.ts';

type Settings = Readonly<Record<string, Json>>;
type Lie = (evil: MisbehavingServer, settings: Settings) => unknown;

/** Every place in which a server could hand settings to a device that signs in and enters. */
const places: Readonly<Record<string, Lie>> = {
  'the first answer of a sign-in': (evil, settings) =>
    evil.alter(beginSignIn, (answer) => ({ ...answer, settings })),
  'the second answer of a sign-in': (evil, settings) =>
    evil.alter(finishSignIn, (answer) => ({ ...answer, settings })),
  'the account': (evil, settings) => evil.alter(getAccount, (answer) => ({ ...answer, settings })),
  'the key storage': (evil, settings) =>
    evil.alter(getAccount, (answer) => ({ ...answer, keys: { ...answer.keys, ...settings } })),
  'a key-storage method': (evil, settings) =>
    evil.alter(getAccount, (answer) => {
      const methods = answer.keys.methods.map((method) => ({ ...method, ...settings }));
      return { ...answer, keys: { ...answer.keys, methods } };
    }),
  'the account state': (evil, settings) =>
    evil.alter(getAccountState, (answer) => ({ ...answer, ...settings })),
  'the gate': (evil, settings) => evil.alter(askGate, (answer) => ({ ...answer, settings })),
};

/**
 * Forges these settings in every answer on the way in, and as an event of the ledger that somebody else signed. The codes
 * with which new devices of Maya's refuse them: those of the answers by place, and that of the ledger.
 */
export async function forgeSettings(
  place: Place,
  settings: Settings,
): Promise<{ readonly answers: Readonly<Record<string, string>>; readonly ledger: string }> {
  const answers: Record<string, string> = {};
  for (const [where, lie] of Object.entries(places)) {
    lie(place.evil.behave(), settings);
    answers[where] = await comeIn(place);
  }
  const forged = await forgeEvent(place, settings);
  place.evil.behave().alter(readLedger, (answer) => ({ ...answer, events: [...answer.events, forged] }));
  return { answers, ledger: await comeIn(place) };
}

/** The one code with which settings are refused wherever an answer brings them. */
export function theOneCode(answers: Readonly<Record<string, string>>): string {
  const codes = new Set(Object.values(answers));
  return codes.size === 1 ? ([...codes][0] ?? '') : JSON.stringify(answers);
}

/** Signs in on a new device and enters; the refusal. */
async function comeIn({ scene, server, evil, email, password }: Place): Promise<string> {
  const { client } = await aDevice(scene, server, evil);
  const signedIn = await client.account.signIn(email, password);
  const entered = signedIn.ok ? await client.organization.enter(address) : signedIn;
  return entered.ok ? '' : entered.code;
}

/** A `settings_set` event that follows the ledger's last one in everything but the owner's signature. */
async function forgeEvent(place: Place, settings: Settings): Promise<string> {
  const { client } = await mayasNewDevice({ ...place, evil: place.evil.behave().keep(readLedger) });
  mustBeOk(await client.organization.enter(address));
  const events = place.evil
    .kept(readLedger)
    .flatMap(({ body }) => (JSON.parse(Buffer.from(body).toString()) as LedgerPage).events);
  const last = fromBase64Url(events.at(-1) ?? '') as Bytes;
  const before = parseSigned(last, ObjectType.ledgerEvent)?.payload as { readonly seq: number };
  const payload = {
    ...before,
    body: { set: settings },
    prev: hashB64(last),
    seq: before.seq + 1,
    type: 'settings_set',
  };
  const key = await signingKeyFromSeed(drawSecret<SigningSeed>());
  return toBase64Url(await signObject(ObjectType.ledgerEvent, key, payload));
}

interface LedgerPage {
  readonly events: readonly string[];
}
