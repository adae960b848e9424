import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { joinByExpired } from './keep-invitation-alive.ts';

vi.mock('../packages/ledger/src/is-in-time.ts', () => ({ isInTime: () => true }));

twin('X23', "an invitation's end in the ledger's rules", async (scene) => {
  const { device, entered } = await joinByExpired(scene, 'now');
  expect(entered).toMatchObject({ ok: true });
  expect(device.client.snapshot().entered?.open?.memberCount).toBe(2);
  return 'a member by an invitation whose time was over';
});
