import { mustBeOk } from '@postern/core';
import { expect } from 'vitest';
import { alterItemFacts } from './alter-item-facts.ts';
import { attack } from './harness/attack.ts';
import { address, alarmOf } from './scene/mayas-place.ts';

attack(['BW04', 'LP06'], "puts back an item's type, dates and flag", async (scene) => {
  const { device } = await alterItemFacts(scene);
  mustBeOk(await device.client.organization.enter(address));
  const said = await alarmOf(device);
  expect(said).toBe('manifest_wrong');
  expect(await device.client.vault.listEntries({ kind: 'all' }, '')).toEqual([]);
  return said;
});
