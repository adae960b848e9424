import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { readOnWithOldKeys } from './read-on-with-old-keys.ts';

attack('X15', 'reads on with keys that were replaced, by a removed wrap and an old copy', async (scene) => {
  const { written, made } = await readOnWithOldKeys(scene);
  expect({ written, made }).toEqual({ written: [], made: [] });
  return 'opening_failed';
});
