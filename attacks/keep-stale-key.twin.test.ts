import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { keepStaleKey } from './keep-stale-key.ts';

vi.mock('../packages/ledger/src/stale-epoch.ts', () => ({
  epochIsStale: () => false,
  epochWasStale: () => false,
}));

twin('X5', 'the end of a key with the removal of who holds it', async (scene) => {
  const { added, read, saved } = await keepStaleKey(scene, 'asks for the old key');
  expect(added).toMatchObject({ ok: false });
  expect(read).toBe(saved);
  return 'what Maya saves after the removal, opened by Leo';
});
