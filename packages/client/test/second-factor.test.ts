import type { SecondFactorStep } from '@postern/client';
import { mustBeOk } from '@postern/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AuthenticatorApp } from '../../../apps/server/test/support/authenticator-app.ts';
import { SoftwareAuthenticator } from '../../../apps/server/test/support/software-authenticator.ts';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { type Device, signUp, startDevice } from './people.ts';

const password = 'granite orchard 47 lantern';
const origin = 'http://localhost:4280';

let server: TestServer;
let devices: Device[] = [];
beforeAll(async () => {
  server = await startTestServer({ POSTERN_PUBLIC_URL: origin });
});
afterAll(() => server.stop());
/** Later than every limit and every freshness of the test before. */
beforeEach(() => server.passMs(25 * 3600_000));
afterEach(async () => {
  for (const { client } of devices) await client.close();
  devices = [];
});

async function device(): Promise<Device> {
  const started = await startDevice(server);
  devices.push(started);
  return started;
}

let people = 0;
async function somebody() {
  const email = `maya${++people}@northwind.example`;
  const laptop = await device();
  await signUp(server, laptop, email, password);
  return { email, laptop, ...laptop.client };
}

async function addApp({ client }: Device, name = 'Work phone'): Promise<AuthenticatorApp> {
  const { secretB32 } = mustBeOk(await client.secondFactor.beginTotp());
  const app = new AuthenticatorApp(secretB32, server.nowMs);
  mustBeOk(await client.secondFactor.finishTotp(name, app.code()));
  server.passMs(30_000);
  return app;
}

/** The step that a sign-in waits with. */
function stepOf(step: SecondFactorStep | undefined): SecondFactorStep {
  if (step === undefined) throw new Error('no second factor was asked for');
  return step;
}

describe('a client whose account has an authenticator app', () => {
  it('signs in with password and code, and opens the keys only then', async () => {
    const { email, laptop } = await somebody();
    const app = await addApp(laptop);
    const phone = await device();
    const step = stepOf(mustBeOk(await phone.client.account.signIn(email, password)));
    expect(step).toMatchObject({ kind: 'second_factor', kinds: ['totp'] });
    expect(phone.client.snapshot().phase).toBe('signed-out');

    const { account } = phone.client;
    const wrong = await account.giveSecondFactor({ kind: 'totp', code: app.wrongCode() });
    expect(wrong).toMatchObject({ code: 'second_factor_wrong' });
    expect(await account.giveSecondFactor({ kind: 'totp', code: '12' })).toMatchObject({
      code: 'second_factor_wrong',
      field: '/code',
    });
    const shown = app.code();
    mustBeOk(
      await account.giveSecondFactor({ kind: 'totp', code: `${shown.slice(0, 3)} ${shown.slice(3)}` }),
    );
    expect(phone.client.snapshot()).toMatchObject({ phase: 'open', account: { email } });
    expect(phone.client.snapshot().account?.fingerprintWords).toEqual(
      laptop.client.snapshot().account?.fingerprintWords,
    );
    expect(await account.giveSecondFactor({ kind: 'totp', code: '000000' })).toMatchObject({
      code: 'ticket_expired',
    });
    // What crossed the wire is the code, and neither password nor secret.
    expect(phone.sent.join('\n')).toContain(`"code":"${shown}"`);
    expect(phone.sent.join('\n')).not.toContain(password);
  });

  it('forgets the sign-in that waits when it is locked, and when its time is over', async () => {
    const { email, laptop } = await somebody();
    const app = await addApp(laptop);
    const { account } = (await device()).client;
    stepOf(mustBeOk(await account.signIn(email, password)));
    await account.lock();
    const gone = { code: 'ticket_expired' };
    expect(await account.giveSecondFactor({ kind: 'totp', code: app.code() })).toMatchObject(gone);
    stepOf(mustBeOk(await account.signIn(email, password)));
    server.passMs(11 * 60_000);
    expect(await account.giveSecondFactor({ kind: 'totp', code: app.code() })).toMatchObject(gone);
    expect(await account.mailSecondFactor()).toMatchObject(gone);
  });

  it('unlocks without the factor while the session lasts, and with it once that is over', async () => {
    const { laptop } = await somebody();
    const app = await addApp(laptop);
    const { account } = laptop.client;
    await account.lock();
    expect(mustBeOk(await account.unlock(password))).toBeUndefined();
    const session = mustBeOk(await account.sessions()).find(({ current }) => current)?.session;
    if (session === undefined) throw new Error('no session');
    mustBeOk(await account.revokeSession(session));
    await account.lock();
    stepOf(mustBeOk(await account.unlock(password)));
    expect(laptop.client.snapshot().phase).toBe('locked');
    mustBeOk(await account.giveSecondFactor({ kind: 'totp', code: app.code() }));
    expect(laptop.client.snapshot().phase).toBe('open');
  });

  it('changes the password once password and factor were given lately', async () => {
    const { email, laptop } = await somebody();
    const app = await addApp(laptop);
    server.passMs(11 * 60_000);
    const { account, secondFactor } = laptop.client;
    const next = 'seven otters by the quiet weir';
    expect(await account.changePassword(password, next)).toMatchObject({ code: 'second_factor_required' });
    expect(mustBeOk(await secondFactor.ask()).kinds).toEqual(['totp']);
    mustBeOk(await secondFactor.give({ kind: 'totp', code: app.code() }));
    mustBeOk(await account.changePassword(password, next));
    const phone = await device();
    stepOf(mustBeOk(await phone.client.account.signIn(email, next)));
  });
});

