import { mustBeOk, type VaultId } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { type Device, until } from './people.ts';
import { addEntry, createVault, entryDraft, memberOf, startMember, startOwner, titlesWith } from './team.ts';

/**
 * Maya owns Northwind. Dana administers it, Leo and Ines work there. What happens here happens in this order, as in a
 * team: each part stands on the ones before.
 */
let server: TestServer;
let maya: Device;
let dana: Device;
let leo: Device;
let ines: Device;
let finance: VaultId;

const email = (name: string) => `${name}@northwind.example`;

beforeAll(async () => {
  server = await startTestServer();
  maya = await startOwner(server, email('maya'), 'northwind');
  finance = await createVault(maya, 'Finance', 'Payroll bureau');
  dana = await startMember(server, maya, email('dana'), { role: 'administrator' });
  leo = await startMember(server, maya, email('leo'));
  ines = await startMember(server, maya, email('ines'));
});
afterAll(async () => {
  for (const { client } of [maya, dana, leo, ines]) await client.close();
  await server.stop();
});

const seesFinance = (device: Device) =>
  until(device.client, ({ entered }) => Boolean(entered?.open?.vaults.some(({ id }) => id === finance)));
const seesNoFinance = (device: Device) =>
  until(device.client, ({ entered }) => entered?.open?.vaults.every(({ id }) => id !== finance) === true);

/** Answers once this device has read the ledger as far as that one. */
const reaches = ({ client }: Device, other: Device) => {
  const seq = other.client.snapshot().entered?.open?.ledgerSeq ?? 0;
  return until(client, ({ entered }) => (entered?.open?.ledgerSeq ?? 0) >= seq);
};

describe('groups', () => {
  it('open their vaults to whoever is in them, at once on open clients', async () => {
    const { groups, vaultAccess } = maya.client.administration;
    const members = [(await memberOf(maya, email('leo'))).id];
    const group = mustBeOk(await groups.create('Accounts', members));
    mustBeOk(await vaultAccess.grant(finance, [{ grantee: { kind: 'group', id: group }, given: 'editor' }]));
    await seesFinance(leo);
    expect(await titlesWith(leo.client, finance, 'Payroll bureau')).toEqual(['Payroll bureau']);
    expect(mustBeOk(await leo.client.administration.groups.list())).toMatchObject([
      {
        name: 'Accounts',
        members: [{ email: email('leo') }],
        vaults: [{ name: 'Finance' }],
        canChange: false,
      },
    ]);
    // Dana is an administrator, and whoever does not hold a group's key does not read its name.
    expect(mustBeOk(await dana.client.administration.groups.list())).toMatchObject([{ name: '' }]);

    mustBeOk(await groups.setMembers(group, [...members, (await memberOf(maya, email('ines'))).id]));
    await seesFinance(ines);
    await addEntry(ines, finance, 'Tax office');
    expect(await titlesWith(leo.client, finance, 'Tax office')).toHaveLength(2);
    expect(await titlesWith(maya.client, finance, 'Tax office')).toHaveLength(2);
  });

  it('are renamed, and give those who stay another key when somebody goes', async () => {
    const { groups } = maya.client.administration;
    const [group] = mustBeOk(await groups.list());
    if (group === undefined) throw new Error('no group');
    mustBeOk(await groups.rename(group.id, 'Accounting'));
    const stays = (await memberOf(maya, email('ines'))).id;
    mustBeOk(await groups.setMembers(group.id, [stays]));
    await seesNoFinance(leo);
    const [after] = mustBeOk(await groups.list());
    expect(after).toMatchObject({ name: 'Accounting', members: [{ email: email('ines') }] });
    const { vaults } = mustBeOk(await maya.client.administration.vaultAccess.list());
    expect(vaults.find(({ vault }) => vault === finance)).toMatchObject({ keyStale: false });
    await addEntry(ines, finance, 'Harbour dues');
    expect(await titlesWith(maya.client, finance, 'Harbour dues')).toHaveLength(3);
    expect(await leo.client.vault.addEntry(finance, entryDraft('Still there'))).toMatchObject({
      code: 'vault_not_shared',
    });
  });
});

