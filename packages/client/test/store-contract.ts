import { type Bytes, utf8 } from '@postern/core';
import type { ReplicaStore } from '../src/store/replica-store.ts';

/**
 * What every store promises, as plain functions that throw: the same cases run in Node and, for IndexedDB, in a browser.
 * `open` gives a store that is empty the first time; called again after a `close` it gives the same one if `lasting`.
 */
export interface StoreCase {
  readonly name: string;
  readonly run: (open: () => Promise<ReplicaStore>, lasting: boolean) => Promise<void>;
}

const some = utf8('some');
const other = utf8('other');

export const storeCases: readonly StoreCase[] = [
  {
    name: 'gives back what was put, and nothing where nothing was',
    run: async (open) => {
      const store = await open();
      await store.write({
        put: [
          ['a', some],
          ['b', new Uint8Array(0)],
        ],
      });
      same(await store.get('a'), some);
      same(await store.get('b'), new Uint8Array(0));
      same(await store.get('c'), undefined);
      same(await store.getMany(['b', 'c', 'a']), [new Uint8Array(0), undefined, some]);
      await store.close();
    },
  },
  {
    name: 'ranges by prefix, in the order of names',
    run: async (open) => {
      const store = await open();
      await store.write({
        put: [
          ['v/2', some],
          ['v/10', other],
          ['w/1', some],
          ['v', some],
          ['v/~', some],
          ['V/1', some],
        ],
      });
      same(await store.range('v/'), [
        ['v/10', other],
        ['v/2', some],
        ['v/~', some],
      ]);
      same(await store.names('v'), ['v', 'v/10', 'v/2', 'v/~']);
      same(await store.names(''), ['V/1', 'v', 'v/10', 'v/2', 'v/~', 'w/1']);
      same(await store.range('x'), []);
      await store.close();
    },
  },
  {
    name: 'removes before it puts, in one batch',
    run: async (open) => {
      const store = await open();
      await store.write({
        put: [
          ['v/1', some],
          ['v/2', some],
          ['w/1', some],
          ['x', some],
        ],
      });
      await store.write({
        removePrefixes: ['v/'],
        remove: ['x', 'never-was'],
        put: [['v/2', other]],
      });
      same(await store.range(''), [
        ['v/2', other],
        ['w/1', some],
      ]);
      await store.clear();
      same(await store.names(''), []);
      await store.close();
    },
  },
  {
    name: 'writes all of a batch or nothing of it',
    run: async (open) => {
      const store = await open();
      await store.write({ put: [['a', some]] });
      let thrown = false;
      try {
        await store.write({
          remove: ['a'],
          put: [
            ['b', some],
            ['not a name', some],
          ],
        });
      } catch {
        thrown = true;
      }
      same(thrown, true);
      same(await store.range(''), [['a', some]]);
      await store.close();
    },
  },
  {
    name: 'keeps a copy: neither side sees what the other does to its bytes',
    run: async (open) => {
      const store = await open();
      const mine = utf8('mine');
      await store.write({ put: [['a', mine]] });
      mine.fill(0);
      const theirs = (await store.get('a')) as Bytes;
      same(theirs, utf8('mine'));
      theirs.fill(0);
      same(await store.get('a'), utf8('mine'));
      await store.close();
    },
  },
  {
    name: 'holds a view of a larger buffer as just that view',
    run: async (open) => {
      const store = await open();
      await store.write({ put: [['a', utf8('before and after').subarray(7, 10) as Bytes]] });
      same(await store.get('a'), utf8('and'));
      await store.close();
    },
  },
  {
    name: 'brings everything back after it was closed, if it lasts',
    run: async (open, lasting) => {
      const store = await open();
      await store.write({ put: [['a', some]] });
      if (!lasting) return store.close();
      await store.close();
      const again = await open();
      same(await again.range(''), [['a', some]]);
      await again.close();
    },
  },
  {
    name: 'takes thousands of values in one batch',
    run: async (open) => {
      const store = await open();
      const put = Array.from(
        { length: 3000 },
        (_, at) => [`n/${String(at).padStart(5, '0')}`, utf8(`${at}`)] as const,
      );
      await store.write({ put });
      same(await store.range('n/'), put);
      await store.close();
    },
  },
];

function same(actual: unknown, expected: unknown): void {
  const shown = [show(actual), show(expected)];
  if (shown[0] !== shown[1]) throw new Error(`the store gave ${shown[0]}, expected ${shown[1]}`);
}

/** Text that is the same for equal values; byte arrays are told from ordinary ones. */
function show(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) =>
      inner instanceof Uint8Array ? `bytes ${inner.join(' ')}` : inner === undefined ? 'nothing' : inner,
    ) ?? 'nothing'
  );
}
