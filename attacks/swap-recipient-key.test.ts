import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { alarmOf } from './scene/mayas-place.ts';
import { swapRecipientKey } from './swap-recipient-key.ts';

attack(
  ['LP07', 'DL02', '1P05'],
  'joins in the place of a colleague with a key of its own, before Maya shares a vault',
  async (scene) => {
    const { desk, shared, read } = await swapRecipientKey(scene);
    expect(shared).toMatchObject({ ok: false, code: 'signature_wrong' });
    if ((await read()) !== undefined) scene.leaked('the key of the vault');
    return alarmOf(desk);
  },
);
