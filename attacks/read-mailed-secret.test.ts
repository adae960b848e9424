import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { joinByMailedSecret, openByMailedHalf } from './read-mailed-secret.ts';
import { alarmOf } from './scene/mayas-place.ts';

attack('X9', 'joins in the place of a colleague by the secret that it mailed', async (scene) => {
  const { confirmed, read } = await joinByMailedSecret(scene);
  expect(confirmed).toMatchObject({ ok: false, code: 'words_wrong' });
  expect(await read()).toBeUndefined();
  return confirmed.ok ? '' : confirmed.code;
});

attack('X9', 'reads the mailed half of a secret that words complete', async (scene) => {
  const { desk, read, changed } = await openByMailedHalf(scene);
  expect(changed).toMatchObject({ ok: false, code: 'signature_wrong' });
  if (read !== undefined) scene.leaked('the key of the vault');
  return alarmOf(desk);
});
