import { ok } from '@postern/core';
import { expect, vi } from 'vitest';
import { openAccount, provePassword, TestClient } from '../apps/server/test/support/account-client.ts';
import { email, stealServer } from './guess-with-stolen-seed.ts';
import { twin } from './harness/attack.ts';

vi.mock('../packages/client/src/account/check-password.ts', async (actual) => ({
  ...(await actual<typeof import('../packages/client/src/account/check-password.ts')>()),
  checkPassword: () => ok(),
}));

twin('X16', 'the rule for passwords', async (scene) => {
  const { server, ofBoth } = await stealServer(scene, 'password1234', 'seven copper kettles');
  const found = await ofBoth.guess();
  expect(found?.password).toBe('password1234');

  const thief = new TestClient(server.url);
  const proven = await provePassword(thief, 'sign-in', { email, password: found?.password ?? '' });
  if (proven === undefined) throw new Error('the guess does not sign in');
  const { accountSecret } = await openAccount(thief, proven.exportKey);
  expect(accountSecret).toHaveLength(32);
  return "Maya's password and the secret of her account, after two guesses";
});
