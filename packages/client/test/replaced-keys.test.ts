import { mustBeOk, type VaultId } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { readTextOfOwnPdf } from '../src/paper/own-pdf.ts';
import { confirmKit, type Device, startDevice, until } from './people.ts';
import { addEntry, createVault, draft, memberOf, password, startOwner, titlesWith } from './team.ts';

/** Ines is the owner of Quay, a custodian of Northwind, and in Harbour a member whom Maya disabled for now. */

const email = (name: string) => `${name}@northwind.example`;

let server: TestServer;
let maya: Device;
let ines: Device;
let wiki: VaultId;
let attic: VaultId;
let berths: VaultId;
const devices: Device[] = [];

async function device(): Promise<Device> {
  const started = await startDevice(server);
  devices.push(started);
  return started;
}
const enter = async ({ client }: Device, address: string) => {
  mustBeOk(await client.organization.enter(address));
  await until(client, ({ entered }) => entered?.address === address && entered.open !== undefined);
};
/** What the ledger of the organization that is entered says happened, newest first. */
const happened = async ({ client }: Device) =>
  mustBeOk(await client.administration.history.all()).map(({ type }) => type);
const titles = async (on: Device, vault: VaultId) =>
  (await on.client.vault.listEntries({ kind: 'vault', vault }, '')).map(({ title }) => title).sort();

async function invited(address: string, vault: VaultId) {
  await enter(maya, address);
  const given = draft({ role: 'administrator', grants: [{ vault, given: 'editor' }] });
  const [made] = mustBeOk(await maya.client.administration.invitations.invite(email('ines'), given));
  if (made?.ok !== true) throw new Error('not invited');
  mustBeOk(await ines.client.administration.invitations.accept(made.made.link ?? ''));
  await enter(ines, address);
}

beforeAll(async () => {
  server = await startTestServer({ POSTERN_SIGNUP: 'open' });
  maya = await startOwner(server, email('maya'), 'northwind');
  wiki = await createVault(maya, 'Wiki', 'Router');
  attic = await createVault(maya, 'Attic', 'Lamp');
  mustBeOk(await maya.client.organization.create('Harbour', 'harbour'));
  await maya.client.organization.enter('harbour');
  await confirmKit(maya, 'harbour');
  berths = await createVault(maya, 'Berths', 'Pier 4');
  ines = await startOwner(server, email('ines'), 'quay');
  devices.push(maya, ines);
  await createVault(ines, 'Boats', 'Sloop');
  await invited('northwind', wiki);
  await invited('harbour', berths);
  await enter(maya, 'northwind');
  const { people } = maya.client.administration;
  mustBeOk(await people.addCustodian((await memberOf(maya, email('ines'))).id));
  await enter(maya, 'harbour');
  mustBeOk(await people.disable([(await memberOf(maya, email('ines'))).id]));
});
afterAll(async () => {
  for (const { client } of devices) await client.close();
  await server.stop();
});

