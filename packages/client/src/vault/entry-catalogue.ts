import type { EntryId, VaultId } from '@postern/core';
import type { EntryHeader } from '@postern/crypto';
import type { EntryRow, ListPart, ListWindow, OpenOrganization, Scope } from '../port.ts';
import { type Searchable, SearchIndex } from '../search/search-index.ts';
import { isVaultHeader, rowOf } from './entry-content.ts';
import type { KnownEntry } from './record.ts';

/** As many as take a few milliseconds. */
const warmedAtOnce = 2000;

interface Listed {
  readonly row: EntryRow;
  readonly header: EntryHeader;
}

/** Everything that can be listed of all vaults, in memory: what is in use and what is in the trash, in title order. */
export class EntryCatalogue {
  readonly #current = new SearchIndex<Listed, EntryRow>(rowOfListed);
  readonly #trash = new SearchIndex<Listed, EntryRow>(rowOfListed);
  readonly #inTrash = new Set<string>();
  #summary: CatalogueSummary | undefined;
  /** The list that was asked for last: whoever scrolls asks for the next part of it. */
  #listed: { readonly scope: string; readonly query: string; readonly rows: readonly EntryRow[] } | undefined;

  /** Takes in what is new or changed and takes out what is gone. */
  update(vault: VaultId, set: readonly KnownEntry[], removed: readonly EntryId[]): void {
    this.#summary = undefined;
    this.#listed = undefined;
    const toCurrent: Searchable<Listed>[] = [];
    const toTrash: Searchable<Listed>[] = [];
    const offCurrent = removed.map((entry) => keyOf(vault, entry));
    const offTrash = offCurrent.filter((key) => this.#inTrash.delete(key));
    for (const known of set) {
      const { header } = known;
      if (isVaultHeader(header)) continue;
      const key = keyOf(vault, known.leaf.entry);
      const searchable = {
        key,
        item: { row: rowOf(vault, known, header), header },
        title: header.title,
        others: [header.user ?? '', ...(header.urls ?? []), ...(header.tags ?? []), ...(header.fields ?? [])],
      };
      if (header.trashedAtMs === undefined) {
        toCurrent.push(searchable);
        if (this.#inTrash.delete(key)) offTrash.push(key);
      } else {
        toTrash.push(searchable);
        offCurrent.push(key);
        this.#inTrash.add(key);
      }
    }
    this.#current.update(toCurrent, offCurrent);
    this.#trash.update(toTrash, offTrash);
  }

  /** Rows of the scope in title order; with a query those of all vaults, or of the trash, by rank. */
  list(scope: Scope, query: string): EntryRow[] {
    const index = scope.kind === 'trash' ? this.#trash : this.#current;
    if (query.trim() !== '') return index.search(query);
    const rows: EntryRow[] = [];
    for (const { row, header } of index.all()) if (isWithin(scope, row, header)) rows.push(row);
    return rows;
  }

  /** Gets some more of a first search ready; whether it is ready. */
  warm(): boolean {
    return this.#current.warm(warmedAtOnce) && this.#trash.warm(warmedAtOnce);
  }

  /** The window of that list, and where in the whole of it an entry is. */
  part(scope: Scope, query: string, { from, count, place }: ListWindow): ListPart {
    const wanted = JSON.stringify(scope);
    if (this.#listed?.scope !== wanted || this.#listed.query !== query) {
      this.#listed = { scope: wanted, query, rows: this.list(scope, query) };
    }
    const { rows } = this.#listed;
    const at =
      place === undefined
        ? -1
        : rows.findIndex((row) => row.entry === place.entry && row.vault === place.vault);
    return {
      total: rows.length,
      from,
      rows: rows.slice(from, from + count),
      ...(at === -1 ? {} : { place: at }),
    };
  }

  /** Counts and tags of what is in use. Made once after each change. */
  summary(): CatalogueSummary {
    if (this.#summary !== undefined) return this.#summary;
    const perVault = new Map<VaultId, number>();
    const perTag = new Map<string, number>();
    let favourites = 0;
    for (const { row, header } of this.#current.all()) {
      perVault.set(row.vault, (perVault.get(row.vault) ?? 0) + 1);
      if (row.favourite) favourites += 1;
      for (const tag of new Set(header.tags)) perTag.set(tag, (perTag.get(tag) ?? 0) + 1);
    }
    const tags = [...perTag].map(([name, count]) => ({ name, count }));
    tags.sort((a, b) => a.name.localeCompare(b.name));
    const counts = { all: this.#current.size, favourites, trash: this.#trash.size };
    this.#summary = { tags, counts, perVault };
    return this.#summary;
  }
}

export interface CatalogueSummary extends Pick<OpenOrganization, 'tags' | 'counts'> {
  readonly perVault: ReadonlyMap<VaultId, number>;
}

const rowOfListed = ({ row }: Listed) => row;

function isWithin(scope: Scope, row: EntryRow, header: EntryHeader): boolean {
  switch (scope.kind) {
    case 'all':
    case 'trash':
      return true;
    case 'favourites':
      return row.favourite;
    case 'vault':
      return row.vault === scope.vault && (scope.folder === undefined || header.folder === scope.folder);
    case 'tag':
      return header.tags?.includes(scope.tag) === true;
  }
}

function keyOf(vault: VaultId, entry: EntryId): string {
  return `${vault}/${entry}`;
}
