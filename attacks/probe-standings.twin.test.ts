import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { probeStandings } from './probe-directory.ts';

vi.mock('../apps/server/src/account/mailed-code.ts', async (actual) => {
  const mailedCode = await actual<typeof import('../apps/server/src/account/mailed-code.ts')>();
  const keepCode: typeof mailedCode.keepCode = async (queries, keys, subject, code, nowMs) => {
    if (code !== undefined) await mailedCode.keepCode(queries, keys, subject, code, nowMs);
  };
  return { ...mailedCode, keepCode };
});

twin('X2', 'a code that is kept for whoever gets none', async (scene) => {
  const signUps = (await probeStandings(scene)).filter(([{ asked }]) => asked.startsWith('sign up'));
  const told = signUps.map(([{ said }, nobody]) => said !== nobody.said);
  expect(told).toEqual([false, false, true]);
  return 'which of several addresses is invited';
});
