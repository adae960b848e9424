import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { listItselfAsCustodian } from './list-itself-as-custodian.ts';

vi.mock('../packages/ledger/src/events/permission.ts', async (actual) => ({
  ...(await actual<typeof import('../packages/ledger/src/events/permission.ts')>()),
  needOwner: () => undefined,
}));

twin('LP01', 'the rule that only the owner makes custodians', async (scene) => {
  const { entered, readNextPassword } = await listItselfAsCustodian(scene, 'otto');
  expect(entered).toMatchObject({ ok: true, value: { allowed: true } });
  const { read, saved } = await readNextPassword();
  expect(read).toBe(saved);
  return "what Maya saves next, opened with the server's organization key";
});
