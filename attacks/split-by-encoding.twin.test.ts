import { type Json, mustBeOk } from '@postern/core';
import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { splitByEncoding } from './split-by-encoding.ts';

vi.mock('../packages/core/src/canonical.ts', async (actual) => ({
  ...(await actual<typeof import('../packages/core/src/canonical.ts')>()),
  parseCanonical: (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString('utf8')) as Json,
}));

twin('X22', 'byte-identical re-encoding', async (scene) => {
  const { device, entered, payload, hash } = await splitByEncoding(scene, 'a name twice');
  expect(entered).toMatchObject({ ok: true });
  expect(device.client.snapshot().entered?.open?.name).toBe('Southwind');
  const { ledgerHead } = mustBeOk(await device.client.organization.evidence());
  expect(ledgerHead.hash).toBe(hash);

  // A reader that keeps the first of two names stands at the very same head.
  const [, first] = /"name":"([^"]*)"/.exec(payload) ?? [];
  expect(first).toBe('Northwind');

  const number = await splitByEncoding(scene, 'a number that not everybody reads alike');
  expect(number.entered).toMatchObject({ ok: true });
  return 'two clients at one head, who read different names';
});
