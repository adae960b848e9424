import { mustBeOk, ok } from '@postern/core';
import { expect, vi } from 'vitest';
import { until } from '../packages/client/test/people.ts';
import { backDateManifest, leosPassword } from './back-date-manifest.ts';
import { twin } from './harness/attack.ts';

vi.mock('../packages/ledger/src/manifest/check-listed.ts', () => ({
  checkListed: () => ok(),
  wasListedAt: () => true,
}));

twin('X17', "the manifests listed by a writer's removal", async (scene) => {
  const { device, bank } = await backDateManifest(scene);
  await until(device.client, ({ entered }) => entered?.open?.counts.all === 1);
  expect(mustBeOk(await device.client.vault.openEntry(bank)).password).toBe(leosPassword);
  return "a password of the removed writer's in the bank's entry";
});
