import { acceptablePublicKey } from '@postern/crypto/public';
import { expect, it, vi } from 'vitest';

/** A twin rests on this: a defence replaced at its file is replaced for everybody who imports its package. */
vi.mock('../../packages/crypto/src/ed25519-checks.ts', async (actual) => ({
  ...(await actual<typeof import('../../packages/crypto/src/ed25519-checks.ts')>()),
  acceptablePublicKey: () => true,
}));

it('a substituted defence is off through its package as well', () => {
  const smallOrder = new Uint8Array(32);
  smallOrder[0] = 1;
  expect(acceptablePublicKey(smallOrder)).toBe(true);
});
