import { describe, expect, it } from 'vitest';
import { type ChangeNotice, createLocalFeed } from './change-feed.ts';
import { openPostgresFeed } from './postgres-feed.ts';

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

const postgresUrl = process.env.POSTERN_TEST_DATABASE_URL;

describe.runIf(postgresUrl)('the feed between processes', () => {
  const url = new URL(postgresUrl ?? 'postgres://none');

  it('carries a notice to the others once, and to its own subscribers once', async () => {
    const [here, there] = await Promise.all([openPostgresFeed(url, rethrow), openPostgresFeed(url, rethrow)]);
    const heardHere: ChangeNotice[] = [];
    here.subscribe((notice) => heardHere.push(notice));
    const heardThere = new Promise<ChangeNotice[]>((resolve) => {
      const heard: ChangeNotice[] = [];
      there.subscribe((notice) => {
        heard.push(notice);
        if (notice.kind === 'last') resolve(heard);
      });
    });
    const notice = { kind: 'vault', organization: 'o', details: { seq: 3 } };
    here.publish(notice);
    here.publish({ kind: 'long', details: { text: 'x'.repeat(9000) } });
    here.publish({ kind: 'last' });
    expect(await heardThere).toEqual([notice, { kind: 'resync' }, { kind: 'last' }]);
    expect(heardHere.map(({ kind }) => kind)).toEqual(['vault', 'long', 'last']);
    await Promise.all([here.close(), there.close()]);
  });
});