describe('rights', () => {
  it('are granted, limited and taken, and nobody gives more than they hold', async () => {
    const { vaultAccess } = maya.client.administration;
    const grantee = { kind: 'member', id: (await memberOf(maya, email('leo'))).id } as const;
    mustBeOk(await vaultAccess.grant(finance, [{ grantee, given: 'editor' }]));
    await seesFinance(leo);
    const toDana = [
      { grantee: { kind: 'member', id: (await memberOf(leo, email('dana'))).id }, given: 'manager' },
    ] as const;
    expect(await leo.client.administration.vaultAccess.grant(finance, toDana)).toMatchObject({
      code: 'rights_not_covered',
    });
    mustBeOk(await vaultAccess.grant(finance, [{ grantee, given: 'reader' }]));
    await until(
      leo.client,
      ({ entered }) => entered?.open?.vaults.find(({ id }) => id === finance)?.canEdit === false,
    );
    expect(await leo.client.vault.addEntry(finance, entryDraft('Not any more'))).toMatchObject({
      code: 'permission_missing',
    });
    mustBeOk(await vaultAccess.revoke(finance, [grantee]));
    await seesNoFinance(leo);
  });
});

describe('disabling', () => {
  it('shuts an open client at once, and enabling opens it again', async () => {
    const { people } = dana.client.administration;
    const { id } = await memberOf(dana, email('leo'));
    expect(mustBeOk(await people.disable([id]))).toEqual([{ of: id, refused: undefined }]);
    const shut = await until(leo.client, ({ entered }) => entered?.gate.allowed === false);
    expect(shut.entered).toMatchObject({ open: undefined, gate: { denial: { code: 'member_disabled' } } });
    expect(await leo.client.vault.listEntries({ kind: 'all' }, '')).toEqual([]);
    const [again] = mustBeOk(await people.disable([id]));
    expect(again?.refused?.code).toBe('member_status_wrong');
    mustBeOk(await people.enable([id]));
    await until(leo.client, ({ entered }) => entered?.open !== undefined);
    expect(await memberOf(maya, email('leo'))).toMatchObject({
      status: 'active',
      statusSet: { by: email('dana') },
    });
  });

  it('of several answers for each: nobody touches the owner or themself', async () => {
    const ids = await Promise.all(
      ['maya', 'dana', 'ines'].map(async (one) => (await memberOf(dana, email(one))).id),
    );
    const outcomes = mustBeOk(await dana.client.administration.people.disable(ids));
    expect(outcomes.map(({ refused }) => refused?.code)).toEqual([
      'owner_protected',
      'not_for_yourself',
      undefined,
    ]);
    mustBeOk(await dana.client.administration.people.enable(ids.slice(2)));
    await reaches(ines, dana);
  });
});

