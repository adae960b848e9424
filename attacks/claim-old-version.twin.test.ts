import type { EntryId } from '@postern/core';
import type { SealingKey } from '@postern/crypto';
import { expect, vi } from 'vitest';
import { deriveSealingKeyFrom } from '../packages/crypto/src/seal.ts';
import { readBody, type UsedKeys, writeToOldServer } from './claim-old-version.ts';
import { twin } from './harness/attack.ts';

const used = vi.hoisted((): { keys: UsedKeys } => ({ keys: new Map() }));

/** The key of all bodies, as a client would use it for a server that does not know of a key for each. */
vi.mock('../packages/crypto/src/body-key.ts', () => ({
  bodyKeyOf: async (bodies: CryptoKey, entry: EntryId): Promise<SealingKey> => {
    const key = await deriveSealingKeyFrom(bodies, 'body');
    used.keys.set(entry, key);
    return key;
  },
}));

twin('BW10', 'a key for each entry', async (scene) => {
  const { place, version, known, other, password } = await writeToOldServer(scene);
  expect(version).toBe('0.0.1');
  const key = used.keys.get(known.entry) as SealingKey;
  expect(await readBody(place, other, key)).toContain(password);
  return 'every entry, by the key of one';
});
