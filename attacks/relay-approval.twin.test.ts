import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { relayApproval } from './relay-approval.ts';

vi.mock('../packages/client/src/phone/check-asked-key.ts', async () => {
  const { ok } = await import('@postern/core');
  const { hashB64 } = await import('@postern/crypto');
  return { checkScannedKey: (_code: unknown, key: Uint8Array) => ok(hashB64(key)) };
});

twin('X14', 'the hash of the key in the scanned code', async (scene) => {
  const { approved, opens } = await relayApproval(scene);
  expect(approved).toMatchObject({ ok: true });
  expect(await opens()).toBe(true);
  return 'the keys of the account';
});
