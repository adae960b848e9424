import { expect } from 'vitest';
import { until } from '../packages/client/test/people.ts';
import { attack } from './harness/attack.ts';
import { linkColleague } from './link-colleague.ts';

attack(['X3', 'X11'], 'has a members administrator link a colleague under keys of its own', async (scene) => {
  const { thief, desk, giveMore, given } = await linkColleague(scene);
  await giveMore();
  const seq = desk.client.snapshot().entered?.open?.ledgerSeq ?? 0;
  const { entered } = await until(
    thief.client,
    (now) => now.entered?.gate.denial?.code === 'keys_pending' && (now.entered.open?.ledgerSeq ?? seq) >= seq,
  );
  if (given().length > 0) scene.leaked('what Maya shares with Kim');
  // Hers are the words that count, and she has heard none.
  expect(entered?.open?.vaults ?? []).toEqual([]);
  return entered?.gate.denial?.code ?? '';
});
