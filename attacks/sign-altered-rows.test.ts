import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { alarmOf } from './scene/mayas-place.ts';
import { writeIntoNothing } from './sign-altered-rows.ts';

attack('X18', 'has Maya write into a vault that it shows her without its entries', async (scene) => {
  const { device, added, signed } = await writeIntoNothing(scene);
  expect(added).toMatchObject({ ok: false, code: 'manifest_behind' });
  expect(signed).toEqual([]);
  return alarmOf(device);
});
