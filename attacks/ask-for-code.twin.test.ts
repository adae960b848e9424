import { ok } from '@postern/core';
import { expect, vi } from 'vitest';
import { askForCode, wordsShown } from './ask-for-code.ts';
import { twin } from './harness/attack.ts';

vi.mock('../packages/client/src/organization/judge-gate-answer.ts', () => ({
  judgeGateAnswer: (_meant: unknown, answer: unknown) => ok(answer),
}));

twin('BW03', 'the sealed account state as judge of which organization it is', async (scene) => {
  const { desk } = await askForCode(scene, 'by the code of a denial');
  expect(wordsShown(desk)).toContain('Enter the recovery code');
  return "a page of Maya's client that asks for a recovery code in the server's name";
});
