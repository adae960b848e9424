import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { replayOldPolicy } from './replay-old-policy.ts';
import { alarmOf } from './scene/mayas-place.ts';

attack('X8', 'shows the settings as they were before Maya tightened them', async (scene) => {
  const { device, entered } = await replayOldPolicy(scene);
  expect(entered).toMatchObject({ ok: false, code: 'ledger_older' });
  expect(device.client.snapshot().entered?.open).toBeUndefined();
  return alarmOf(device);
});
