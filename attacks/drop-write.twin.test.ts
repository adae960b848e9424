import { mustBeOk, ok } from '@postern/core';
import { expect, vi } from 'vitest';
import { until } from '../packages/client/test/people.ts';
import { dropWrite, seenPassword } from './drop-write.ts';
import { twin } from './harness/attack.ts';

vi.mock('../packages/client/src/vault/show-pin.ts', () => ({ showPin: () => ok() }));

twin('DL01', 'the pinned head of the vault', async (scene) => {
  const { device, bank } = await dropWrite(scene);
  await until(device.client, ({ entered }) => entered?.open?.counts.all === 1);
  const opened = mustBeOk(await device.client.vault.openEntry(bank));
  expect(opened.password).toBe(seenPassword);
  return 'the password that was seen, shown as the one in force';
});
