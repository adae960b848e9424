import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { replaceVaultKey } from './replace-vault-key.ts';
import { alarmOf } from './scene/mayas-place.ts';

attack('1P06', 'relays another vault key than the one that was sealed', async (scene) => {
  const { leo, saveAndRead } = await replaceVaultKey(scene, 'server');
  const { added, read } = await saveAndRead();
  expect(added).toMatchObject({ ok: false, code: 'key_commitment_wrong' });
  expect(read).toBeUndefined();
  return alarmOf(leo.desk);
});

attack('X19', 'gives one member another key than everybody else, with who grants it', async (scene) => {
  const { leo, saveAndRead } = await replaceVaultKey(scene, 'granter');
  const { added } = await saveAndRead();
  expect(added).toMatchObject({ ok: false, code: 'key_commitment_wrong' });
  return alarmOf(leo.desk);
});
