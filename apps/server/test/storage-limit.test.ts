import { listOperatorActs, readOperatorRules } from '@postern/contract';
import type { EntryId, VaultId } from '@postern/core';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actOnOrganization } from '../src/operator/act-on-organization.ts';
import type { OperatorAct } from '../src/organization/operator-acts.ts';
import { seedPerson } from './support/seeded-person.ts';
import { addMember } from './support/team.ts';
import { TestMember } from './support/test-member.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

const address = 'northwind-storage';
let server: TestServer;
let owner: TestMember;
let vault: VaultId;
beforeAll(async () => {
  server = await startTestServer();
  owner = await TestMember.foundReady(server, await seedPerson(server, 'maya-storage'), address);
  vault = await owner.createVault();
});
afterAll(() => server.stop());

const act = (what: OperatorAct) =>
  actOnOrganization(server.running.platform.config, { address, act: what, nowMs: server.nowMs() });
const limit = (bytes: number | null) => act({ act: 'storage_set', bytes });
const put = async (title: string, entry?: EntryId) =>
  owner.write(vault, [await owner.sealEntry(vault, title, entry)]);
/** What the rows say, which is what the running total has to say as well. */
async function counted(): Promise<number> {
  const { rows } = await sql<{ bytes: number | string }>`
    select sum(length(header) + length(body)) as bytes from entries
    where organization = ${owner.organization}`.execute(server.running.platform.db.kysely);
  return Number(rows[0]?.bytes ?? 0);
}
const storage = async () => {
  const rules = await owner.call(readOperatorRules);
  return rules.ok ? rules.value.storage : rules.code;
};

describe('the limit of what an organization may store', () => {
  it('refuses what would not fit, saves nothing of it, and gives room back for what is purged', async () => {
    const first = await owner.sealEntry(vault, 'Harbour office');
    expect(await owner.write(vault, [first])).toMatchObject({ ok: true });
    expect(await storage()).toBeNull();
    const one = await counted();
    await limit(one * 2);
    expect(await storage()).toEqual({ limitBytes: one * 2, usedBytes: one });

    const second = await owner.sealEntry(vault, 'Customs portal');
    expect(await owner.write(vault, [second])).toMatchObject({ ok: true });
    const refused = await put('Crane control');
    expect(refused).toMatchObject({ code: 'storage_full', problem: { status: 507 } });
    expect(refused).toMatchObject({ problem: { params: { limitBytes: one * 2 } } });
    expect(await counted()).toBe(one * 2);
    await owner.catchUp(vault);

    // Nothing of this makes it larger: the same entry once more, and a purge with the limit far below.
    const again = await owner.sealEntry(vault, 'Customs house', second.entry);
    expect(await owner.write(vault, [again])).toMatchObject({ ok: true });
    await limit(1);
    expect(await owner.write(vault, [{ entry: first.entry, purge: true }])).toMatchObject({ ok: true });
    expect(await storage()).toEqual({ limitBytes: 1, usedBytes: one });
    await limit(one * 2);
    expect(await put('Crane control')).toMatchObject({ ok: true });
    expect(await storage()).toEqual({ limitBytes: one * 2, usedBytes: await counted() });
    await limit(null);
    expect(await put('Weigh house')).toMatchObject({ ok: true });
    expect(await storage()).toBeNull();
  });

  it('makes no vault whose name would not fit', async () => {
    await limit((await counted()) + 100);
    const seq = owner.state.head.seq;
    expect(await owner.append((await owner.draftVault()).drafted)).toMatchObject({
      code: 'storage_full',
      field: '/events/0',
    });
    expect(owner.state.head.seq).toBe(seq);
    expect(await owner.append((await owner.draftVault('personal')).drafted)).toMatchObject({ ok: true });
    await limit(null);
  });

  it('counts over all vaults of the organization', async () => {
    const other = await owner.createVault();
    const used = await counted();
    await limit(used);
    const entry = await owner.sealEntry(other, 'Dock 4');
    expect(await owner.write(other, [entry])).toMatchObject({ code: 'storage_full' });
    await limit(null);
    expect(await owner.write(other, [entry])).toMatchObject({ ok: true });
    await limit(used);
    expect((await storage()) as { usedBytes: number }).toMatchObject({ usedBytes: await counted() });
    await limit(null);
  });
});

describe('what the operator did', () => {
  it('is told to every member, newest first', async () => {
    const noor = await addMember(owner, await seedPerson(server, 'noor-storage'));
    await act({ act: 'seats_set', seats: 25 });
    server.passMs(1000);
    await limit(4096);
    const told = await noor.call(listOperatorActs);
    expect(told).toMatchObject({
      value: {
        acts: expect.arrayContaining([
          { act: 'seats_set', value: 25, atMs: expect.any(Number) },
          { act: 'storage_set', value: null, atMs: expect.any(Number) },
        ]),
      },
    });
    expect(told.ok && told.value.acts[0]).toMatchObject({ act: 'storage_set', value: 4096 });
  });
});
