import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { mayasPlace } from './scene/mayas-place.ts';
import { tellInField, tellInMessage } from './scene/told-sign-in.ts';

const refs = ['BW07', 'LP04', '1P04'] as const;

attack(refs, 'names a lower cost beside its sign-in message', async (scene) => {
  const place = await mayasPlace(scene);
  const told = await tellInField(place, { kdf: 'pbkdf2', iterations: 1 });
  expect(told).toEqual({ said: 'server_refused_form', sent: [] });
  return told.said;
});

attack(refs, 'names a lower cost inside its sign-in message', async (scene) => {
  const told = await tellInMessage(await mayasPlace(scene), 'pbkdf2,iterations=1');
  expect(told).toEqual({ said: 'sign_in_failed', sent: [] });
  return told.said;
});
