import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { forgeSettings, theOneCode } from './scene/forged-settings.ts';
import { mayasPlace } from './scene/mayas-place.ts';
import { sentState, serveShortKey, serveWithoutTag, signInAndGoOn } from './select-weak-mode.ts';

attack('BW12', 'serves a short key, and objects of a format without a tag', async (scene) => {
  const place = await mayasPlace(scene);
  await serveShortKey(place);
  expect(await signInAndGoOn(place)).toEqual({ said: 'opening_failed', wentOn: false });
  const state = sentState(place);
  // Every guess looks the same from outside, right ones (no change at all) and wrong ones.
  for (const mask of [0, 1, 2, 4, 8, 16, 32, 64, 127]) {
    serveWithoutTag(place, state, mask);
    expect(await signInAndGoOn(place)).toEqual({ said: 'opening_failed', wentOn: false });
  }
  return 'opening_failed';
});

attack('DL05', 'forges settings that select a mode without a tag', async (scene) => {
  const place = await mayasPlace(scene);
  const { answers, ledger } = await forgeSettings(place, { cipher: 'aes256-ctr', format: 0 });
  expect(theOneCode(answers)).toBe('server_refused_form');
  expect(ledger).toBe('ledger_invalid');
  // Where an object names its own mode, that is a setting as well.
  serveWithoutTag(place, sentState(place), 0);
  expect(await signInAndGoOn(place)).toEqual({ said: 'opening_failed', wentOn: false });
  return `${theOneCode(answers)}, ${ledger}, opening_failed`;
});
