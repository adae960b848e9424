import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { swapBodiesOfEntries, swapBodyForRefusedOne } from './swap-bodies.ts';

attack(['BW05', 'LP02'], 'swaps the bodies of two entries', async (scene) => {
  const { shop } = await swapBodiesOfEntries(scene);
  expect(shop).toMatchObject({ ok: false, code: 'manifest_wrong' });
  return shop.ok ? '' : shop.code;
});

attack(['BW05', 'LP02'], 'swaps the body for one that it refused', async (scene) => {
  const { shop } = await swapBodyForRefusedOne(scene);
  expect(shop).toMatchObject({ ok: false, code: 'manifest_wrong' });
  return shop.ok ? '' : shop.code;
});
