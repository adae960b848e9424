import { mustBeOk, ok } from '@postern/core';
import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { swapBodyForRefusedOne } from './swap-bodies.ts';

vi.mock('../packages/client/src/vault/check-body-hash.ts', () => ({ checkBodyHash: () => ok() }));

twin(['BW05', 'LP02'], "the body's hash in the manifest", async (scene) => {
  const { shop, bankPassword } = await swapBodyForRefusedOne(scene);
  expect(mustBeOk(shop)).toMatchObject({
    title: 'Fish shop',
    urls: ['https://shop.example'],
    password: bankPassword,
  });
  return "the bank's password at the shop's address";
});
