import { mustBeOk, newId, type SessionId, type VaultId } from '@postern/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import type { Device } from './people.ts';
import { createVault, invite, memberOf, startMember, startOwner } from './team.ts';

/** Maya owns Northwind, Dana administers it, Leo works there. */
let server: TestServer;
let maya: Device;
let dana: Device;
let leo: Device;
let finance: VaultId;

const email = (name: string) => `${name}@northwind.example`;

beforeAll(async () => {
  server = await startTestServer();
  maya = await startOwner(server, email('maya'), 'northwind');
  dana = await startMember(server, maya, email('dana'), { role: 'administrator' });
  leo = await startMember(server, maya, email('leo'));
  finance = await createVault(maya, 'Finance', 'Payroll bureau');
});
afterAll(async () => {
  for (const { client } of [maya, dana, leo]) await client.close();
  await server.stop();
});

const linesOf = async ({ client }: Device) => mustBeOk(await client.administration.history.all());

it('tells newest first what was done to whom, and by whom', async () => {
  const { people, rules } = dana.client.administration;
  const { id } = await memberOf(dana, email('leo'));
  mustBeOk(await people.disable([id]));
  mustBeOk(await people.enable([id]));
  mustBeOk(await rules.set({ personalVaults: false, sessionAgeMinutes: 60 }));
  mustBeOk(
    await rules.allowAddresses(
      ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'].map((range) => ({
        range,
        label: '',
        untilMs: null,
      })),
    ),
  );
  const lines = await linesOf(dana);
  expect(lines.slice(0, 5)).toMatchObject([
    { type: 'addresses_add', params: { range: '192.0.2.1, 192.0.2.2, 192.0.2.3', more: 1 }, about: 'rules' },
    { type: 'settings_set', params: { setting: 'sessionAgeMinutes', value: '60' }, by: email('dana') },
    { type: 'settings_set', params: { setting: 'personalVaults', value: 'false' }, by: email('dana') },
    { type: 'enable', params: { who: email('leo') }, about: 'members', by: email('dana') },
    { type: 'disable', params: { who: email('leo') }, about: 'members', by: email('dana') },
  ]);
  expect(lines.at(-1)).toMatchObject({ type: 'genesis', params: { name: 'Northwind' }, by: email('maya') });
  const keys = lines.map(({ seq, part }) => `${seq}.${part}`);
  expect(new Set(keys).size).toBe(keys.length);
});

it('tells where one member may come from, until when and by whom', async () => {
  const { people } = dana.client.administration;
  const { id, addresses } = await memberOf(dana, email('leo'));
  expect(addresses).toEqual([]);
  const untilMs = server.nowMs() + 3_600_000;
  const session = newId<SessionId>();
  mustBeOk(
    await people.allowAddress(id, [
      { range: ' 2001:DB8:0::7 ', untilMs: null, session: null },
      { range: '192.0.2.9', untilMs, session },
    ]),
  );
  expect((await memberOf(dana, email('leo'))).addresses).toMatchObject([
    { range: '2001:db8::7', untilMs: undefined, session: undefined, set: { by: email('dana') } },
    { range: '192.0.2.9', untilMs, session, set: { by: email('dana') } },
  ]);
  mustBeOk(await people.forgetAddress(id, ['192.0.2.9']));
  expect((await memberOf(dana, email('leo'))).addresses.map(({ range }) => range)).toEqual(['2001:db8::7']);
  expect(await people.forgetAddress(id, ['192.0.2.9'])).toMatchObject({ code: 'address_not_listed' });
  expect(await people.allowAddress(id, [{ range: 'home', untilMs, session }])).toMatchObject({
    code: 'address_range_invalid',
    field: '/0/range',
  });
  const who = email('leo');
  const told = [
    { type: 'member_address_take', params: { range: '192.0.2.9' } },
    { type: 'member_address_add', params: { range: '192.0.2.9', untilMs, once: 1 } },
    { type: 'member_address_add', params: { range: '2001:db8::7' } },
  ];
  expect((await linesOf(dana)).slice(0, 3)).toMatchObject(
    told.map(({ type, params }) => ({ type, about: 'members', params: { who, ...params } })),
  );
  expect(mustBeOk(await people.history(id)).slice(0, 3)).toMatchObject(told);
});

it('names vaults and groups only to whoever can open them', async () => {
  const { groups, vaultAccess } = maya.client.administration;
  const members = [await memberOf(maya, email('leo'))].map(({ id }) => id);
  const group = mustBeOk(await groups.create('Accounts', members));
  mustBeOk(await vaultAccess.grant(finance, [{ grantee: { kind: 'group', id: group }, given: 'editor' }]));
  mustBeOk(await groups.rename(group, 'Accounting'));
  expect((await linesOf(maya)).slice(0, 3)).toMatchObject([
    { type: 'group_rename', params: { group: 'Accounting' } },
    { type: 'vault_grant', params: { vault: 'Finance', who: 'Accounting', role: 'editor' } },
    { type: 'group_create', params: { group: 'Accounting', who: email('leo') } },
  ]);
  const made = await invite(maya, email('pim'));
  mustBeOk(await maya.client.administration.invitations.revoke([made.invite]));
  const [revoked] = await linesOf(maya);
  expect(revoked).toMatchObject({ type: 'invite_revoke', params: { who: email('pim') } });

  // Dana is in no group and has no vault: of theirs she reads that something was done, and by whom.
  await expect
    .poll(async () => (await linesOf(dana)).find(({ type }) => type === 'vault_grant'))
    .toMatchObject({ params: { more: 1, role: 'editor' }, by: email('maya') });
  const grant = (await linesOf(dana)).find(({ type }) => type === 'vault_grant');
  expect(grant?.params).not.toHaveProperty('vault');
  expect(JSON.stringify(await linesOf(dana))).not.toContain('Finance');
});

it('stands beside groups and grants as well', async () => {
  const { groups, vaultAccess } = maya.client.administration;
  const [accounting] = mustBeOk(await groups.list());
  expect(accounting).toMatchObject({ made: { by: email('maya') }, changed: { by: email('maya') } });
  expect(accounting?.changed?.seq).toBeGreaterThan(accounting?.made.seq ?? 0);
  const grantOf = async () => {
    const { vaults } = mustBeOk(await vaultAccess.list());
    return vaults
      .find(({ vault }) => vault === finance)
      ?.grants.find(({ grantee }) => grantee.kind === 'group');
  };
  const before = await grantOf();
  if (before === undefined) throw new Error('the group lost its vault');
  mustBeOk(await vaultAccess.grant(finance, [{ grantee: before.grantee, given: 'reader' }]));
  expect((await grantOf())?.set.seq).toBeGreaterThan(before.set.seq);
});
