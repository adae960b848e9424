import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText, wordsOf } from './fold-text.ts';
import { type Searchable, SearchIndex } from './search-index.ts';

describe('folding', () => {
  it.each([
    ['Ångström', 'angstrom'],
    ['CAFÉ', 'cafe'],
    ['ﬁnance', 'finance'],
    ['İstanbul', 'istanbul'],
    ['㎒', 'mhz'],
    ['ΜΆΪΟΣ', 'μαιος'],
    ['Plain ASCII-7', 'plain ascii-7'],
  ])('makes %s %s', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  it('changes nothing that is folded already', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text));
      }),
    );
  });
});

const found = (titles: readonly (string | [string, ...string[]])[], query: string) => {
  const index = new SearchIndex<string>((item) => item);
  index.update(
    titles.map((texts, at) => {
      const [title, ...others] = typeof texts === 'string' ? [texts] : texts;
      return { key: `k${at}`, item: title, title, others };
    }),
  );
  return index.search(query);
};

describe('a search', () => {
  it('ranks the beginning of a title before that of a word before any other place', () => {
    expect(
      found(['Legit', 'Work Git', 'GitHub', ['Mail', 'maya', 'https://git.example'], 'Zebra'], 'git'),
    ).toEqual(['GitHub', 'Mail', 'Work Git', 'Legit']);
  });

  it('wants every word, wherever each is', () => {
    const entries: [string, ...string[]][] = [
      ['Harbour portal', 'maya@northwind.example'],
      ['Harbour gate', 'dana@northwind.example'],
    ];
    expect(found(entries, '  MAYA   harb ')).toEqual(['Harbour portal']);
    expect(found(entries, 'maya gate')).toEqual([]);
  });

  it('does not find words across two fields', () => {
    expect(found([['ab', 'cd']], 'bc')).toEqual([]);
    expect(found([['ab', 'cd']], 'b\nc')).toEqual(['ab']);
  });

  it('gives everything in title order for no word', () => {
    expect(found(['b', 'Ä', 'a10', 'A1'], ' ')).toEqual(['Ä', 'A1', 'a10', 'b']);
  });
});

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'á', '-', ' '), maxLength: 6 });
const searchable: fc.Arbitrary<Searchable<string>> = fc
  .record({
    key: fc.integer({ min: 0, max: 300 }).map(String),
    title: word,
    others: fc.array(word, { maxLength: 2 }),
  })
  .map((one) => ({ ...one, item: one.key }));
const update = fc.record({
  set: fc.uniqueArray(searchable, { selector: (one) => one.key, maxLength: 150, size: 'max' }),
  removed: fc.array(fc.integer({ min: 0, max: 300 }).map(String), { maxLength: 20 }),
});

/** The same by filtering and sorting everything each time. */
function naiveSearch(all: readonly Searchable<string>[], query: string): string[] {
  const words = wordsOf(query);
  const begins = (texts: readonly string[], wanted: string) =>
    texts.some(
      (text) => text.startsWith(wanted) || new RegExp(`[^a-z0-9\\u0080-\\uffff]${wanted}`, 'u').test(text),
    );
  return all
    .map((one) => ({ key: one.key, texts: [one.title, ...one.others].map(foldText) }))
    .filter(({ texts }) => words.every((wanted) => texts.some((text) => text.includes(wanted))))
    .map(({ key, texts }) => {
      const title = texts[0] ?? '';
      const [first = '', ...rest] = words;
      const allBegin = words.every((wanted) => begins(texts, wanted));
      const rank = !allBegin ? 2 : title.startsWith(first) && rest.every((w) => begins(texts, w)) ? 0 : 1;
      return { key, title, rank: words.length === 0 ? 0 : rank };
    })
    .sort((a, b) => {
      if (a.rank !== b.rank) return a.rank - b.rank;
      if (a.title !== b.title) return a.title < b.title ? -1 : 1;
      return a.key < b.key ? -1 : 1;
    })
    .map(({ key }) => key);
}

describe('the index', () => {
  it('answers as a filter over everything would, after any updates and any typing', () => {
    fc.assert(
      fc.property(
        fc.array(update, { minLength: 1, maxLength: 4 }),
        fc.array(word, { maxLength: 3 }),
        (updates, queries) => {
          const index = new SearchIndex<string>((item) => item);
          const expected = new Map<string, Searchable<string>>();
          for (const { set, removed } of updates) {
            index.update(set, removed);
            for (const key of removed) expected.delete(key);
            for (const one of set) expected.set(one.key, one);
            expect(index.size).toBe(expected.size);
            for (const query of queries) {
              // Letter by letter, as it is typed, so that each query goes on from the last.
              for (let end = 0; end <= query.length; end++) {
                const typed = query.slice(0, end);
                expect(index.search(typed)).toEqual(naiveSearch([...expected.values()], typed));
              }
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
