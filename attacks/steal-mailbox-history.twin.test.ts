import { ok } from '@postern/core';
import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { readAtDoorAsThief } from './steal-mailbox.ts';

vi.mock('../apps/server/src/recovery/show-kit.ts', async (actual) => ({
  ...(await actual<typeof import('../apps/server/src/recovery/show-kit.ts')>()),
  requireKitShown: async () => ok(),
}));

twin('X25', 'the kit that is shown before the history', async (scene) => {
  const { identified, shown, email } = await readAtDoorAsThief(scene);
  expect(identified).toMatchObject({ value: { organization: { name: 'Northwind' } } });
  expect(shown.join()).toContain(email);
  return 'who is in the organization, and what was done in it';
});
