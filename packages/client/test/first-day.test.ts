import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import {
  confirmKit,
  type Device,
  readAskedGroup,
  readPrintedTexts,
  signUp,
  startDevice,
  until,
} from './people.ts';

const email = 'maya@northwind.example';
const password = 'granite orchard 47 lantern';

let server: TestServer;
let laptop: Device;
beforeAll(async () => {
  server = await startTestServer();
  laptop = await startDevice(server);
});
afterAll(async () => {
  await laptop.client.close();
  await server.stop();
});

const loginDraft = {
  type: 'login',
  title: 'Payroll',
  user: 'maya',
  password: 'correct horse',
  urls: ['https://payroll.example'],
  notes: '',
  tags: ['money'],
  folder: undefined,
  favourite: false,
  custom: [],
} as const;

describe('Maya’s first day', () => {
  it('begins signed out and ends open after a mailed code and a password', async () => {
    expect(laptop.client.snapshot().phase).toBe('signed-out');
    await signUp(server, laptop, email, password);
    const { phase, account, organizations } = laptop.client.snapshot();
    expect(phase).toBe('open');
    expect(account?.email).toBe(email);
    expect(account?.fingerprintWords).toHaveLength(8);
    expect(organizations).toEqual([]);
  });

  it('refuses a short password, a second use of the ticket, an address nobody gave her', async () => {
    const { account, organization } = laptop.client;
    expect(await account.finishSignUp(email, password)).toMatchObject({ code: 'ticket_expired' });
    expect(await account.changePassword(password, 'short')).toMatchObject({ code: 'password_too_weak' });
    const gate = mustBeOk(await organization.enter('northwind'));
    expect(gate).toMatchObject({ allowed: false, denial: { code: 'invitation_required' } });
  });

  it('founds an organization whose gate stays shut until the kit is saved', async () => {
    const { organization } = laptop.client;
    expect(await organization.create('Northwind', 'No Such Address')).toMatchObject({
      code: 'address_invalid',
      field: '/address',
    });
    const founded = mustBeOk(await organization.create('Northwind', 'northwind'));
    expect(laptop.client.snapshot().organizations).toMatchObject([{ id: founded.id, address: 'northwind' }]);
    const gate = mustBeOk(await organization.enter('northwind'));
    expect(gate.denial?.code).toBe('setup_required');
    expect(laptop.client.snapshot().entered?.open).toBeUndefined();
  });

  it('prints a kit, asks for one group of it, and forgets the kit before', async () => {
    const { organization } = laptop.client;
    const first = mustBeOk(await organization.makeKit('northwind'));
    expect(first.fileName).toBe('Postern recovery kit Northwind northwind v1.pdf');
    const kit = mustBeOk(await organization.makeKit('northwind'));
    expect(kit).toMatchObject({ version: 1, groupCount: 11 });
    const texts = await readPrintedTexts(kit.pdf);
    expect(texts).toContain('Northwind');
    expect(texts).toContain(laptop.client.snapshot().organizations[0]?.id);

    expect(await organization.confirmKit('northwind', 'AAAAAA')).toMatchObject({
      code: 'recovery_code_mistyped',
    });
    const group = await readAskedGroup(kit.pdf, kit.askedGroup);
    mustBeOk(await organization.confirmKit('northwind', ` ${group.toLowerCase()} `));
    const { entered } = laptop.client.snapshot();
    expect(entered?.open).toMatchObject({ name: 'Northwind', isOwner: true, memberCount: 1 });
    expect(entered?.open?.vaults).toMatchObject([{ kind: 'personal' }]);
    // The code went on paper and nowhere else.
    const code = (await readPrintedTexts(kit.pdf)).filter((text) => /^[0-9A-HJKMNP-TV-Z]{6}$/.test(text));
    for (const part of code) expect(laptop.sent.join('\n')).not.toContain(part);
  });

  it('keeps a password and opens it from a second device that knows nothing but hers', async () => {
    const vault = laptop.client.snapshot().entered?.open?.vaults[0]?.id;
    if (vault === undefined) throw new Error('no vault');
    const added = mustBeOk((await laptop.client.vault.addEntry(vault, loginDraft)) as never) as {
      entry: string;
    };
    const phone = await startDevice(server);
    mustBeOk(await phone.client.account.signIn(' Maya@Northwind.example ', password));
    mustBeOk(await phone.client.organization.enter('northwind'));
    await until(phone.client, ({ entered }) => entered?.open?.counts.all === 1);
    const opened = mustBeOk(await phone.client.vault.openEntry({ vault, entry: added.entry as never }));
    expect(opened).toMatchObject({ title: 'Payroll', password: 'correct horse' });

    // A second change arrives by itself, and its notice says enough to ask for nothing but the change.
    const asked = phone.sent.length;
    mustBeOk((await laptop.client.vault.addEntry(vault, { ...loginDraft, title: 'Bank' })) as never);
    await until(phone.client, ({ entered }) => entered?.open?.counts.all === 2);
    const reads = phone.sent.slice(asked).filter((line) => /\/(?:changes\?|heads)/.test(line));
    expect(reads).toEqual([expect.stringContaining(`${vault}/changes?since=`)]);
    await phone.client.close();
  });

  it('shows evidence that does not come from the server', async () => {
    const evidence = mustBeOk(await laptop.client.organization.evidence());
    expect(evidence.organization).toBe(laptop.client.snapshot().organizations[0]?.id);
    expect(evidence.events.map((line) => line.type)).toEqual(['genesis', 'recovery_rotate', 'vault_create']);
    expect(evidence.events.every((line) => line.by === email)).toBe(true);
    expect(evidence.ledgerHead.seq).toBe(2);
    expect(evidence.idHex).toMatch(/^[0-9a-f]{64}$/);
  });

  it('changes a setting that other devices see', async () => {
    expect(await laptop.client.organization.changeSettings({ sessionAgeMinutes: 5 })).toMatchObject({
      code: 'setting_out_of_bounds',
    });
    mustBeOk(await laptop.client.organization.changeSettings({ sessionAgeMinutes: 60 }));
    expect(laptop.client.snapshot().entered?.open?.settings.sessionAgeMinutes).toBe(60);
  });

  it('makes a second kit, which gives every vault a new epoch and loses nothing', async () => {
    await confirmKit(laptop, 'northwind');
    const evidence = mustBeOk(await laptop.client.organization.evidence());
    expect(evidence.events.slice(-2).map((line) => line.type)).toEqual(['recovery_rotate', 'vault_rotate']);
    const vault = laptop.client.snapshot().entered?.open?.vaults[0]?.id;
    if (vault === undefined) throw new Error('no vault');
    mustBeOk((await laptop.client.vault.addEntry(vault, { ...loginDraft, title: 'After' })) as never);
    const tablet = await startDevice(server);
    mustBeOk(await tablet.client.account.signIn(email, password));
    mustBeOk(await tablet.client.organization.enter('northwind'));
    await until(tablet.client, ({ entered }) => entered?.open?.counts.all === 3);
    const rows = await tablet.client.vault.listEntries({ kind: 'all' }, '');
    expect(rows.map((row) => row.title)).toEqual(['After', 'Bank', 'Payroll']);
    await tablet.client.close();
  });
});
