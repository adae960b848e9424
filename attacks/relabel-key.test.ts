import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { refuseRelabelled } from './relabel-key.ts';

attack('X20', "shows the key of one vault as another's to who will hand it over", async (scene) => {
  const said = await refuseRelabelled(scene);
  expect(said).toBe('key_commitment_wrong');
  return said;
});
