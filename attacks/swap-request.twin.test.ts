import { ok } from '@postern/core';
import { expect, vi } from 'vitest';
import { until } from '../packages/client/test/people.ts';
import { memberOf } from '../packages/client/test/team.ts';
import { twin } from './harness/attack.ts';
import { otherPlace, swapRequest } from './swap-request.ts';

vi.mock('../packages/client/src/requests/bind-to-shown.ts', () => ({
  bindToShown: (_shown: unknown, now: unknown) => ok(now),
}));

twin('X11', 'the bond of a remedy to the request as it was shown', async (scene) => {
  const { desk, kim, leo, vault, other, settle } = await swapRequest(scene);
  const has = (device: typeof desk, wanted: string) =>
    until(device.client, ({ entered }) => entered?.open?.vaults.some(({ id }) => id === wanted) ?? false);
  expect(await settle.ofKim()).toMatchObject({ ok: true });
  await has(kim.desk, vault);
  expect(await settle.ofOtherVault()).toMatchObject({ ok: true });
  await has(leo.desk, other);
  expect(await settle.ofOtherPlace()).toMatchObject({ ok: true });
  expect((await memberOf(desk, leo.email)).addresses).toMatchObject([{ range: otherPlace }]);
  return "Maya's vault, opened by Kim; another one, by Leo; a door from elsewhere";
});
