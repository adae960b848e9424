import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { relabelKey } from './relabel-key.ts';

/** Either defence is enough (see the rows beside this file), so both are off: what is opened is taken for what it is called. */
vi.mock('../packages/crypto/src/is-committed-key.ts', () => ({ isCommittedKey: async () => true }));
vi.mock('../packages/crypto/src/frames.ts', async (actual) => {
  const frames = await actual<typeof import('../packages/crypto/src/frames.ts')>();
  const { unboundContext } = await import('./scene/unbound-context.ts');
  return { ...frames, boundContext: unboundContext(frames.boundContext) };
});

twin('X20', 'the vault in the context of a sealed key and in its commitment', async (scene) => {
  const { granted, read, saved } = await relabelKey(scene);
  expect(granted).toMatchObject({ ok: true });
  expect(read).toBe(saved);
  return "Maya's vault, opened by Leo";
});
