import type { EntryId } from '@postern/core';
import type { SealingKey } from '@postern/crypto';
import { expect, vi } from 'vitest';
import { readBody, type UsedKeys, writeToOldServer } from './claim-old-version.ts';
import { attack } from './harness/attack.ts';
import { withFlipped } from './scene/altered-bytes.ts';
import { enterAndRead, mayasNewDevice } from './scene/mayas-place.ts';

const used = vi.hoisted((): { keys: UsedKeys } => ({ keys: new Map() }));

/** The real keys; the test looks on. */
vi.mock('../packages/crypto/src/body-key.ts', async (actual) => {
  const real = await actual<typeof import('../packages/crypto/src/body-key.ts')>();
  const bodyKeyOf = async (bodies: CryptoKey, entry: EntryId): Promise<SealingKey> => {
    const key = await real.bodyKeyOf(bodies, entry);
    used.keys.set(entry, key);
    return key;
  };
  return { bodyKeyOf };
});

attack('BW10', 'claims an old version, and serves bodies of an older format', async (scene) => {
  const { place, version, known, other, password } = await writeToOldServer(scene);
  expect(version).toBe('0.0.1');
  const keyOf = (entry: EntryId) => used.keys.get(entry) as SealingKey;
  expect(await readBody(place, known, keyOf(known.entry))).toBeDefined();
  expect(await readBody(place, other, keyOf(known.entry))).toBeUndefined();

  // What was written to the old server is what any other server gets.
  place.evil.behave();
  const device = await mayasNewDevice(place);
  await enterAndRead(device, 2);
  expect(await device.client.vault.openEntry(other)).toMatchObject({ value: { password } });

  place.evil.alterBodies(({ meta, records }) => ({
    meta,
    records: records.map((record) => ({ ...record, body: withFlipped(record.body, 4) })),
  }));
  const next = await mayasNewDevice(place);
  await enterAndRead(next, 2);
  const opened = await next.client.vault.openEntry(other);
  expect(opened).toMatchObject({ ok: false, code: 'manifest_wrong' });
  return opened.ok ? '' : opened.code;
});
