import type { OwnersDoorAnswer } from '@postern/contract';
import { mustBeOk, ok } from '@postern/core';
import { expect, vi } from 'vitest';
import { callOwner, falseKit } from './call-owner.ts';
import { twin } from './harness/attack.ts';

/** A client that goes by what the server says of its own person. */
vi.mock('../packages/client/src/owners-door/judge-owners-door.ts', () => ({
  judgeOwnersDoor: (_places: unknown, _address: string, answer: OwnersDoorAnswer) =>
    ok(answer.opened ? { ...answer, state: 'open', knownBy: 'device' } : { state: 'inside' }),
}));

twin('X1', 'the ledger that the device verified as judge of who owns what', async (scene) => {
  const { opened } = await callOwner(scene, 'globex');
  expect(mustBeOk(opened)).toMatchObject({ state: 'open', kit: falseKit });
  return "an owner's door of the server's own, that says which code it takes";
});
