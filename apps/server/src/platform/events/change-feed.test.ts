import { describe, expect, it } from 'vitest';
import { type ChangeNotice, createLocalFeed } from './change-feed.ts';

const rethrow = (error: unknown) => {
  throw error;
};

describe('the feed of one process', () => {
  it('reaches every subscriber before it returns, until they stop', () => {
    const feed = createLocalFeed(rethrow);
    const heard: ChangeNotice[] = [];
    const stop = feed.subscribe((notice) => heard.push(notice));
    feed.publish({ kind: 'ledger', organization: 'o' });
    stop();
    feed.publish({ kind: 'ledger', organization: 'p' });
    expect(heard).toEqual([{ kind: 'ledger', organization: 'o' }]);
  });

  it('does not let one subscriber keep a notice from another', () => {
    const faults: unknown[] = [];
    const feed = createLocalFeed((error) => faults.push(error));
    let heard = 0;
    feed.subscribe(() => {
      throw new Error('broken listener');
    });
    feed.subscribe(() => {
      heard += 1;
    });
    feed.publish({ kind: 'vault' });
    expect([heard, faults.length]).toEqual([1, 1]);
  });
});
