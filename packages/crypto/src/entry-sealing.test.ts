import { type Bytes, type EntryId, mustBeOk, newId } from '@postern/core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { sampleSealedContexts, sampleWrappedContexts } from '../test/sample-contexts.ts';
import { type EntryBody, type EntryHeader, type VaultHeader, vaultEntryId } from './entry-content.ts';
import {
  deriveVaultKeys,
  openBody,
  openEpochLink,
  openHeader,
  openVaultHeader,
  sealBody,
  sealEpochLink,
  sealHeader,
  type VaultKeys,
} from './entry-sealing.ts';
import { ObjectType } from './object-types.ts';
import { pad, paddedSizes, unpad } from './padding.ts';
import { seal } from './seal.ts';
import { drawSecret, type OrganizationKeySeed, type SealingSeed, type VaultKey } from './secrets.ts';
import {
  commitOrganizationKey,
  commitVaultKey,
  unwrapOrganizationKey,
  unwrapVaultKey,
  wrapOrganizationKey,
  wrapVaultKey,
} from './shared-keys.ts';
import { sealingKeyPairFromSeed } from './wrap.ts';

const { org, vault } = sampleSealedContexts[ObjectType.epochLink];
const at = { entry: newId<EntryId>(), revision: 3 };
const header: EntryHeader = {
  changedAtMs: 2,
  createdAtMs: 1,
  title: 'Mail',
  type: 'login',
  user: 'maya',
  v: 1,
};
const body: EntryBody = {
  custom: [{ kind: 'hidden', name: 'PIN', value: '1234' }],
  notes: 'ünïcode',
  password: 'x',
  v: 1,
};
const vaultHeader: VaultHeader = { changedAtMs: 1, folders: [], name: 'Marketing', type: 'vault', v: 1 };

describe('entries', () => {
  const key = drawSecret<VaultKey>();
  let keys: VaultKeys;
  beforeAll(async () => {
    keys = await deriveVaultKeys(key, { epoch: 1, org, vault });
  });

  it('come back, header and body, on any device that derives the keys', async () => {
    const again = await deriveVaultKeys(key, { epoch: 1, org, vault });
    expect(await openHeader(again, at, mustBeOk(await sealHeader(keys, at, header)))).toEqual(header);
    expect(await openBody(again, at, mustBeOk(await sealBody(keys, at, body)))).toEqual(body);
  });

  it('open only as the entry, revision, epoch, vault and part they are (BW04, BW05, LP02)', async () => {
    const sealedHeader = mustBeOk(await sealHeader(keys, at, header));
    const sealedBody = mustBeOk(await sealBody(keys, at, body));
    const otherEpoch = await deriveVaultKeys(key, { epoch: 2, org, vault });
    for (const [wrongKeys, wrongAt] of [
      [keys, { ...at, revision: 4 }],
      [keys, { ...at, entry: newId<EntryId>() }],
      [otherEpoch, at],
    ] as const) {
      expect(await openHeader(wrongKeys, wrongAt, sealedHeader)).toBeUndefined();
      expect(await openBody(wrongKeys, wrongAt, sealedBody)).toBeUndefined();
    }
    expect(await openHeader(keys, at, sealedBody)).toBeUndefined();
    expect(await openBody(keys, at, sealedHeader)).toBeUndefined();
  });

  it('keep the vault’s own header apart from every other', async () => {
    const own = { entry: vaultEntryId, revision: 1 };
    const sealed = mustBeOk(await sealHeader(keys, own, vaultHeader));
    expect(await openVaultHeader(keys, 1, sealed)).toEqual(vaultHeader);
    expect(await openVaultHeader(keys, 2, sealed)).toBeUndefined();
    expect(await openHeader(keys, own, sealed)).toBeUndefined();
    await expect(sealHeader(keys, at, vaultHeader)).rejects.toThrow(TypeError);
    await expect(sealHeader(keys, own, header)).rejects.toThrow(TypeError);
  });

  it.each([
    ['an unknown name', { ...header, colour: 'red' }],
    ['another version', { ...header, v: 2 }],
    ['a missing title', { changedAtMs: 2, createdAtMs: 1, type: 'login', v: 1 }],
    ['a wrong kind of value', { ...header, tags: 'work' }],
  ])('are refused with %s inside, even under the right key', async (_what, content) => {
    const padded = pad(new TextEncoder().encode(JSON.stringify(content))) as Bytes;
    const context = { ...at, epoch: 1, org, vault };
    const sealed = await seal(ObjectType.entryHeader, keys.header, context, padded);
    expect(await openHeader(keys, at, sealed)).toBeUndefined();
    await expect(sealHeader(keys, at, content as unknown as EntryHeader)).rejects.toThrow(TypeError);
  });

  it('of nearly equal length have equal size', async () => {
    const sizeOf = async (title: string) => mustBeOk(await sealHeader(keys, at, { ...header, title })).length;
    expect(await sizeOf('A')).toBe(await sizeOf('A slightly longer'));
    expect(await sizeOf('A'.repeat(100))).toBeGreaterThan(await sizeOf('A'));
  });

  it('beyond the largest size are refused', async () => {
    const notes = 'x'.repeat(400_000);
    expect(await sealBody(keys, at, { ...body, notes, password: notes })).toEqual({
      ok: false,
      code: 'entry_too_large',
    });
  });
});