describe('passkeys, backup codes and mailed codes in a client', () => {
  it('make a passkey, name it, sign in with it, and take it off', async () => {
    const { email, laptop } = await somebody();
    const key = new SoftwareAuthenticator(origin);
    const { secondFactor } = laptop.client;
    const creation = mustBeOk(await secondFactor.beginPasskey());
    const made = mustBeOk(await secondFactor.finishPasskey('Key', key.create(creation)));
    expect(made).toMatchObject({ kind: 'passkey', name: 'Key' });
    mustBeOk(await secondFactor.rename(made.factor, 'Key on my desk'));

    const phone = await device();
    const { passkey } = stepOf(mustBeOk(await phone.client.account.signIn(email, password)));
    if (passkey === undefined) throw new Error('no passkey was asked for');
    mustBeOk(await phone.client.account.giveSecondFactor({ kind: 'passkey', credential: key.get(passkey) }));
    expect(phone.client.snapshot().phase).toBe('open');
    // What a passkey derives for its person stays on the device.
    expect([...phone.sent, ...laptop.sent].join('\n')).not.toMatch(/prf|clientExtensionResults/);

    const { factors, usedInSession } = mustBeOk(await phone.client.secondFactor.list());
    expect(factors).toMatchObject([{ name: 'Key on my desk', lastUsedAtMs: expect.any(Number) }]);
    expect(usedInSession).toEqual(['passkey']);
    mustBeOk(await phone.client.secondFactor.remove(made.factor));
    const tablet = await device();
    expect(mustBeOk(await tablet.client.account.signIn(email, password))).toBeUndefined();
    expect(tablet.client.snapshot().phase).toBe('open');
  });

  it('give a backup code in the place of a lost app', async () => {
    const { email, laptop } = await somebody();
    await addApp(laptop);
    const [code = ''] = mustBeOk(await laptop.client.secondFactor.makeBackupCodes());
    const { account, secondFactor } = (await device()).client;
    expect(stepOf(mustBeOk(await account.signIn(email, password))).kinds).toEqual(['totp', 'backup']);
    mustBeOk(await account.giveSecondFactor({ kind: 'backup', code: code.toLowerCase() }));
    const { factors, backupCodesLeft } = mustBeOk(await secondFactor.list());
    expect(backupCodesLeft).toBe(9);
    for (const { factor } of factors) mustBeOk(await secondFactor.remove(factor));
    expect(mustBeOk(await secondFactor.list())).toEqual({
      factors: [],
      backupCodesLeft: 0,
      usedInSession: [],
    });
  });

  it('have a code mailed, at sign-in and in a session', async () => {
    const { email, laptop } = await somebody();
    const { secondFactor } = laptop.client;
    mustBeOk(await secondFactor.beginMail());
    expect(await secondFactor.finishMail('12')).toMatchObject({ code: 'code_wrong' });
    mustBeOk(await secondFactor.finishMail(server.codeFor(email)));
    mustBeOk(await secondFactor.mailCode());
    mustBeOk(await secondFactor.give({ kind: 'mail', code: server.codeFor(email) }));

    const phone = await device();
    expect(stepOf(mustBeOk(await phone.client.account.signIn(email, password))).kinds).toEqual(['mail']);
    mustBeOk(await phone.client.account.mailSecondFactor());
    mustBeOk(await phone.client.account.giveSecondFactor({ kind: 'mail', code: server.codeFor(email) }));
    expect(phone.client.snapshot().phase).toBe('open');
  });
});
