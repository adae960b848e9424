import { ok } from '@postern/core';
import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { writeIntoNothing } from './sign-altered-rows.ts';

vi.mock('../packages/client/src/vault/check-predecessor.ts', () => ({ checkPredecessor: () => ok() }));

twin('X18', 'the check of what is built on', async (scene) => {
  const { added, signed } = await writeIntoNothing(scene);
  expect(added).toMatchObject({ ok: true });
  expect(signed).toHaveLength(1);
  expect(signed[0]?.payload).toMatchObject({ seq: 1, prev: null, count: 1 });
  return "Maya's signature under a vault without the bank's entry";
});
