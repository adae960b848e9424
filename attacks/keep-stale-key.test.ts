import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { keepStaleKey } from './keep-stale-key.ts';

const attacks = [
  ['takes no next key', 'takes no next key for a vault that somebody was removed from', 'offline_read_only'],
  [
    'asks for the old key',
    'tells writers that the key of before the removal is the right one',
    'manifest_moved',
  ],
] as const;

for (const [how, did, code] of attacks) {
  attack('X5', did, async (scene) => {
    const { added, read } = await keepStaleKey(scene, how);
    if (read !== undefined) scene.leaked('what Maya saved after the removal');
    expect(added).toMatchObject({ ok: false, code });
    return added.ok ? '' : added.code;
  });
}