describe('padding', () => {
  it('brings any content back from a size of the list', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (content) => {
        const padded = pad(content) as Bytes;
        expect(paddedSizes).toContain(padded.length);
        expect(unpad(padded)).toEqual(content);
      }),
    );
  });

  it('has the sizes of the specification', () => {
    expect(paddedSizes.slice(0, 9)).toEqual([128, 192, 256, 384, 512, 768, 1024, 1536, 2048]);
    expect(paddedSizes.at(-1)).toBe(786_432);
    expect(pad(new Uint8Array(786_428))?.length).toBe(786_432);
    expect(pad(new Uint8Array(786_429))).toBeUndefined();
  });

  it('is refused when it is not the only one', () => {
    const padded = pad(new Uint8Array([1, 2, 3])) as Bytes;
    const dirty = padded.slice();
    dirty[127] = 1;
    const longer = new Uint8Array(192);
    longer.set(padded);
    const beyond = padded.slice();
    beyond.set([0, 0, 0, 125]);
    for (const wrong of [
      dirty,
      longer,
      beyond,
      padded.subarray(0, 127),
      new Uint8Array(3),
      new Uint8Array(0),
    ]) {
      expect(unpad(wrong)).toBeUndefined();
    }
  });
});

describe('shared keys', () => {
  const vaultKey = drawSecret<VaultKey>();
  const vaultContext = sampleWrappedContexts[ObjectType.vaultKey];
  const organizationContext = sampleWrappedContexts[ObjectType.organizationKey];

  it('reach a member only with the commitment of the ledger (X19, 1P06)', async () => {
    const member = await sealingKeyPairFromSeed(drawSecret<SealingSeed>());
    const wrapped = (await wrapVaultKey(member.publicKey, vaultContext, vaultKey)) as Bytes;
    const committed = await commitVaultKey(vaultKey, vaultContext);
    expect(await unwrapVaultKey(member, vaultContext, committed, wrapped)).toEqual(vaultKey);
    const swapped = (await wrapVaultKey(member.publicKey, vaultContext, drawSecret<VaultKey>())) as Bytes;
    expect(await unwrapVaultKey(member, vaultContext, committed, swapped)).toBeUndefined();
    const otherVault = await commitVaultKey(vaultKey, { ...vaultContext, epoch: 2 });
    expect(await unwrapVaultKey(member, vaultContext, otherVault, wrapped)).toBeUndefined();
  });

  it('of an organization reproduce the public key of the ledger', async () => {
    const custodian = await sealingKeyPairFromSeed(drawSecret<SealingSeed>());
    const seed = drawSecret<OrganizationKeySeed>();
    const { publicKey } = await sealingKeyPairFromSeed(seed);
    const wrapped = (await wrapOrganizationKey(custodian.publicKey, organizationContext, seed)) as Bytes;
    // Genesis commits before its own hash, the organization's id, exists.
    const commit = await commitOrganizationKey(seed, { epoch: 1, org: null });
    const ledger = { commit, publicKey };
    expect(await unwrapOrganizationKey(custodian, organizationContext, ledger, wrapped)).toEqual(seed);
    const otherKey = { commit, publicKey: custodian.publicKey };
    expect(await unwrapOrganizationKey(custodian, organizationContext, otherKey, wrapped)).toBeUndefined();
    const otherCommit = { commit: await commitOrganizationKey(seed, { epoch: 2, org }), publicKey };
    expect(await unwrapOrganizationKey(custodian, organizationContext, otherCommit, wrapped)).toBeUndefined();
  });

  it('of an older epoch come out of the newer one, checked', async () => {
    const newer = await deriveVaultKeys(drawSecret<VaultKey>(), { epoch: 2, org, vault });
    const link = await sealEpochLink(newer, vaultKey);
    const committed = await commitVaultKey(vaultKey, { epoch: 1, org, vault });
    expect(await openEpochLink(newer, committed, link)).toEqual(vaultKey);
    const otherCommit = await commitVaultKey(drawSecret<VaultKey>(), { epoch: 1, org, vault });
    expect(await openEpochLink(newer, otherCommit, link)).toBeUndefined();
    const third = await deriveVaultKeys(drawSecret<VaultKey>(), { epoch: 3, org, vault });
    expect(await openEpochLink(third, committed, link)).toBeUndefined();
  });
});
