import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { replaceVaultKey } from './replace-vault-key.ts';
import { alarmOf } from './scene/mayas-place.ts';

vi.mock('../packages/crypto/src/is-committed-key.ts', () => ({ isCommittedKey: async () => true }));

twin('1P06', 'the commitment to a vault key in the ledger', async (scene) => {
  const { saveAndRead } = await replaceVaultKey(scene, 'server');
  const { added, read, saved } = await saveAndRead();
  expect(added).toMatchObject({ ok: true });
  expect(read).toBe(saved);
  return 'what Leo saves next, opened';
});

twin('X19', 'the commitment to a vault key in the ledger', async (scene) => {
  const { desk, saveAndRead } = await replaceVaultKey(scene, 'granter');
  const { added, read, saved } = await saveAndRead();
  expect(added).toMatchObject({ ok: true });
  expect(read).toBe(saved);
  desk.client.wake();
  expect(await alarmOf(desk)).toBe('opening_failed');
  return 'an entry that Leo has and nobody else can open';
});
