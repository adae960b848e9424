import { type AccountId, type Email, mustBeOk, newId } from '@postern/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDeviceUnlock, sealDeviceUnlock } from './device-unlock.ts';
import {
  loginFinish,
  loginStart,
  type OpaqueRegistration,
  passwordMethodSeed,
  registerFinish,
  registerStart,
} from './opaque-client.ts';
import {
  createServerSetup,
  finishLogin,
  isRegistrationRecord,
  type OpaqueServerSetup,
  registrationResponse,
  serverPublicKeyOf,
  startLogin,
} from './opaque-server.ts';
import { type AccountSecret, drawSecret } from './secrets.ts';

const maya = 'maya@northwind.example' as Email;
const tom = 'tom@northwind.example' as Email;

/** A whole sign-in between client and server: what each side ends with. */
async function signIn(
  setup: OpaqueServerSetup,
  email: Email,
  record: string | null,
  password: string,
  claimed = email,
) {
  const { state, message } = await loginStart(password);
  const served = mustBeOk(await startLogin(setup, email, record, message));
  const client = await loginFinish({ password, email: claimed, state, response: served.response });
  return { served, client, accepted: await finishLogin(served.state, email, client?.message ?? '') };
}

describe('signing in by password', () => {
  let setup: OpaqueServerSetup;
  let registered: OpaqueRegistration;

  beforeAll(async () => {
    setup = await createServerSetup();
    const { state, message } = await registerStart('correct horse');
    const response = mustBeOk(await registrationResponse(setup, maya, message));
    const finished = await registerFinish({ password: 'correct horse', email: maya, state, response });
    if (finished === undefined) throw new Error('registration failed');
    registered = finished;
  });

  it('brings back the export key of the registration', async () => {
    const { client, accepted } = await signIn(setup, maya, registered.record, 'correct horse');
    expect(accepted).toBe(true);
    expect(client?.exportKey).toEqual(registered.exportKey);
    expect(client?.serverPublicKey).toBe(await serverPublicKeyOf(setup));
    expect(isRegistrationRecord(registered.record)).toBe(true);
    expect(await passwordMethodSeed(registered.exportKey)).toHaveLength(32);
  });

  it('fails alike for a wrong password, an unknown address, another set-up and another address', async () => {
    const known = await signIn(setup, maya, registered.record, 'wrong horse');
    const unknown = await signIn(setup, tom, null, 'correct horse');
    expect(known.served.response).toHaveLength(unknown.served.response.length);
    const otherSetup = await signIn(await createServerSetup(), maya, registered.record, 'correct horse');
    const otherEmail = await signIn(setup, maya, registered.record, 'correct horse', tom);
    for (const { client, accepted } of [known, unknown, otherSetup, otherEmail]) {
      expect(client).toBeUndefined();
      expect(accepted).toBe(false);
    }
  });

  it('treats two ways to write one character as one password', async () => {
    const { state, message } = await registerStart('caf\u00e9');
    const response = mustBeOk(await registrationResponse(setup, maya, message));
    const finished = await registerFinish({ password: 'caf\u00e9', email: maya, state, response });
    const { accepted } = await signIn(setup, maya, finished?.record ?? null, 'cafe\u0301');
    expect(accepted).toBe(true);
  });

  it.each(['', 'AAAA', '!', 'A'.repeat(43), '_'.repeat(43), '_'.repeat(128), 'A'.repeat(86)])(
    'refuses %j in place of any message',
    async (text) => {
      const malformed = { ok: false, code: 'opaque_malformed' };
      expect(await registrationResponse(setup, maya, text)).toEqual(malformed);
      expect(await startLogin(setup, maya, registered.record, text)).toEqual(malformed);
      const { state, message } = await loginStart('x');
      const served = mustBeOk(await startLogin(setup, maya, registered.record, message));
      expect(await finishLogin(served.state, maya, text)).toBe(false);
      expect(await loginFinish({ password: 'x', email: maya, state, response: text })).toBeUndefined();
      const registration = await registerStart('x');
      expect(
        await registerFinish({ password: 'x', email: maya, state: registration.state, response: text }),
      ).toBeUndefined();
    },
  );
});

describe('unlocking a device by password', () => {
  const context = { account: newId<AccountId>(), device: newId() };
  const secret = drawSecret<AccountSecret>();

  it('opens what this password sealed on this device', async () => {
    const unlock = await sealDeviceUnlock('correct horse', context, secret);
    expect(unlock.salt).toHaveLength(16);
    expect(await openDeviceUnlock('correct horse', context, unlock)).toEqual(secret);
    expect(await openDeviceUnlock('wrong horse', context, unlock)).toBeUndefined();
    expect(await openDeviceUnlock('correct horse', { ...context, device: newId() }, unlock)).toBeUndefined();
    const shortSalt = { ...unlock, salt: unlock.salt.slice(1) };
    expect(await openDeviceUnlock('correct horse', context, shortSalt)).toBeUndefined();
  });
});