describe('two administrators at once', () => {
  it('leave one ledger that both read alike', async () => {
    const { id } = await memberOf(maya, email('leo'));
    const [byMaya, byDana] = await Promise.all([
      maya.client.administration.people.disable([id]),
      dana.client.administration.people.disable([id]),
    ]);
    const codes = [byMaya, byDana].map((one) => mustBeOk(one)[0]?.refused?.code);
    expect(codes.sort()).toEqual(['member_status_wrong', undefined]);
    const [enabled, ended] = await Promise.all([
      maya.client.administration.people.enable([id]),
      dana.client.administration.people.setEnd([id], Date.now() + 86_400_000),
    ]);
    expect([mustBeOk(enabled)[0]?.refused, mustBeOk(ended)[0]?.refused]).toEqual([undefined, undefined]);
    // The one shuts out while the other lets in: whoever comes second acts upon what the first has done, or is refused.
    const [shut, letIn] = await Promise.all([
      maya.client.administration.people.disable([id]),
      dana.client.administration.people.enable([id]),
    ]);
    expect(mustBeOk(shut)[0]?.refused).toBeUndefined();
    const refusal = mustBeOk(letIn)[0]?.refused?.code;
    await reaches(maya, dana);
    await reaches(dana, maya);
    const raced = await Promise.all([maya, dana].map((one) => memberOf(one, email('leo'))));
    const status = refusal === undefined ? 'active' : 'disabled';
    expect([refusal, ...raced.map((one) => one.status)]).toEqual([
      refusal && 'member_status_wrong',
      status,
      status,
    ]);
    if (status === 'disabled') mustBeOk(await maya.client.administration.people.enable([id]));
    else mustBeOk(await maya.client.administration.people.disable([id]));
    await reaches(maya, dana);
    await reaches(dana, maya);
    const [mayas, danas] = await Promise.all([maya, dana].map((one) => memberOf(one, email('leo'))));
    expect(mayas).toMatchObject({ status: 'active', statusSet: { by: email('maya') } });
    expect({ ...mayas, isSelf: false, groups: [] }).toEqual({ ...danas, isSelf: false, groups: [] });
  });

  it('writing and removing end in a ledger and a vault that hold', async () => {
    const kit = await createVault(maya, 'Tools', 'Label printer');
    const grantee = { kind: 'member', id: (await memberOf(maya, email('ines'))).id } as const;
    mustBeOk(await maya.client.administration.vaultAccess.grant(kit, [{ grantee, given: 'editor' }]));
    await until(ines.client, ({ entered }) => Boolean(entered?.open?.vaults.some(({ id }) => id === kit)));
    const writing = Promise.all(
      ['One', 'Two', 'Three'].map((title) => ines.client.vault.addEntry(kit, entryDraft(title))),
    );
    const revoked = await maya.client.administration.vaultAccess.revoke(kit, [grantee]);
    const written = (await writing).filter((one) => one.ok).length;
    mustBeOk(revoked);
    await addEntry(maya, kit, 'Afterwards');
    expect(await titlesWith(maya.client, kit, 'Afterwards')).toHaveLength(2 + written);
    expect(maya.client.snapshot().alarm).toBeUndefined();
  });

  it('removing somebody who is writing keeps what was acknowledged and lets nothing in after it', async () => {
    const quay = await createVault(maya, 'Quay', 'Berth plan');
    const pim = await startMember(server, maya, email('pim'), { grants: [{ vault: quay, given: 'editor' }] });
    await until(pim.client, ({ entered }) => Boolean(entered?.open?.vaults.some(({ id }) => id === quay)));
    const { id } = await memberOf(maya, email('pim'));
    const writing = Promise.all(
      ['One', 'Two', 'Three'].map((title) => pim.client.vault.addEntry(quay, entryDraft(title))),
    );
    const removed = await maya.client.administration.people.remove([id]);
    const written = (await writing).filter((one) => one.ok).length;
    expect(mustBeOk(removed).outcomes).toEqual([{ of: id, refused: undefined }]);
    const shut = await until(pim.client, ({ entered }) => entered?.gate.allowed === false);
    expect(shut.entered?.gate.denial?.code).toBe('invitation_required');
    expect((await pim.client.vault.addEntry(quay, entryDraft('Too late'))).ok).toBe(false);
    await addEntry(maya, quay, 'Afterwards');
    expect(await titlesWith(maya.client, quay, 'Afterwards')).toHaveLength(2 + written);
    expect([maya, pim].map(({ client }) => client.snapshot().alarm)).toEqual([undefined, undefined]);
    await pim.client.close();
  });
});

describe('an end date', () => {
  it('that has passed reads as ended', async () => {
    const { id } = await memberOf(maya, email('leo'));
    const { people } = maya.client.administration;
    mustBeOk(await people.setEnd([id], Date.now() + 2000));
    const status = async () => (await memberOf(maya, email('leo'))).status;
    await expect.poll(status, { timeout: 30_000 }).toBe('expired');
    mustBeOk(await people.setEnd([id], null));
    expect(await status()).toBe('active');
    await reaches(leo, maya);
  });
});

