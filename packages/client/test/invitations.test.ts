import { mustBeOk, type VaultId } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { type Device, until } from './people.ts';
import { createVault, draft, invite, memberOf, startOwner, startPerson, titlesWith } from './team.ts';

let server: TestServer;
let maya: Device;
let wiki: VaultId;
beforeAll(async () => {
  server = await startTestServer({ POSTERN_SIGNUP: 'open' });
  maya = await startOwner(server, 'maya@northwind.example', 'northwind');
  wiki = await createVault(maya, 'Wiki', 'Port authority');
});
afterAll(async () => {
  await maya.client.close();
  await server.stop();
});

const toWiki = (role: 'reader' | 'editor') => ({ grants: [{ vault: wiki, given: role }] });

describe('an invitation by link', () => {
  it('says who invites to what, from the ledger it leads to', async () => {
    const leo = await startPerson(server, 'leo@northwind.example');
    const { link } = await invite(maya, 'leo@northwind.example', toWiki('editor'));
    expect(link).toMatch(/\/invitation#1\.[\w-]{43}\.[\w-]{43}\.[\w-]{43}\.[\w-]+$/);
    const opened = mustBeOk(await leo.client.administration.invitations.open(link));
    expect(opened).toMatchObject({
      organization: 'Northwind',
      address: 'northwind',
      by: 'maya@northwind.example',
      email: 'leo@northwind.example',
      needsWords: false,
      forThisAccount: true,
    });
    const [open] = mustBeOk(await maya.client.administration.invitations.list());
    expect(open).toMatchObject({ email: 'leo@northwind.example', standing: 'open', vaultCount: 1 });

    const joined = mustBeOk(await leo.client.administration.invitations.accept(link));
    expect(joined).toEqual({ address: 'northwind', waits: false });
    mustBeOk(await leo.client.organization.enter('northwind'));
    expect(await titlesWith(leo.client, wiki, 'Port authority')).toEqual(['Port authority']);
    const { entered, organizations } = leo.client.snapshot();
    expect(organizations.map(({ address }) => address)).toEqual(['northwind']);
    expect(entered?.open?.vaults.map(({ kind }) => kind).sort()).toEqual(['personal', 'shared']);

    expect(await memberOf(maya, 'leo@northwind.example')).toMatchObject({ link: 'linked', vaultCount: 2 });
    expect(mustBeOk(await maya.client.administration.invitations.list())).toEqual([]);
    // Used once.
    expect(await leo.client.administration.invitations.accept(link)).toMatchObject({ ok: false });
    await leo.client.close();
  });

  it('is nothing for another account, and nothing when it is cut off', async () => {
    const { link } = await invite(maya, 'nora@northwind.example');
    const eve = await startPerson(server, 'eve@elsewhere.example');
    const { invitations } = eve.client.administration;
    expect(await invitations.open(link)).toMatchObject({ code: 'invitation_for_other_address' });
    expect(await invitations.open(link.slice(0, -3))).toMatchObject({ code: 'invitation_link_wrong' });
    await eve.client.account.signOut();
    expect(await invitations.open(link)).toMatchObject({ code: 'sign_in_required' });
    await eve.client.close();
  });

  it('with a secret that is not the one of the ledger opens nothing', async () => {
    const { link } = await invite(maya, 'omar@northwind.example');
    const omar = await startPerson(server, 'omar@northwind.example');
    const forged = `${link.slice(0, -43)}${'A'.repeat(43)}`;
    expect(await omar.client.administration.invitations.accept(forged)).toMatchObject({
      code: 'invitation_link_wrong',
    });
    await omar.client.close();
  });

  it('that was sent again is dead, and the new one works', async () => {
    const first = await invite(maya, 'ana@northwind.example', toWiki('reader'));
    const second = mustBeOk(await maya.client.administration.invitations.resend(first.invite));
    const ana = await startPerson(server, 'ana@northwind.example');
    const { invitations } = ana.client.administration;
    expect(await invitations.accept(first.link)).toMatchObject({ code: 'invitation_not_open' });
    mustBeOk(await invitations.accept(second.link));
    mustBeOk(await ana.client.organization.enter('northwind'));
    expect(await titlesWith(ana.client, wiki, 'Port authority')).toHaveLength(1);
    await ana.client.close();
  });

  it('that was revoked lets nobody in, and its vaults have another key', async () => {
    const { link, invite: id } = await invite(maya, 'finn@northwind.example', toWiki('reader'));
    const [outcome] = mustBeOk(await maya.client.administration.invitations.revoke([id]));
    expect(outcome).toEqual({ of: id, refused: undefined });
    const { vaults } = mustBeOk(await maya.client.administration.vaultAccess.list());
    expect(vaults.filter(({ keyStale }) => keyStale)).toEqual([]);
    const finn = await startPerson(server, 'finn@northwind.example');
    expect(await finn.client.administration.invitations.open(link)).toMatchObject({
      code: 'invitation_not_open',
    });
    await finn.client.close();
  });
});

describe('an invitation by words', () => {
  it('needs the mail and the words', async () => {
    const made = await invite(maya, 'ines@northwind.example', { ...toWiki('editor'), delivery: 'words' });
    expect(made.words).toHaveLength(6);
    expect(made.mailRefused).toBeUndefined();
    const ines = await startPerson(server, 'ines@northwind.example');
    const { invitations } = ines.client.administration;
    expect(mustBeOk(await invitations.open(made.link))).toMatchObject({ needsWords: true });
    expect(await invitations.accept(made.link)).toMatchObject({ code: 'words_wrong' });
    const wrong = [...(made.words ?? [])].reverse();
    expect(await invitations.accept(made.link, wrong)).toMatchObject({ code: 'words_wrong' });
    const typed = made.words?.map((word) => word.toUpperCase());
    expect(mustBeOk(await invitations.accept(made.link, typed))).toMatchObject({ waits: false });
    mustBeOk(await ines.client.organization.enter('northwind'));
    expect(await titlesWith(ines.client, wiki, 'Port authority')).toHaveLength(1);
    await ines.client.close();
  });
});

describe('an invitation by mail alone', () => {
  it('opens no key before somebody who holds it has confirmed the words', async () => {
    const made = await invite(maya, 'paul@northwind.example', { ...toWiki('editor'), delivery: 'mail' });
    expect(made.words).toBeUndefined();
    const paul = await startPerson(server, 'paul@northwind.example');
    const joined = mustBeOk(await paul.client.administration.invitations.accept(made.link));
    expect(joined.waits).toBe(true);
    mustBeOk(await paul.client.organization.enter('northwind'));

    await until(maya.client, ({ entered }) => (entered?.open?.memberCount ?? 0) >= 5);
    const pending = await memberOf(maya, 'paul@northwind.example');
    expect(pending).toMatchObject({ link: 'pending', waitsFor: 1 });
    // The words are those that Paul reads on his own device.
    expect(pending.fingerprintWords).toEqual(paul.client.snapshot().account?.fingerprintWords);
    const { people } = maya.client.administration;
    const guessed = pending.fingerprintWords.map(() => 'acorn');
    expect(await people.confirmWords(pending.id, guessed)).toMatchObject({ code: 'words_wrong' });
    mustBeOk(await people.confirmWords(pending.id, pending.fingerprintWords));
    expect(await memberOf(maya, 'paul@northwind.example')).toMatchObject({ link: 'linked', waitsFor: 0 });

    await until(paul.client, ({ entered }) =>
      Boolean(entered?.open?.vaults.some(({ id, name }) => id === wiki && name === 'Wiki')),
    );
    expect(await titlesWith(paul.client, wiki, 'Port authority')).toHaveLength(1);
    await until(paul.client, ({ entered }) =>
      Boolean(entered?.open?.vaults.some(({ kind }) => kind === 'personal')),
    );
    await paul.client.close();
  });
});

describe('a pasted list', () => {
  it('answers for each address by itself', async () => {
    const list =
      'Kim <kim@northwind.example>; not an address\nmaya@northwind.example, Lee@Northwind.example\nkim@northwind.example';
    const answers = mustBeOk(await maya.client.administration.invitations.invite(list, draft()));
    expect(answers.map((one) => [one.address, one.ok ? 'invited' : one.refused.code])).toEqual([
      ['kim@northwind.example', 'invited'],
      ['not an address', 'email_invalid'],
      ['maya@northwind.example', 'already_member'],
      ['lee@northwind.example', 'invited'],
    ]);
  });
});
