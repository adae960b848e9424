import { expect } from 'vitest';
import { argon2Costs } from '../packages/crypto/src/argon2-costs.ts';
import { stealServer } from './guess-with-stolen-seed.ts';
import { stated } from './harness/attack.ts';

/** Stated: no cryptography keeps whoever has database and seed from guessing. What the person chooses does. */
stated('X16', 'is stolen whole, seed included, and guessed against', async (scene) => {
  const strong = scene.plant("Maya's password", 'seven copper kettles');
  const { first, ofBoth, ofDatabase } = await stealServer(scene, 'password1234', strong);
  expect(first).toMatchObject({ ok: false, code: 'password_too_weak', field: '/password' });

  expect(await ofBoth.guess()).toBeUndefined();
  // Without the seed, which is not in the database, not even the password itself is known for the right one.
  expect(await ofDatabase.guess([strong])).toBeUndefined();
  expect(await ofBoth.guess([strong])).toMatchObject({ password: strong });
  // Each try costs the thief what a sign-in costs Maya, outside of tests.
  expect(argon2Costs).toEqual({ memoryKiB: 64 * 1024, iterations: 3, parallelism: 1 });
  return 'Somebody who steals the whole server, its keys included, can try passwords. A password that is hard to guess withstands that.';
});
