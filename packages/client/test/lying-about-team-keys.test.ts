import { mustBeOk, type VaultId } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { type Device, until } from './people.ts';
import { addEntry, createVault, memberOf, password, startMember, startOwner, titlesWith } from './team.ts';

/** A sealed key as the server hands it out. */
interface Served {
  subject: string;
  recipient: string;
  sealed: string;
}

let server: TestServer;
let maya: Device;
let wiki: VaultId;
let tools: VaultId;
beforeAll(async () => {
  server = await startTestServer();
  maya = await startOwner(server, 'maya@northwind.example', 'northwind');
  wiki = await createVault(maya, 'Wiki', 'Port authority');
  tools = await createVault(maya, 'Tools', 'Label printer');
});
afterAll(async () => {
  await maya.client.close();
  await server.stop();
});

/** What this person is shown of the keys sealed to them, changed. */
const showing = (device: Device, change: (keys: Served[]) => Served[]) =>
  device.between((path, answer) =>
    path.endsWith('/sealed-keys') ? { ...answer, sealedKeys: change(answer.sealedKeys) } : answer,
  );

describe('a server that lies about the keys of a team', () => {
  it('gives the key of one vault for another: it is refused, and named', async () => {
    const leo = await startMember(server, maya, 'leo@northwind.example');
    const other = (subject: string) => (subject === wiki ? tools : subject === tools ? wiki : subject);
    showing(leo, (keys) => keys.map((one) => ({ ...one, subject: other(one.subject) })));
    const grantee = { kind: 'member', id: (await memberOf(maya, 'leo@northwind.example')).id } as const;
    for (const vault of [wiki, tools]) {
      mustBeOk(await maya.client.administration.vaultAccess.grant(vault, [{ grantee, given: 'editor' }]));
    }
    const { alarm } = await until(leo.client, (snapshot) => snapshot.alarm !== undefined);
    expect(alarm?.code).toMatch(/^(?:keys_missing|key_commitment_wrong)$/);
    expect(await leo.client.vault.listEntries({ kind: 'vault', vault: wiki }, '')).toEqual([]);
    await leo.client.close();
  });

  it('gives a group’s key to nobody who can be fooled with the group’s old one', async () => {
    const ana = await startMember(server, maya, 'ana@northwind.example');
    const ines = await startMember(server, maya, 'ines@northwind.example');
    const { groups, vaultAccess } = maya.client.administration;
    const members = await Promise.all(
      ['ana', 'ines'].map(async (name) => (await memberOf(maya, `${name}@northwind.example`)).id),
    );
    let before: Served | undefined;
    let lies = false;
    showing(ines, (keys) => {
      before ??= keys.find(({ subject }) => subject.startsWith('group:'));
      const old = before;
      if (!lies || old === undefined) return keys;
      return keys.map((one) => (one.subject === old.subject ? { ...one, sealed: old.sealed } : one));
    });
    const group = mustBeOk(await groups.create('Yard', members));
    const yard = await createVault(maya, 'Yard', 'Gate code');
    mustBeOk(await vaultAccess.grant(yard, [{ grantee: { kind: 'group', id: group }, given: 'editor' }]));
    await titlesWith(ines.client, yard, 'Gate code');

    // From now on Ines is shown the group key she has for the new one that follows when Ana goes.
    lies = true;
    mustBeOk(await groups.setMembers(group, members.slice(1)));
    await addEntry(maya, yard, 'After Ana');
    const { alarm } = await until(ines.client, (snapshot) => snapshot.alarm !== undefined);
    expect(alarm?.code).toMatch(/^(?:keys_missing|key_commitment_wrong)$/);
    const titles = (await ines.client.vault.listEntries({ kind: 'vault', vault: yard }, '')).map(
      ({ title }) => title,
    );
    expect(titles).not.toContain('After Ana');

    // Work has stopped; told the truth, the device reads on after a reload.
    ines.between(undefined);
    const again = await ines.restart();
    mustBeOk(await again.client.account.unlock(password));
    mustBeOk(await again.client.organization.enter('northwind'));
    expect(await titlesWith(again.client, yard, 'After Ana')).toHaveLength(2);
    for (const { client } of [ana, ines, again]) await client.close();
  });
});
