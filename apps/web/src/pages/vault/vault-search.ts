import type { EntryRef, Scope } from '@postern/client';
import type { EntryId, FolderId, VaultId } from '@postern/core';
import { isId } from '@postern/core';
import { tagOf } from './tag-ids.ts';

/** What the address bar says about the vault page: identifiers only, so that browser history holds no title or query. */
export interface VaultSearch {
  readonly view?: 'favourites' | 'trash' | undefined;
  readonly vault?: VaultId | undefined;
  readonly folder?: FolderId | undefined;
  /** As `tag-ids.ts` spells it. */
  readonly tag?: string | undefined;
  /** `<vault>.<entry>` */
  readonly entry?: string | undefined;
  readonly do?: 'add' | 'edit' | undefined;
  /** The pane a phone shows when no entry is open. */
  readonly pane?: 'side' | undefined;
}

/** The parts of an address bar that are understood; anything else is left out. */
export function parseVaultSearch(raw: Record<string, unknown>): VaultSearch {
  const id = <Id extends string>(value: unknown) =>
    typeof value === 'string' && isId(value) ? (value as Id) : undefined;
  return {
    view: raw.view === 'favourites' || raw.view === 'trash' ? raw.view : undefined,
    vault: id<VaultId>(raw.vault),
    folder: id<FolderId>(raw.folder),
    tag: typeof raw.tag === 'string' && tagOf(raw.tag) !== undefined ? raw.tag : undefined,
    entry: typeof raw.entry === 'string' && parseEntryRef(raw.entry) !== undefined ? raw.entry : undefined,
    do: raw.do === 'add' || raw.do === 'edit' ? raw.do : undefined,
    pane: raw.pane === 'side' ? 'side' : undefined,
  };
}

/** What the list shows for an address bar. */
export function scopeOf(search: VaultSearch): Scope {
  if (search.vault !== undefined) {
    return {
      kind: 'vault',
      vault: search.vault,
      ...(search.folder === undefined ? {} : { folder: search.folder }),
    };
  }
  const tag = search.tag === undefined ? undefined : tagOf(search.tag);
  if (tag !== undefined) return { kind: 'tag', tag };
  return { kind: search.view ?? 'all' };
}

/** An entry as the address bar spells it. */
export function entryKey(ref: EntryRef): string {
  return `${ref.vault}.${ref.entry}`;
}

/** The entry an address bar names, or `undefined` when it names none. */
export function parseEntryRef(key: string | undefined): EntryRef | undefined {
  const [vault, entry, ...rest] = key?.split('.') ?? [];
  if (vault === undefined || entry === undefined || rest.length > 0 || !isId(vault) || !isId(entry))
    return undefined;
  return { vault: vault as VaultId, entry: entry as EntryId };
}
