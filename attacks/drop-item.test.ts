import { expect } from 'vitest';
import { enterWhile, type Trick } from './drop-item.ts';
import { attack } from './harness/attack.ts';
import { alarmOf } from './scene/mayas-place.ts';

for (const trick of [
  'drops the bank',
  'doubles the shop',
  'gives the shop a second id',
] as const satisfies Trick[]) {
  attack('1P02', `${trick} among the entries of a vault`, async (scene) => {
    const { device } = await enterWhile(scene, trick);
    const said = await alarmOf(device);
    expect(said).toBe('manifest_wrong');
    expect(await device.client.vault.listEntries({ kind: 'all' }, '')).toEqual([]);
    return said;
  });
}
