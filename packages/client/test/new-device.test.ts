import { mustBeOk, type VaultId } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { type Device, startDevice, until } from './people.ts';
import {
  addEntry,
  createVault,
  draft,
  entryDraft,
  memberOf,
  password,
  startMember,
  startOwner,
  titlesWith,
} from './team.ts';

let server: TestServer;
let maya: Device;
let leo: Device;
let phone: Device;
let wiki: VaultId;
beforeAll(async () => {
  server = await startTestServer();
  maya = await startOwner(server, 'maya@northwind.example', 'northwind');
  wiki = await createVault(maya, 'Wiki', 'Port authority');
  leo = await startMember(server, maya, 'leo@northwind.example');
  phone = await startDevice(server);
  mustBeOk(await phone.client.account.signIn('maya@northwind.example', password));
  mustBeOk(await phone.client.organization.enter('northwind'));
  await until(phone.client, ({ entered }) => Boolean(entered?.open?.vaults.some(({ id }) => id === wiki)));
});
afterAll(async () => {
  for (const { client } of [maya, leo, phone]) await client.close();
  await server.stop();
});

describe('a new device that has its knowledge from the server alone', () => {
  it('reads, and writes what nobody else reads, but gives nobody a key before its person has looked through who holds some', async () => {
    await titlesWith(phone.client, wiki, 'Port authority');
    await addEntry(phone, wiki, 'From the phone');
    const grantee = { kind: 'member', id: (await memberOf(phone, 'leo@northwind.example')).id } as const;
    const { vaultAccess, invitations } = phone.client.administration;
    expect(await vaultAccess.grant(wiki, [{ grantee, given: 'editor' }])).toMatchObject({
      code: 'device_unconfirmed',
    });
    expect(phone.client.snapshot().entered?.open?.recipientsAsked).toBe(1);
    expect(
      await invitations.invite(
        'ana@northwind.example',
        draft({ grants: [{ vault: wiki, given: 'reader' }] }),
      ),
    ).toMatchObject({ code: 'device_unconfirmed' });
    // Nothing of it reached the ledger.
    expect(mustBeOk(await invitations.list())).toEqual([]);

    const listed = mustBeOk(await phone.client.organization.keyRecipients());
    expect(listed.members).toMatchObject([
      { email: 'maya@northwind.example', isSelf: true, role: 'owner', custodian: true },
      { email: 'leo@northwind.example', isSelf: false, role: 'member', vaultCount: 1 },
    ]);
    expect(await phone.client.organization.confirmRecipients(listed.seq - 1)).toMatchObject({
      code: 'head_moved',
    });
    mustBeOk(await phone.client.organization.confirmRecipients(listed.seq));
    expect(phone.client.snapshot().entered?.open?.recipientsAsked).toBe(0);
    mustBeOk(await vaultAccess.grant(wiki, [{ grantee, given: 'editor' }]));
    await until(leo.client, ({ entered }) => Boolean(entered?.open?.vaults.some(({ id }) => id === wiki)));
    expect(await titlesWith(leo.client, wiki, 'From the phone')).toHaveLength(2);
  });

  it('remembers it over a reload', async () => {
    phone = await phone.restart();
    mustBeOk(await phone.client.account.unlock(password));
    mustBeOk(await phone.client.organization.enter('northwind'));
    await until(phone.client, ({ online }) => online);
    const grantee = { kind: 'member', id: (await memberOf(phone, 'leo@northwind.example')).id } as const;
    mustBeOk(await phone.client.administration.vaultAccess.revoke(wiki, [grantee]));
    await until(leo.client, ({ entered }) => entered?.open?.vaults.every(({ id }) => id !== wiki) === true);
    await addEntry(phone, wiki, 'After Leo');
    expect(await titlesWith(maya.client, wiki, 'After Leo')).toHaveLength(3);
  });

  it('asks as well before it saves what a custodian beside the owner could open', async () => {
    mustBeOk(
      await maya.client.administration.people.addCustodian(
        (await memberOf(maya, 'leo@northwind.example')).id,
      ),
    );
    const tablet = await startDevice(server);
    mustBeOk(await tablet.client.account.signIn('maya@northwind.example', password));
    mustBeOk(await tablet.client.organization.enter('northwind'));
    await titlesWith(tablet.client, wiki, 'After Leo');
    expect(await tablet.client.vault.addEntry(wiki, entryDraft('Crane'))).toMatchObject({
      code: 'device_unconfirmed',
    });
    expect(await tablet.client.vault.createVault('Cranes')).toMatchObject({ code: 'device_unconfirmed' });
    await tablet.client.close();
  });
});
