import type { Bytes } from '@postern/core';
import type { SealingKey } from '@postern/crypto';
import { expect, vi } from 'vitest';
import { flipAddressInState } from './flip-bits.ts';
import { twin } from './harness/attack.ts';
import { mayasNewDevice, mayasPlace } from './scene/mayas-place.ts';
import { openWithoutTag } from './scene/open-without-tag.ts';

vi.mock('../packages/crypto/src/seal.ts', async (actual) => ({
  ...(await actual<typeof import('../packages/crypto/src/seal.ts')>()),
  open: (_type: unknown, key: SealingKey, _context: unknown, bytes: Bytes) =>
    openWithoutTag(key, bytes.slice(6, 18), bytes.slice(18, -16)),
}));

twin('LP05', 'the tag under what is sealed', async (scene) => {
  const place = await mayasPlace(scene);
  flipAddressInState(place.evil);
  const { client } = await mayasNewDevice(place);
  expect(client.snapshot().organizations).toMatchObject([{ address: 'oorthwind' }]);
  return "another address for the organization, in Maya's own sealed state";
});