describe('Ines, whose key sheet somebody photographed', () => {
  let other: Device;
  let sheet: string;

  it('replaces her keys, and every organization that lets her in takes the new ones', async () => {
    other = await device();
    mustBeOk(await other.client.account.signIn(email('ines'), password));
    await enter(other, 'northwind');
    mustBeOk(await ines.client.account.confirmIdentity(password));
    const { keyStorage } = ines.client;
    sheet = (await readTextOfOwnPdf(mustBeOk(await keyStorage.makeSheet()).pdf)) ?? '';
    mustBeOk(await keyStorage.confirmSheet(sheet));
    await enter(ines, 'northwind');
    const words = ines.client.snapshot().account?.fingerprintWords;

    expect(mustBeOk(await keyStorage.replaceKeys(password))).toEqual({
      endedSessions: 1,
      organizations: expect.arrayContaining([
        { address: 'quay' },
        { address: 'northwind' },
        { address: 'harbour', code: 'member_disabled' },
      ]),
    });
    expect(ines.client.snapshot()).toMatchObject({ phase: 'open', entered: { address: 'northwind' } });
    expect(ines.client.snapshot().account?.fingerprintWords).not.toEqual(words);
    const { generation, methods } = mustBeOk(await keyStorage.read());
    expect([generation, ...methods.map(({ kind }) => kind)]).toEqual([2, 'password']);
    // Groups and vaults got new keys in the same go.
    expect((await happened(ines)).slice(0, 2)).toEqual(['vault_rotate', 'rekey']);
  });

  it('goes on everywhere, and others read what she writes', async () => {
    await addEntry(ines, wiki, 'Switch');
    await enter(maya, 'northwind');
    expect(await titlesWith(maya.client, wiki, 'Switch')).toContain('Router');
    await addEntry(maya, wiki, 'Firewall');
    expect(await titlesWith(ines.client, wiki, 'Firewall')).toHaveLength(3);
    // With custody she could open what was never given to her: it got a new key from her as well.
    const before = (await happened(maya)).length;
    await addEntry(maya, attic, 'Candle');
    expect(await titles(maya, attic)).toEqual(['Candle', 'Lamp']);
    expect(await happened(maya)).toHaveLength(before);
    await enter(ines, 'quay');
    expect(await happened(ines)).toContain('rekey');
    await until(ines.client, ({ entered }) => entered?.open?.counts.all === 1);
  });

  it('signs in again on her other device, which has everything', async () => {
    await until(other.client, ({ phase }) => phase === 'locked');
    mustBeOk(await other.client.account.unlock(password));
    await enter(other, 'northwind');
    expect(await titlesWith(other.client, wiki, 'Firewall')).toEqual(
      expect.arrayContaining(['Router', 'Switch', 'Firewall']),
    );
    // On a device that was never asked, its person first looks through who else holds keys.
    const { keyRecipients, confirmRecipients } = other.client.organization;
    mustBeOk(await confirmRecipients(mustBeOk(await keyRecipients()).seq));
    await addEntry(other, wiki, 'Printer');
  });

  it('opens nothing by the sheet any more', async () => {
    const found = await device();
    const { forgotPassword } = found.client;
    mustBeOk(await forgotPassword.begin(email('ines')));
    mustBeOk(await forgotPassword.enterCode(email('ines'), await server.codeFor(email('ines'))));
    expect(await forgotPassword.openWith({ kind: 'qr', text: sheet })).toMatchObject({ ok: false });
  });

  it('is let in again where she was disabled, and that organization hears of it then', async () => {
    expect(mustBeOk(await ines.client.organization.enter('harbour')).denial?.code).toBe('member_disabled');
    await enter(maya, 'harbour');
    const { people } = maya.client.administration;
    mustBeOk(await people.enable([(await memberOf(maya, email('ines'))).id]));
    await enter(ines, 'harbour');
    expect((await happened(ines)).slice(0, 2)).toEqual(['vault_rotate', 'rekey']);
    await addEntry(ines, berths, 'Pier 5');
    await enter(maya, 'harbour');
    expect(await titlesWith(maya.client, berths, 'Pier 5')).toHaveLength(2);
  });

  it('replaces them again, twice before an organization hears of it', async () => {
    await enter(maya, 'harbour');
    const { people } = maya.client.administration;
    const { id } = await memberOf(maya, email('ines'));
    mustBeOk(await people.disable([id]));
    for (const generation of [3, 4]) {
      mustBeOk(await ines.client.keyStorage.replaceKeys(password));
      expect(mustBeOk(await ines.client.keyStorage.read()).generation).toBe(generation);
    }
    mustBeOk(await people.enable([id]));
    await enter(ines, 'harbour');
    const { fingerprintWords } = await memberOf(maya, email('ines'));
    expect(ines.client.snapshot().account?.fingerprintWords).toEqual(fingerprintWords);
    expect(await titles(ines, berths)).toEqual(['Pier 4', 'Pier 5']);
    await addEntry(ines, berths, 'Pier 6');
  });
});
