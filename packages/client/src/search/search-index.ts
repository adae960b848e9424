import { foldText, wordsOf } from './fold-text.ts';
import { fieldSeparator, type MatchRank, rankMatch } from './rank-match.ts';

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
  /** Everything that is searched, folded; made when it is first needed, since a list is shown without it. */
  text: string | undefined;
}

interface LastSearch<Item> {
  readonly query: string;
  readonly found: readonly Prepared<Item>[];
}

/** Beyond this many changes at once, putting two sorted lists together is quicker than placing each. */
const fewChanges = 100;

/**
 * Everything that can be listed, in title order, in memory only. A search reads the prepared texts one by one, which for
 * a hundred thousand entries takes less than a frame or two; a query that goes on from the last one reads only what that
 * one found.
 */
export class SearchIndex<Item> {
  #ordered: Prepared<Item>[] = [];
  readonly #byKey = new Map<string, Prepared<Item>>();
  #last: LastSearch<Item> | undefined;
  #warmed = 0;

  get size(): number {
    return this.#ordered.length;
  }

  /** Takes out what has the removed keys, then takes in what is set, in place of what had its key. */
  update(set: readonly Searchable<Item>[], removed: readonly string[] = []): void {
    this.#last = undefined;
    this.#warmed = 0;
    const few = set.length + removed.length <= fewChanges;
    for (const key of removed) this.#remove(key, few);
    const come: Prepared<Item>[] = [];
    for (const searchable of set) {
      this.#remove(searchable.key, few);
      const prepared = prepare(searchable);
      this.#byKey.set(prepared.key, prepared);
      come.push(prepared);
      if (few) this.#ordered.splice(this.#placeOf(prepared), 0, prepared);
    }
    if (few) return;
    // One vault after another is taken in: what is sorted already is not sorted again with each of them.
    const counts = (prepared: Prepared<Item>) => this.#byKey.get(prepared.key) === prepared;
    this.#ordered = merged(this.#ordered.filter(counts), come.filter(counts).sort(compare));
  }

  /**
   * Makes up to so many texts that the first search would have to wait for; whether that was all of them. They and what
   * belongs to them are laid one after the other, as a search goes through them: with a hundred thousand, most of its
   * time is waiting for memory.
   */
  warm(count: number): boolean {
    const from = this.#warmed;
    const batch = this.#ordered.slice(from, from + count);
    const texts = batch.map(textOf);
    const joined = texts.join('');
    let start = 0;
    for (const [at, prepared] of batch.entries()) {
      const end = start + (texts[at] as string).length;
      const laid = { ...prepared, text: joined.slice(start, end) };
      this.#ordered[from + at] = laid;
      this.#byKey.set(laid.key, laid);
      start = end;
    }
    this.#warmed = from + batch.length;
    return this.#warmed >= this.#ordered.length;
  }

  /** Every item in title order. */
  all(): Item[] {
    return this.#ordered.map(({ item }) => item);
  }

  /** Items whose texts hold every word of the query, best rank first, in title order within a rank. All for no word. */
  search(query: string): Item[] {
    const words = wordsOf(query);
    if (words.length === 0) return this.all();
    const folded = words.join(' ');
    // Every word of the last query is part of a word of this one, so nothing new can match.
    const narrows = this.#last !== undefined && folded.startsWith(this.#last.query);
    const candidates = narrows ? (this.#last?.found ?? []) : this.#ordered;
    const found: Prepared<Item>[] = [];
    const ranked: Record<MatchRank, Item[]> = { 0: [], 1: [], 2: [] };
    for (const candidate of candidates) {
      const rank = rankMatch(textOf(candidate), words);
      if (rank === undefined) continue;
      found.push(candidate);
      ranked[rank].push(candidate.item);
    }
    this.#last = { query: folded, found };
    return ranked[0].concat(ranked[1], ranked[2]);
  }

  #remove(key: string, few: boolean): void {
    const prepared = this.#byKey.get(key);
    if (prepared === undefined) return;
    this.#byKey.delete(key);
    if (few) this.#ordered.splice(this.#placeOf(prepared), 1);
  }

  /** Where the item is, or belongs. */
  #placeOf(prepared: Prepared<Item>): number {
    let low = 0;
    let high = this.#ordered.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(this.#ordered[middle] as Prepared<Item>, prepared) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function prepare<Item>(searchable: Searchable<Item>): Prepared<Item> {
  const { key, item, title } = searchable;
  return { key, item, title: foldText(title), searchable, text: undefined };
}

function textOf<Item>(prepared: Prepared<Item>): string {
  const { title, others } = prepared.searchable;
  // Folded in one go: the separator changes nothing about what is beside it, and nothing folds to it.
  prepared.text ??= foldText(
    others.length === 0 ? title : title + fieldSeparator + others.join(fieldSeparator),
  );
  return prepared.text;
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
