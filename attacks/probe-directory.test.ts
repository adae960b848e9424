import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { probeDirectory, probeStandings } from './probe-directory.ts';
import type { Probe } from './scene/outsider.ts';

/** Before identity is proven, and before membership is, every answer is the same in bytes and in work. */
attack('X2', 'is asked by an outsider who is a member and which organization exists', async (scene) => {
  const said = whatBothSay(await probeDirectory(scene));
  expect(said).toEqual([
    'sign_in_failed',
    'done, code_wrong',
    'done, code_wrong, sign_in_failed',
    'invitation_required',
    'asked, rate_limited, open',
  ]);
  return 'sign_in_failed';
});

attack('X2', 'is asked by an outsider who is a member, disabled or invited', async (scene) => {
  const said = whatBothSay(await probeStandings(scene));
  expect(said).toEqual(['sign_in_failed', 'done, code_wrong', 'sign_in_required']);
  return 'sign_in_failed';
});

/** What was said to each pair of questions, once it was the same. */
function whatBothSay(pairs: readonly (readonly [Probe, Probe])[]): string[] {
  for (const [known, unknown] of pairs) {
    expect(known.said, known.asked).toBe(unknown.said);
    expect(known.answers, known.asked).toEqual(unknown.answers);
    expect(known.work, known.asked).toEqual(unknown.work);
    expect(known.answers.length).toBeGreaterThan(0);
  }
  expect(pairs.flatMap(([{ work }]) => work)).not.toEqual([]);
  return [...new Set(pairs.map(([{ said }]) => said))];
}
