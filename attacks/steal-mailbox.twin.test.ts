import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { stealMailbox } from './steal-mailbox.ts';

/** Nobody has to take new keys, so they are in force at once. */
vi.mock('../apps/server/src/organization/key-links.ts', () => ({ keyLinksOf: async () => [] }));

twin('X25', 'a reset that waits until organizations take the new keys', async (scene) => {
  const { desk, unlock, password, email } = await stealMailbox(scene);
  expect(await unlock()).toMatchObject({ ok: false, code: 'sign_in_failed' });
  expect(await desk.client.account.signIn(email, password, 'former')).toMatchObject({ ok: false });
  return 'Maya shut out of her own account, her keys gone from the server';
});
