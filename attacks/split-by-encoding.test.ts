import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { alarmOf } from './scene/mayas-place.ts';
import { type Spelling, spellings, splitByEncoding } from './split-by-encoding.ts';

for (const spelling of Object.keys(spellings) as Spelling[]) {
  attack('X22', `admits a signed event with ${spelling}`, async (scene) => {
    const { device, entered } = await splitByEncoding(scene, spelling);
    expect(entered).toMatchObject({ ok: false, code: 'ledger_invalid' });
    expect(device.client.snapshot().entered?.open).toBeUndefined();
    return alarmOf(device);
  });
}