describe('removing', () => {
  it('lists what the leaver saw, and nothing written later opens with the keys of before', async () => {
    const id = (await memberOf(maya, email('leo'))).id;
    const grantee = { kind: 'member', id } as const;
    mustBeOk(await maya.client.administration.vaultAccess.grant(finance, [{ grantee, given: 'editor' }]));
    await seesFinance(leo);
    const before = mustBeOk(await maya.client.administration.people.leaverReport(id));
    expect(before).toMatchObject({
      email: email('leo'),
      vaults: [{ vault: finance, name: 'Finance', role: 'editor' }],
      closedVaults: 0,
    });
    expect(before.entries.map(({ title }) => title).sort()).toEqual([
      'Harbour dues',
      'Payroll bureau',
      'Tax office',
    ]);
    // Dana cannot open it: it is counted, not listed.
    expect(mustBeOk(await dana.client.administration.people.leaverReport(id))).toMatchObject({
      entries: [],
      closedVaults: 1,
    });

    const { outcomes, reports } = mustBeOk(await dana.client.administration.people.remove([id]));
    expect(outcomes).toEqual([{ of: id, refused: undefined }]);
    expect(reports).toMatchObject([{ email: email('leo'), closedVaults: 1 }]);
    const shut = await until(leo.client, ({ entered }) => entered?.gate.allowed === false);
    expect(shut.entered?.gate.denial?.code).toBe('invitation_required');

    // Dana does not hold the vault's key, so the next writer renews it first.
    const stale = await until(maya.client, ({ entered }) => entered?.open?.memberCount === 3);
    expect(stale.alarm).toBeUndefined();
    const access = async () =>
      mustBeOk(await maya.client.administration.vaultAccess.list()).vaults.find(
        ({ vault }) => vault === finance,
      );
    expect(await access()).toMatchObject({ keyStale: true });
    await addEntry(ines, finance, 'Written later');
    expect(await titlesWith(maya.client, finance, 'Written later')).toHaveLength(4);
    expect(await access()).toMatchObject({ keyStale: false });
    const { events } = mustBeOk(await maya.client.organization.evidence());
    const since = events.slice(events.findLastIndex(({ type }) => type === 'remove'));
    expect(since.map(({ type, by }) => [type, by])).toEqual([
      ['remove', email('dana')],
      ['vault_rotate', email('ines')],
    ]);

    expect(await memberOf(maya, email('leo'))).toMatchObject({ status: 'removed', vaultCount: 0 });
    const history = mustBeOk(await maya.client.administration.people.history(id));
    expect(history[0]).toMatchObject({ type: 'remove', by: email('dana') });
    expect(history.map(({ type }) => type)).toContain('group_take');
    expect(history.at(-1)?.type).toBe('invite');
  });
});

describe('rules', () => {
  it('change under everybody’s eyes, with who and when', async () => {
    const { rules } = dana.client.administration;
    mustBeOk(await rules.set({ personalVaults: false }));
    mustBeOk(await rules.rename('Northwind Logistics'));
    expect(await rules.allowAddresses([{ range: 'the office', label: '', untilMs: null }])).toMatchObject({
      code: 'address_range_invalid',
    });
    mustBeOk(await rules.allowAddresses([{ range: '198.51.100.0/24', label: 'Office', untilMs: null }]));
    await reaches(maya, dana);
    expect(maya.client.snapshot().entered?.open?.name).toBe('Northwind Logistics');
    const read = mustBeOk(await maya.client.administration.rules.read());
    expect(read).toMatchObject({
      settings: { personalVaults: false },
      settingsSet: { personalVaults: { by: email('dana') } },
      addresses: [{ range: '198.51.100.0/24', label: 'Office' }],
    });
    mustBeOk(await rules.forgetAddresses(['198.51.100.0/24']));
    expect(mustBeOk(await rules.read()).addresses).toEqual([]);
  });
});

describe('custody and ownership', () => {
  it('a custodian opens every vault’s key, and no longer once it ends', async () => {
    const { people } = maya.client.administration;
    const { id } = await memberOf(maya, email('dana'));
    mustBeOk(await people.addCustodian(id));
    await reaches(dana, maya);
    // Now she reads the group's name, and hands a vault over that she was never granted.
    expect(mustBeOk(await dana.client.administration.groups.list())).toMatchObject([{ name: 'Accounting' }]);
    const grantee = { kind: 'member', id } as const;
    mustBeOk(await dana.client.administration.vaultAccess.grant(finance, [{ grantee, given: 'manager' }]));
    expect(await titlesWith(dana.client, finance, 'Written later')).toHaveLength(4);

    mustBeOk(await people.removeCustodian(id));
    expect(await memberOf(maya, email('dana'))).toMatchObject({ custodian: false });
    // What was sealed to the organization's key of before stays open to its custodians.
    await addEntry(maya, finance, 'After custody');
    expect(await titlesWith(maya.client, finance, 'After custody')).toHaveLength(5);
  });

  it('goes to another, who can do what the owner could', async () => {
    const { id } = await memberOf(maya, email('dana'));
    mustBeOk(await maya.client.administration.people.transferOwnership(id));
    await until(dana.client, ({ entered }) => entered?.open?.isOwner === true);
    expect(maya.client.snapshot().entered?.open?.isOwner).toBe(false);
    expect(await memberOf(dana, email('maya'))).toMatchObject({ role: 'administrator', custodian: true });
    mustBeOk(
      await dana.client.administration.people.removeCustodian((await memberOf(dana, email('maya'))).id),
    );
    await addEntry(dana, finance, 'New hands');
    expect(await titlesWith(ines.client, finance, 'New hands')).toHaveLength(6);
  });
});
