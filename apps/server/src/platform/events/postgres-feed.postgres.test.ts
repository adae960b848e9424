import { describe, expect, it } from 'vitest';
import type { ChangeNotice } from './change-feed.ts';
import { openPostgresFeed } from './postgres-feed.ts';

const rethrow = (error: unknown) => {
  throw error;
};

describe('the feed between processes', () => {
  const url = new URL(process.env.POSTERN_TEST_DATABASE_URL ?? '');

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
