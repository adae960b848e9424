import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { replacePhoneKeys } from './replace-phone-keys.ts';

attack('X4', 'puts keys of its own in the place of a phone’s that is being paired', async (scene) => {
  const { pairing, opens } = await replacePhoneKeys(scene);
  expect(pairing?.state).toBe('failed');
  if (await opens()) scene.leaked('the keys of the account');
  return pairing?.state === 'failed' ? pairing.refusal.code : '';
});
