import { type HashB64, newId, type OrganizationId, type VaultId } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../platform/db/database.ts';
import { openDatabase } from '../platform/db/open-database.ts';
import { listVaultHeads, listVaultHeadsOf } from './vault-heads.ts';

const written = 300;
const organization = newId<OrganizationId>();
const vaults = Array.from({ length: written }, () => newId<VaultId>());
const headOf = (vault: VaultId) => ({ seq: vaults.indexOf(vault) + 1, hash: `hash of ${vault}` as HashB64 });

let db: Db;
beforeAll(async () => {
  db = await openDatabase({ data: ':memory:', databaseUrl: undefined });
  const other = newId<OrganizationId>();
  for (const id of [organization, other]) {
    const place = { id, address: id, head_seq: 0, head_hash: 'head' as HashB64, created_at_ms: 0 };
    await db.kysely.insertInto('organizations').values(place).execute();
  }
  const nothing = { count: 0, buckets: new Uint8Array(0) };
  for (const vault of vaults) {
    const row = { organization, vault, ...headOf(vault), ...nothing };
    await db.kysely.insertInto('vault_heads').values(row).execute();
  }
  const [first = newId<VaultId>()] = vaults;
  const foreign = { organization: other, vault: first, seq: 7, hash: 'foreign' as HashB64, ...nothing };
  await db.kysely.insertInto('vault_heads').values(foreign).execute();
});
afterAll(() => db.close());

describe('the heads of a member’s vaults', () => {
  it.each([1, 4, 5, 64, 65, 256])('are those of %i vaults and no others', async (count) => {
    const own = vaults.slice(0, count);
    const heads = await listVaultHeadsOf(db.kysely, organization, own, 10_000);
    expect(heads).toEqual(new Map(own.map((vault) => [vault, headOf(vault)])));
  });

  it('lack those that nobody wrote to', async () => {
    const own = [newId<VaultId>(), ...vaults.slice(0, 2)];
    const heads = await listVaultHeadsOf(db.kysely, organization, own, 10_000);
    expect([...heads.keys()].sort()).toEqual(vaults.slice(0, 2).sort());
  });

  it('come with all others where that is the quicker reading', async () => {
    const all = await listVaultHeads(db.kysely, organization);
    expect(all.size).toBe(written);
    expect(await listVaultHeadsOf(db.kysely, organization, vaults.slice(0, 200), written)).toEqual(all);
    expect(await listVaultHeadsOf(db.kysely, organization, vaults, 10_000)).toEqual(all);
  });
});
