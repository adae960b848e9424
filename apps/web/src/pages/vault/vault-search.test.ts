import { type EntryId, type FolderId, newId, type VaultId } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { forgetTags, tagId } from './tag-ids.ts';
import { entryKey, parseEntryRef, parseVaultSearch, scopeOf } from './vault-search.ts';

const vault = newId<VaultId>();
const entry = newId<EntryId>();
const folder = newId<FolderId>();

describe('the address bar of the vault', () => {
  it('brings an entry back from its spelling', () => {
    expect(parseEntryRef(entryKey({ vault, entry }))).toEqual({ vault, entry });
  });

  it.each(['', 'x', `${vault}`, `${vault}.x`, `${vault}.${entry}.z`])('takes %j for no entry', (key) => {
    expect(parseEntryRef(key)).toBeUndefined();
  });

  it('leaves out what it does not understand', () => {
    const search = parseVaultSearch({ view: 'all', vault: 'nonsense', do: 'burn', entry: 7, pane: 'x' });
    expect(Object.values(search).filter((value) => value !== undefined)).toEqual([]);
    expect(scopeOf(search)).toEqual({ kind: 'all' });
  });

  it('lists a folder of a vault before anything else', () => {
    expect(scopeOf(parseVaultSearch({ vault, folder, view: 'trash' }))).toEqual({
      kind: 'vault',
      vault,
      folder,
    });
  });

  it('spells a tag without its words, and forgets it with the keys', () => {
    const tag = tagId('customs');
    expect(tag).not.toContain('customs');
    expect(scopeOf(parseVaultSearch({ tag }))).toEqual({ kind: 'tag', tag: 'customs' });
    expect(scopeOf(parseVaultSearch({ tag: 'customs' }))).toEqual({ kind: 'all' });
    forgetTags();
    expect(scopeOf(parseVaultSearch({ tag }))).toEqual({ kind: 'all' });
  });
});
