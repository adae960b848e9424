import { foldText, wordsOf } from './fold-text.ts';
import { fieldSeparator, type MatchRank, rankMatch, rankOfWord } from './rank-match.ts';

/** What is found by its title and its other texts; `key` tells it from all others. */
export interface Searchable<Item> {
  readonly key: string;
  readonly item: Item;
  readonly title: string;
  readonly others: readonly string[];
}

interface Prepared<Item> {
  readonly key: string;
  readonly item: Item;
  /** Folded, to order by. */
  readonly title: string;
  readonly searchable: Searchable<Item>;
}

/** Neighbours in title order. */
interface Block<Item, Found> {
  readonly entries: Prepared<Item>[];
  /** What a search reads; made when it is first needed, since a list is shown without it. */
  laid: Laid<Found> | undefined;
}

/** The texts of a block as one, each ended by {@link fieldSeparator}, and what is behind each. */
interface Laid<Found> {
  readonly text: string;
  readonly ends: readonly number[];
  readonly found: readonly Found[];
}

/** Beyond this many changes at once, putting two sorted lists together is quicker than placing each. */
const fewChanges = 100;

/** So many that the search has few blocks to go through, so few that laying one anew is not felt. */
const blockSize = 1000;

/**
 * Everything that can be listed, in title order, in memory only. A search goes through the joined texts of each block
 * from end to end: with a hundred thousand entries, visiting each would be waiting for memory and little else.
 */
export class SearchIndex<Item, Found = Item> {
  #blocks: Block<Item, Found>[] = [];
  readonly #byKey = new Map<string, Prepared<Item>>();
  readonly #foundOf: (item: Item) => Found;

  /** A search answers what `foundOf` makes of an item. */
  constructor(foundOf: (item: Item) => Found) {
    this.#foundOf = foundOf;
  }

  get size(): number {
    return this.#byKey.size;
  }

  /** Takes out what has the removed keys, then takes in what is set, in place of what had its key. */
  update(set: readonly Searchable<Item>[], removed: readonly string[] = []): void {
    const few = set.length + removed.length <= fewChanges;
    for (const key of removed) this.#remove(key, few);
    const come: Prepared<Item>[] = [];
    for (const searchable of set) {
      this.#remove(searchable.key, few);
      const prepared = prepare(searchable);
      this.#byKey.set(prepared.key, prepared);
      if (few) this.#insert(prepared);
      else come.push(prepared);
    }
    if (few) return;
    // One vault after another is taken in: what is sorted already is not sorted again with each of them.
    const counts = (prepared: Prepared<Item>) => this.#byKey.get(prepared.key) === prepared;
    const stayed = this.#blocks.flatMap(({ entries }) => entries.filter(counts));
    this.#blocks = inBlocks(merged(stayed, come.filter(counts).sort(compare)));
  }

  /** Lays out up to so many texts that the first search would have to wait for; whether that was all of them. */
  warm(count: number): boolean {
    let left = count;
    for (const block of this.#blocks) {
      if (block.laid !== undefined) continue;
      if (left <= 0) return false;
      this.#lay(block);
      left -= block.entries.length;
    }
    return true;
  }

