import { type Bytes, concatBytes } from '@postern/core';
import { expect, vi } from 'vitest';
import { frameHeader } from '../packages/crypto/src/frames.ts';
import type { ObjectType } from '../packages/crypto/src/object-types.ts';
import { alterItemFacts } from './alter-item-facts.ts';
import { twin } from './harness/attack.ts';
import { address, alarmOf } from './scene/mayas-place.ts';
import { writtenEntries } from './scene/written-entries.ts';

/** Objects in their frames with nothing sealed in them: nonce and tag are zeros. */
vi.mock('../packages/crypto/src/seal.ts', async (actual) => ({
  ...(await actual<typeof import('../packages/crypto/src/seal.ts')>()),
  seal: async (type: ObjectType, _key: unknown, _context: unknown, plaintext: Bytes) =>
    concatBytes(frameHeader(type), new Uint8Array(12), plaintext, new Uint8Array(16)),
  open: async (_type: ObjectType, _key: unknown, _context: unknown, bytes: Bytes) => bytes.slice(18, -16),
}));

twin(['BW04', 'LP06'], 'the sealing of headers', async (scene) => {
  const { device, evil } = await alterItemFacts(scene);
  await device.client.organization.enter(address);
  expect(await alarmOf(device)).toBe('manifest_wrong');
  const read = writtenEntries(evil)
    .map(({ header }) => Buffer.from(header).toString())
    .findLast((text) => text.includes('Harbour portal'));
  expect(read).toMatch(/"favourite":true.*"ask-again-before-showing".*"trashedAtMs":\d+.*"type":"note"/);
  return 'type, dates and tags of every entry, to read';
});
