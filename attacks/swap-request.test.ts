import { expect } from 'vitest';
import { memberOf } from '../packages/client/test/team.ts';
import { attack } from './harness/attack.ts';
import { swapRequest } from './swap-request.ts';

attack('X11', 'tells of somebody else, another vault or place once a request is shown', async (scene) => {
  const { desk, leo, opened, settle } = await swapRequest(scene);
  expect(opened).toMatchObject({ email: leo.email, vaultName: 'Office', address: '198.51.100.9' });
  const seq = () => desk.client.snapshot().entered?.open?.ledgerSeq;
  const before = seq();
  for (const click of [settle.ofKim, settle.ofOtherVault, settle.ofOtherPlace]) {
    expect(await click()).toMatchObject({ ok: false, code: 'request_changed' });
  }
  expect(seq()).toBe(before);
  expect((await memberOf(desk, leo.email)).addresses).toEqual([]);
  return 'request_changed';
});
