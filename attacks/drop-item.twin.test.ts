import { ok } from '@postern/core';
import { expect, vi } from 'vitest';
import { until } from '../packages/client/test/people.ts';
import { enterWhile } from './drop-item.ts';
import { twin } from './harness/attack.ts';

vi.mock('../packages/ledger/src/manifest/check-contents.ts', () => ({ checkContents: () => ok() }));

twin('1P02', "the manifest's root and count", async (scene) => {
  const { device } = await enterWhile(scene, 'drops the bank');
  await until(device.client, ({ entered }) => entered?.open?.counts.all === 1);
  const rows = await device.client.vault.listEntries({ kind: 'all' }, '');
  expect(rows.map(({ title }) => title)).toEqual(['Shop']);
  expect(device.client.snapshot().alarm).toBeUndefined();
  return "a vault without the bank's entry, shown as whole";
});
