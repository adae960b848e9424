import { utf8 } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { storeCases } from '../../test/store-contract.ts';
import { createMemoryStore } from './memory-store.ts';
import { withReadAhead } from './read-ahead-store.ts';

const filled = async () => {
  const under = createMemoryStore();
  await under.write({
    put: [
      ['records/a/1', utf8('a1')],
      ['records/b/1', utf8('b1')],
    ],
  });
  return { under, store: withReadAhead(under) };
};

describe('a store that reads ahead', () => {
  it.each(storeCases)('$name', async ({ run }) => {
    const open = async () => {
      const store = withReadAhead(createMemoryStore());
      store.readAhead('');
      return store;
    };
    await expect(run(open, false)).resolves.toBeUndefined();
  });

  it('answers each range from what it read, once', async () => {
    const { under, store } = await filled();
    store.readAhead('records/');
    await under.write({ put: [['records/a/1', utf8('later')]] });
    expect(await store.range('records/a/')).toEqual([['records/a/1', utf8('a1')]]);
    expect(await store.range('records/a/')).toEqual([['records/a/1', utf8('later')]]);
    expect(await store.range('records/b/')).toEqual([['records/b/1', utf8('b1')]]);
  });

  it('forgets what it read once something of it is written, removed or dropped', async () => {
    const written = await filled();
    written.store.readAhead('records/');
    await written.store.write({ put: [['records/a/1', utf8('new')]] });
    expect(await written.store.range('records/a/')).toEqual([['records/a/1', utf8('new')]]);

    const removed = await filled();
    removed.store.readAhead('records/');
    await removed.store.write({ removePrefixes: ['rec'] });
    expect(await removed.store.range('records/b/')).toEqual([]);

    const dropped = await filled();
    dropped.store.readAhead('records/');
    dropped.store.dropAhead();
    await dropped.under.write({ put: [['records/a/1', utf8('new')]] });
    expect(await dropped.store.range('records/a/')).toEqual([['records/a/1', utf8('new')]]);
  });
});
