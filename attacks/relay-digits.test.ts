import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { relayDigits } from './relay-digits.ts';

attack(
  'X14',
  'plays a phone to the tablet and a tablet to the phone, until their six digits are the same',
  async (scene) => {
    const { approval, opens } = await relayDigits(scene, 1_000);
    expect(approval?.state).toBe('over');
    if (await opens()) scene.leaked('the keys of the account');
    return approval?.state === 'over' ? approval.refusal.code : '';
  },
);
