import { type AccountId, newId } from '@postern/core';
import { expect, it } from 'vitest';
import { createAccountKeys, createNextAccountKeys, signKeySuccession } from './account-keys.ts';
import { isKeySuccession } from './key-succession.ts';

it('the keys of one generation say which statement comes after theirs, and nobody else does', async () => {
  const account = newId<AccountId>();
  const first = await createAccountKeys(account, 1);
  const second = await createNextAccountKeys(first.statement, 2);
  const holds = async (by: typeof first, next = second) =>
    isKeySuccession(await signKeySuccession(by, next.statement), first.statement, next.statement);
  expect(await holds(first)).toBe(true);
  // After a refusal a number is left out.
  expect(await holds(first, await createNextAccountKeys(first.statement, 2, 4))).toBe(true);
  expect(await holds(second)).toBe(false);
  expect(await holds(first, await createNextAccountKeys(second.statement, 3))).toBe(false);
  const foreign = await createNextAccountKeys((await createAccountKeys(newId(), 1)).statement, 2);
  expect(await holds(first, foreign)).toBe(false);
  const other = await createNextAccountKeys(first.statement, 3);
  const said = await signKeySuccession(first, second.statement);
  expect(await isKeySuccession(said, first.statement, other.statement)).toBe(false);
});
