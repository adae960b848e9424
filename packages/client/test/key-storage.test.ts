import { type KeyMethodId, mustBeOk, toBase64Url } from '@postern/core';
import { passkeyMethodSeed } from '@postern/crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AuthenticatorApp } from '../../../apps/server/test/support/authenticator-app.ts';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { readTextOfOwnPdf } from '../src/paper/own-pdf.ts';
import { confirmKit, type Device, signUp, startDevice, until } from './people.ts';

const email = 'ines@harbour.example';
const password = 'granite orchard 47 lantern';
/** What a passkey of hers gives for the one input that the client asks with. */
const prf = new Uint8Array(32).fill(9);
const passkey = { label: 'Blue key', prf, credential: { id: 'AQID', transports: ['usb'] } };

let server: TestServer;
let laptop: Device;
const devices: Device[] = [];
async function device(): Promise<Device> {
  const started = await startDevice(server);
  devices.push(started);
  return started;
}
beforeAll(async () => {
  server = await startTestServer();
  laptop = await device();
  await signUp(server, laptop, email, password);
  mustBeOk(await laptop.client.organization.create('Harbour', 'harbour'));
  mustBeOk(await laptop.client.organization.enter('harbour'));
  await confirmKit(laptop, 'harbour');
});
afterAll(async () => {
  for (const { client } of devices) await client.close();
  await server.stop();
});
/** Later than every limit of the test before, and once more it is Ines. */
beforeEach(async () => {
  server.passMs(3600_000);
  mustBeOk(await laptop.client.account.confirmIdentity(password));
});

const ways = async ({ client }: Device) => mustBeOk(await client.keyStorage.read()).methods;
const kinds = async (on: Device) => (await ways(on)).map(({ kind }) => kind);
const idOf = async (on: Device, kind: string): Promise<KeyMethodId> => {
  const found = (await ways(on)).find((one) => one.kind === kind);
  if (found === undefined) throw new Error(`there is no ${kind}`);
  return found.id;
};
const logged = async ({ client }: Device) =>
  mustBeOk(await client.account.accessLog()).map(({ kind }) => kind);

/** Draws a sheet and puts it in force; what its QR code says. */
async function newSheet({ client }: Device): Promise<string> {
  const drawn = mustBeOk(await client.keyStorage.makeSheet());
  const text = await readTextOfOwnPdf(drawn.pdf);
  if (text === undefined) throw new Error('the sheet carries no text');
  mustBeOk(await client.keyStorage.confirmSheet(text, password));
  return text;
}

