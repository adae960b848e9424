import { ok } from '@postern/core';
import { expect, vi } from 'vitest';
import { alterItemFacts } from './alter-item-facts.ts';
import { twin } from './harness/attack.ts';
import { enterAndRead } from './scene/mayas-place.ts';

vi.mock('../packages/ledger/src/manifest/check-contents.ts', () => ({ checkContents: () => ok() }));

twin(['BW04', 'LP06'], 'the root over all entries', async (scene) => {
  const { device } = await alterItemFacts(scene);
  await enterAndRead(device, 1);
  const { vault } = device.client;
  expect(await vault.listEntries({ kind: 'all' }, '')).toMatchObject([{ type: 'login', favourite: false }]);
  expect(await vault.listEntries({ kind: 'trash' }, '')).toEqual([]);
  return 'a note in the trash is a login again';
});
