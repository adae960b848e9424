import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AccountId, newId, utf8 } from '@postern/core';
import { type AccountSecret, deriveSealingKey, drawSecret } from '@postern/crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { storeCases } from '../../test/store-contract.ts';
import { openDiskStore } from './disk-store.ts';
import { createMemoryStore } from './memory-store.ts';
import { createSealedStore } from './sealed-store.ts';

const folders: string[] = [];
afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});
async function newFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-store-'));
  folders.push(folder);
  return join(folder, 'replica.db');
}

describe('the store in memory', () => {
  it.each(storeCases)('$name', async ({ run }) => {
    await expect(run(async () => createMemoryStore(), false)).resolves.toBeUndefined();
  });
});

describe('the store on disk', () => {
  it.each(storeCases)('$name', async ({ run }) => {
    const file = await newFile();
    await expect(run(async () => openDiskStore(file), true)).resolves.toBeUndefined();
  });
});

describe('the sealed store', () => {
  const account = newId<AccountId>();
  const setUp = async () => {
    const under = createMemoryStore();
    const key = await deriveSealingKey(drawSecret<AccountSecret>(), 'replica');
    return { under, key, store: createSealedStore(under, key, { account, device: 'laptop' }) };
  };

  it('gives back what it kept and shows none of it', async () => {
    const { under, store } = await setUp();
    await store.write({
      seal: [
        ['rows/1', utf8('harbour')],
        ['rows/2', utf8('lantern')],
      ],
    });
    expect(await store.read('rows/1')).toEqual({ ok: true, value: utf8('harbour') });
    expect(await store.read('rows/3')).toEqual({ ok: true, value: undefined });
    expect(await store.readAll('rows/')).toEqual({
      ok: true,
      value: [
        ['rows/1', utf8('harbour')],
        ['rows/2', utf8('lantern')],
      ],
    });
    const stored = await under.range('');
    for (const [, bytes] of stored)
      expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/harbour|lantern/);
  });

  it('opens nothing that was renamed, changed, or sealed for another device or account', async () => {
    const { under, key, store } = await setUp();
    await store.write({ seal: [['a', utf8('harbour')]] });
    const [[, sealed]] = (await under.range('a')) as [[string, Uint8Array<ArrayBuffer>]];
    const changed = sealed.slice();
    changed[20] = (changed[20] ?? 0) ^ 1;
    await under.write({
      put: [
        ['renamed', sealed],
        ['changed', changed],
      ],
    });
    expect(await store.read('renamed')).toMatchObject({ code: 'opening_failed' });
    expect(await store.read('changed')).toMatchObject({ code: 'opening_failed' });
    expect(await store.readAll('')).toMatchObject({ code: 'opening_failed' });
    const phone = createSealedStore(under, key, { account, device: 'phone' });
    expect(await phone.read('a')).toMatchObject({ code: 'opening_failed' });
    const stranger = createSealedStore(under, key, { account: newId<AccountId>(), device: 'laptop' });
    expect(await stranger.read('a')).toMatchObject({ code: 'opening_failed' });
  });

  it('keeps what is sealed already as it is', async () => {
    const { under, store } = await setUp();
    await store.write({ verbatim: [['body/1', utf8('sealed elsewhere')]] });
    expect(await under.get('body/1')).toEqual(utf8('sealed elsewhere'));
    expect(await store.readVerbatim(['body/1', 'body/2'])).toEqual([utf8('sealed elsewhere'), undefined]);
    expect(await store.names('body/')).toEqual(['body/1']);
  });
});
