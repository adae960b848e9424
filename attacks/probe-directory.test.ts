import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { probeDirectory } from './probe-directory.ts';

/**
 * Before identity is proven, and before membership is, every answer is the same in bytes and in work. An address that is
 * disabled in an organization is not a case of its own here: only who is inside learns of it, by the gate.
 */
attack('X2', 'is asked by an outsider who is a member and which organization exists', async (scene) => {
  const said = new Set<string>();
  for (const [known, unknown] of await probeDirectory(scene)) {
    expect(unknown.said, unknown.asked).toBe(known.said);
    expect(unknown.answers, unknown.asked).toEqual(known.answers);
    expect(unknown.work, unknown.asked).toEqual(known.work);
    expect(known.work.length).toBeGreaterThan(0);
    said.add(known.said);
  }
  expect([...said]).toEqual(['sign_in_failed', 'done', 'invitation_required']);
  return 'sign_in_failed';
});
