import { mustBeOk } from '@postern/core';
import { expect, vi } from 'vitest';
import { until } from '../packages/client/test/people.ts';
import { twin } from './harness/attack.ts';
import { linkColleague } from './link-colleague.ts';

/** Whoever vouched for somebody's keys, holders hand over what they have. */
vi.mock('../packages/ledger/src/queries.ts', async (actual) => ({
  ...(await actual<typeof import('../packages/ledger/src/queries.ts')>()),
  handsOverUnasked: () => true,
}));

twin(['X3', 'X11'], 'the words that each holder hears where no custodian heard them', async (scene) => {
  const { thief, saved, given } = await linkColleague(scene);
  const { client } = thief;
  await until(client, ({ entered }) => entered?.open?.counts.all === 1);
  expect(given()).not.toEqual([]);
  const [row] = await client.vault.listEntries({ kind: 'all' }, '');
  if (row === undefined) throw new Error('nothing to read');
  expect(mustBeOk(await client.vault.openEntry(row))).toMatchObject({ password: saved });
  return "Maya's vault, opened with the keys that Leo linked as Kim's";
});
