import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { keepStaleKey } from './keep-stale-key.ts';

const attacks = [
  ['takes no next key', 'takes no next key for a vault that somebody was removed from'],
  ['asks for the old key', 'tells writers that the key of before the removal is the right one'],
] as const;

for (const [how, did] of attacks) {
  attack('X5', did, async (scene) => {
    const { added, read } = await keepStaleKey(scene, how);
    if (read !== undefined) scene.leaked('what Maya saved after the removal');
    expect(added.ok).toBe(false);
    return added.ok ? '' : added.code;
  });
}