describe('the ways to Ines’s keys', () => {
  let sheet: string;

  it('begin with the password; a change needs a proof of who is there', async () => {
    expect(await kinds(laptop)).toEqual(['password']);
    server.passMs(3600_000);
    expect(await laptop.client.keyStorage.addPasskey(passkey)).toMatchObject({
      code: 'reauthentication_required',
    });
  });

  it('are all that there is for an organization of which one is the only custodian', async () => {
    expect(mustBeOk(await laptop.client.keyStorage.atStake())).toMatchObject([
      {
        name: 'Harbour',
        role: 'owner',
        need: 'recovery_code',
        isLastCustodian: true,
        helpers: [],
        kit: { version: 1 },
      },
    ]);
  });

  it('grow by a sheet once its code was read back', async () => {
    const { keyStorage } = laptop.client;
    const drawn = mustBeOk(await keyStorage.makeSheet());
    expect(drawn).toMatchObject({ groupCount: 11, replaces: undefined });
    expect(await keyStorage.confirmSheet('ABCDEF')).toMatchObject({
      code: 'sheet_code_wrong',
      params: { group: drawn.askedGroup },
    });
    expect(await kinds(laptop)).toEqual(['password']);
    const text = (await readTextOfOwnPdf(drawn.pdf)) ?? '';
    const group = text.replace('KEY-', '').split('/')[0]?.split('-')[drawn.askedGroup - 1] ?? '';
    expect(mustBeOk(await keyStorage.confirmSheet(group.toLowerCase()))).toEqual({ endedSessions: 0 });
    sheet = text;
    expect(await kinds(laptop)).toEqual(['password', 'qr']);
    expect(await logged(laptop)).toContain('key_method_added');
    // The device goes on from its own copy, and the organization is as it was.
    expect(laptop.client.snapshot()).toMatchObject({ phase: 'open', entered: { address: 'harbour' } });
  });

  it('grow by a passkey, of which the server never sees what its PRF gave', async () => {
    const before = laptop.sent.length;
    mustBeOk(await laptop.client.keyStorage.addPasskey(passkey));
    expect(await ways(laptop)).toMatchObject([
      { kind: 'password' },
      { kind: 'qr' },
      { kind: 'passkey', label: 'Blue key', credential: passkey.credential },
    ]);
    const sent = laptop.sent.slice(before).join();
    expect(sent).toContain(passkey.credential.id);
    expect(sent).not.toContain(toBase64Url(prf));
    expect(sent).not.toContain(toBase64Url(await passkeyMethodSeed(prf)));
  });

  it('open a new device where the password brings nothing back', async () => {
    const phone = await device();
    mustBeOk(await phone.client.account.signIn(email, password));
    mustBeOk(await phone.client.organization.enter('harbour'));
    const password1 = await idOf(laptop, 'password');
    const removed = mustBeOk(await laptop.client.keyStorage.remove(password1, password));
    expect(removed.endedSessions).toBe(1);
    await until(phone.client, ({ phase }) => phase === 'locked');
    expect(await kinds(laptop)).toEqual(['qr', 'passkey']);

    // The password still signs in; the phone's own copy is of a secret that is no more.
    mustBeOk(await phone.client.account.unlock(password));
    expect(phone.client.snapshot()).toMatchObject({
      phase: 'keys-needed',
      keysNeeded: { email, methods: [{ kind: 'qr' }, { kind: 'passkey' }] },
    });
    const { getBack } = phone.client.keyStorage;
    expect(await getBack({ kind: 'passkey', prf: new Uint8Array(32) })).toMatchObject({
      code: 'key_opens_nothing',
    });
    expect(await getBack({ kind: 'qr', text: 'hello' })).toMatchObject({ code: 'sheet_code_wrong' });
    mustBeOk(await getBack({ kind: 'qr', text: sheet }));
    expect(phone.client.snapshot()).toMatchObject({ phase: 'open', keysNeeded: undefined });
    mustBeOk(await phone.client.organization.enter('harbour'));
    expect(phone.client.snapshot().entered?.open?.name).toBe('Harbour');
    expect((await ways(phone)).find(({ kind }) => kind === 'qr')?.lastUsedAtMs).toBeDefined();
    // From then on the password opens it without the server.
    await phone.client.account.lock();
    phone.offline(true);
    mustBeOk(await phone.client.account.unlock(password));
    phone.offline(false);

    // What another device adds costs this one neither a sign-in nor the sheet.
    const other = { ...passkey, label: 'Spare key', prf: new Uint8Array(32).fill(3) };
    mustBeOk(await laptop.client.keyStorage.addPasskey(other));
    await phone.client.account.lock();
    mustBeOk(await phone.client.account.unlock(password));
    expect(phone.client.snapshot().phase).toBe('open');
    expect(await kinds(phone)).toEqual(['qr', 'passkey', 'passkey']);

    const tablet = await device();
    mustBeOk(await tablet.client.account.signIn(email, password));
    mustBeOk(await tablet.client.keyStorage.getBack({ kind: 'passkey', prf }));
    expect(tablet.client.snapshot().phase).toBe('open');
  });

  it('end with the sheet that a newer one takes the place of', async () => {
    const drawn = mustBeOk(await laptop.client.keyStorage.makeSheet());
    expect(drawn.replaces).toBe(await idOf(laptop, 'qr'));
    const next = (await readTextOfOwnPdf(drawn.pdf)) ?? '';
    expect(await laptop.client.keyStorage.confirmSheet(next, 'not hers')).toMatchObject({
      code: 'sign_in_failed',
    });
    const { endedSessions } = mustBeOk(await laptop.client.keyStorage.confirmSheet(next, password));
    expect(endedSessions).toBe(2);
    const phone = await device();
    mustBeOk(await phone.client.account.signIn(email, password));
    expect(await phone.client.keyStorage.getBack({ kind: 'qr', text: sheet })).toMatchObject({
      code: 'key_opens_nothing',
    });
    mustBeOk(await phone.client.keyStorage.getBack({ kind: 'qr', text: next }));
    sheet = next;
  });

  it('outlast a change of the password that brings no keys back', async () => {
    const changed = 'seven copper lanterns 19';
    mustBeOk(await laptop.client.account.changePassword(password, changed));
    const phone = await device();
    mustBeOk(await phone.client.account.signIn(email, changed));
    mustBeOk(await phone.client.keyStorage.getBack({ kind: 'qr', text: sheet }));
    mustBeOk(await laptop.client.account.changePassword(changed, password));
  });

  it('may be under the password again, but never under nothing', async () => {
    mustBeOk(await laptop.client.keyStorage.addPassword(password));
    expect(await kinds(laptop)).toEqual(['passkey', 'passkey', 'qr', 'password']);
    const phone = await device();
    mustBeOk(await phone.client.account.signIn(email, password));
    expect(phone.client.snapshot().phase).toBe('open');
    mustBeOk(await laptop.client.keyStorage.remove(await idOf(laptop, 'qr'), password));
    for (let passkeys = 0; passkeys < 2; passkeys++) {
      mustBeOk(await laptop.client.keyStorage.remove(await idOf(laptop, 'passkey'), password));
    }
    const last = await idOf(laptop, 'password');
    expect(await laptop.client.keyStorage.remove(last, password)).toMatchObject({
      code: 'key_method_last',
    });
    expect(await kinds(laptop)).toEqual(['password']);
    expect(await logged(laptop)).toContain('key_method_removed');
  });

  it('stay whole where the answer to a change is lost', async () => {
    const lose = (from: string) => (path: string, answer: unknown) => {
      if (path.startsWith(from)) throw new TypeError('the line is cut');
      return answer;
    };
    const { keyStorage, account } = laptop.client;
    mustBeOk(await keyStorage.addPasskey(passkey));
    // Lost alone: the client asks whether it was made.
    laptop.between(lose('/api/account/key-storage'));
    const spare = { ...passkey, label: 'Spare key', prf: new Uint8Array(32).fill(5) };
    mustBeOk(await keyStorage.addPasskey(spare));
    // The line is gone for good after the change: what is open here is of the secret before.
    let gone = false;
    laptop.between(undefined);
    const id = await idOf(laptop, 'passkey');
    laptop.between((path, answer) => {
      gone ||= path === '/api/account/key-storage' && 'endedSessions' in answer;
      if (gone) throw new TypeError('the line is cut');
      return answer;
    });
    expect(await keyStorage.remove(id, password)).toMatchObject({ code: 'server_unreachable' });
    laptop.between(undefined);
    expect(await keyStorage.read()).toMatchObject({ code: 'sign_in_required' });
    expect(laptop.client.snapshot().phase).toBe('locked');
    mustBeOk(await account.unlock(password));
    expect(laptop.client.snapshot().phase).toBe('open');
    expect(await kinds(laptop)).toEqual(['password', 'passkey']);
    mustBeOk(await laptop.client.organization.enter('harbour'));
    mustBeOk(await keyStorage.remove(await idOf(laptop, 'passkey'), password));
  });

  it('stand in for a second factor that is lost, all but the password', async () => {
    sheet = await newSheet(laptop);
    const { secretB32 } = mustBeOk(await laptop.client.secondFactor.beginTotp());
    const app = new AuthenticatorApp(secretB32, server.nowMs);
    mustBeOk(await laptop.client.secondFactor.finishTotp('Lost phone', app.code()));

    const phone = await device();
    expect(mustBeOk(await phone.client.account.signIn(email, password))).toMatchObject({ kinds: ['totp'] });
    const { account } = phone.client;
    expect(mustBeOk(await account.keyMethodsForFactor())).toMatchObject([{ kind: 'qr' }]);
    expect(await account.resetSecondFactors({ kind: 'passkey', prf })).toMatchObject({
      code: 'key_opens_nothing',
    });
    mustBeOk(await account.resetSecondFactors({ kind: 'qr', text: sheet }));
    expect(phone.client.snapshot().phase).toBe('open');
    expect(mustBeOk(await phone.client.secondFactor.list()).factors).toEqual([]);
    expect(await logged(phone)).toEqual(expect.arrayContaining(['second_factors_reset', 'key_method_used']));
  });
});
