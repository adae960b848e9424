import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { relayDigits } from './relay-digits.ts';

vi.mock('../packages/client/src/phone/check-digits.ts', async (actual) => {
  const { ok } = await import('@postern/core');
  return {
    ...(await actual<typeof import('../packages/client/src/phone/check-digits.ts')>()),
    checkShownNonce: () => ok(),
  };
});

twin('X14', 'the commitment that is made before a nonce is shown', async (scene) => {
  const { typed, opens } = await relayDigits(scene);
  expect(typed).toMatchObject({ ok: true });
  expect(await opens()).toBe(true);
  return 'the keys of the account, by the true digits';
});