  /** Every item in title order. */
  all(): Item[] {
    const items: Item[] = [];
    for (const { entries } of this.#blocks) for (const { item } of entries) items.push(item);
    return items;
  }

  /** What has every word of the query in its texts, best rank first, in title order within a rank. All for no word. */
  search(query: string): Found[] {
    const words = wordsOf(query);
    const [first] = words;
    if (first === undefined) return this.all().map(this.#foundOf);
    const ranked: Record<MatchRank, Found[]> = { 0: [], 1: [], 2: [] };
    for (const block of this.#blocks) {
      const { text, ends, found } = this.#lay(block);
      let entry = 0;
      let start = 0;
      // No word holds the separator, so a word is within one entry.
      for (let at = text.indexOf(first); at !== -1; at = text.indexOf(first, start)) {
        for (let end = ends[entry] as number; end <= at; end = ends[entry] as number) {
          start = end;
          entry += 1;
        }
        const end = ends[entry] as number;
        const rank =
          words.length === 1
            ? rankOfWord(text, first, at, start, end)
            : rankMatch(text.slice(start, end), words);
        if (rank !== undefined) ranked[rank].push(found[entry] as Found);
        start = end;
        entry += 1;
      }
    }
    return ranked[0].concat(ranked[1], ranked[2]);
  }

  #lay(block: Block<Item, Found>): Laid<Found> {
    block.laid ??= layOut(block.entries, this.#foundOf);
    return block.laid;
  }

  #insert(prepared: Prepared<Item>): void {
    const at = Math.min(this.#blockOf(prepared), this.#blocks.length - 1);
    const block = this.#blocks[at];
    if (block === undefined) {
      this.#blocks = inBlocks([prepared]);
      return;
    }
    block.entries.splice(placeOf(block.entries, prepared), 0, prepared);
    block.laid = undefined;
    if (block.entries.length > 2 * blockSize) this.#blocks.splice(at, 1, ...inBlocks(block.entries));
  }

  #remove(key: string, few: boolean): void {
    const prepared = this.#byKey.get(key);
    if (prepared === undefined) return;
    this.#byKey.delete(key);
    if (!few) return;
    const at = this.#blockOf(prepared);
    const block = this.#blocks[at];
    if (block === undefined) return;
    block.entries.splice(placeOf(block.entries, prepared), 1);
    block.laid = undefined;
    if (block.entries.length === 0) this.#blocks.splice(at, 1);
  }

  /** The first block that does not end before it: the one that it is in, if it is in one. */
  #blockOf(prepared: Prepared<Item>): number {
    return firstNot(
      this.#blocks.length,
      (at) => compare(this.#blocks[at]?.entries.at(-1) as Prepared<Item>, prepared) < 0,
    );
  }
}

function prepare<Item>(searchable: Searchable<Item>): Prepared<Item> {
  const { key, item, title } = searchable;
  return { key, item, title: foldText(title), searchable };
}

function inBlocks<Item>(ordered: readonly Prepared<Item>[]): Block<Item, never>[] {
  const blocks: Block<Item, never>[] = [];
  for (let from = 0; from < ordered.length; from += blockSize) {
    blocks.push({ entries: ordered.slice(from, from + blockSize), laid: undefined });
  }
  return blocks;
}

function layOut<Item, Found>(
  entries: readonly Prepared<Item>[],
  foundOf: (item: Item) => Found,
): Laid<Found> {
  const texts: string[] = [];
  const ends: number[] = [];
  const found: Found[] = [];
  let end = 0;
  for (const { searchable, item } of entries) {
    // Folded in one go: the separator changes nothing about what is beside it, and nothing folds to it.
    const text = foldText([searchable.title, ...searchable.others, ''].join(fieldSeparator));
    end += text.length;
    texts.push(text);
    ends.push(end);
    found.push(foundOf(item));
  }
  return { text: texts.join(''), ends, found };
}

/** Where the item is, or belongs. */
function placeOf<Item>(entries: readonly Prepared<Item>[], prepared: Prepared<Item>): number {
  return firstNot(entries.length, (at) => compare(entries[at] as Prepared<Item>, prepared) < 0);
}

/** The first place up to `count` where it no longer holds. */
function firstNot(count: number, holds: (at: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Two sorted lists as one. */
function merged<Item>(one: readonly Prepared<Item>[], other: readonly Prepared<Item>[]): Prepared<Item>[] {
  const out: Prepared<Item>[] = [];
  let at = 0;
  for (const prepared of one) {
    for (let next = other[at]; next !== undefined && compare(next, prepared) < 0; next = other[at]) {
      out.push(next);
      at += 1;
    }
    out.push(prepared);
  }
  for (; at < other.length; at++) out.push(other[at] as Prepared<Item>);
  return out;
}

function compare<Item>(a: Prepared<Item>, b: Prepared<Item>): number {
  if (a.title !== b.title) return a.title < b.title ? -1 : 1;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
