import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { probeDirectory } from './probe-directory.ts';

vi.mock('../apps/server/src/account/record-to-start-with.ts', () => ({
  recordToStartWith: (account: { readonly opaque_record: string }) => account.opaque_record,
}));

twin('X2', 'an answer for addresses that nobody has', async (scene) => {
  const [signIns] = await probeDirectory(scene);
  const told = signIns?.map(({ said }) => said);
  expect(told).toEqual(['sign_in_failed', 'check_failed']);
  return 'which of two addresses has an account';
});
