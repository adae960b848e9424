import { expect, vi } from 'vitest';
import { attack } from './harness/attack.ts';
import { refuseRelabelled } from './relabel-key.ts';

/** Two defences stand against this row, and each is enough: here the commitment alone. */
vi.mock('../packages/crypto/src/frames.ts', async (actual) => {
  const frames = await actual<typeof import('../packages/crypto/src/frames.ts')>();
  const { unboundContext } = await import('./scene/unbound-context.ts');
  return { ...frames, boundContext: unboundContext(frames.boundContext) };
});

attack('X20', 'the same, where a sealed key does not say of which vault it is', async (scene) => {
  const said = await refuseRelabelled(scene);
  expect(said).toBe('key_commitment_wrong');
  return said;
});
