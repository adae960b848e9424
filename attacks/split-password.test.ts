import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { forgeSettings, theOneCode } from './scene/forged-settings.ts';
import { mayasPlace } from './scene/mayas-place.ts';
import { tellInField, tellInMessage } from './scene/told-sign-in.ts';

attack('DL06', 'sets that the first half of the password is for it', async (scene) => {
  const place = await mayasPlace(scene);
  scene.plant("half of Maya's password", place.password.slice(0, place.password.length / 2));
  const inField = await tellInField(place, { settings: { passwordPart: 'first-half' } });
  expect(inField).toEqual({ said: 'server_refused_form', sent: [] });
  expect(await tellInMessage(place, 'first-half')).toEqual({ said: 'sign_in_failed', sent: [] });
  const { answers, ledger } = await forgeSettings(place, { passwordPart: 'first-half' });
  expect(theOneCode(answers)).toBe('server_refused_form');
  expect(ledger).toBe('ledger_invalid');
  return `${inField.said}, ${ledger}`;
});
