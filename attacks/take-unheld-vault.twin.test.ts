import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { readNextPassword, takeVault } from './take-unheld-vault.ts';

vi.mock('../packages/ledger/src/may-give.ts', () => ({ mayGive: () => true }));

twin('X11', 'the rule that nobody gives what they do not hold', async (scene) => {
  const taken = await takeVault(scene);
  expect(taken.entered).toMatchObject({ ok: true, value: { allowed: true } });
  const { read, saved } = await readNextPassword(taken);
  expect(read).toBe(saved);
  return 'what Maya saves next, opened by Leo';
});
