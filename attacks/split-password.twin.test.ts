import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { mayasPlace } from './scene/mayas-place.ts';
import { tellInMessage } from './scene/told-sign-in.ts';

/** A client in which the password enters more than OPAQUE: what part of it goes where, a setting says. */
vi.mock('../packages/crypto/src/opaque-client.ts', async (actual) => {
  const real = await actual<typeof import('../packages/crypto/src/opaque-client.ts')>();
  const loginFinish: typeof real.loginFinish = async (input) => {
    const [setting, response = ''] = input.response.split('$');
    const login = await real.loginFinish({ ...input, response });
    if (login === undefined || setting !== 'first-half') return login;
    return { ...login, message: input.password.slice(0, input.password.length / 2) };
  };
  return { ...real, loginFinish };
});

twin('DL06', 'OPAQUE as the only way of a password', async (scene) => {
  const place = await mayasPlace(scene);
  const { sent } = await tellInMessage(place, 'first-half');
  expect(sent).toEqual(['seven copp']);
  return "half of Maya's password, in plain text";
});
