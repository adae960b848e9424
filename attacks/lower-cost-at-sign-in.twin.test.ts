import { pbkdf2Sync } from 'node:crypto';
import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { mayasPlace } from './scene/mayas-place.ts';
import { tellInMessage } from './scene/told-sign-in.ts';

/** What a password becomes at the cost that an instruction names. */
const stretch = vi.hoisted(() => ({
  by: (_instruction: string, _password: string, _email: string): string => '',
}));
stretch.by = (instruction, password, email) => {
  const [, iterations] = /^pbkdf2,iterations=(\d+)$/.exec(instruction) ?? [];
  return pbkdf2Sync(password, email, Number(iterations), 32, 'sha256').toString('base64url');
};

/** A client that asks the server for its cost, and proves the password by what comes of it. */
vi.mock('../packages/crypto/src/opaque-client.ts', async (actual) => {
  const real = await actual<typeof import('../packages/crypto/src/opaque-client.ts')>();
  const loginFinish: typeof real.loginFinish = async ({ password, email, state, response }) => {
    const [instruction = '', message = ''] = response.split('$');
    const login = await real.loginFinish({ password, email, state, response: message });
    return login && { ...login, message: stretch.by(instruction, password, email) };
  };
  return { ...real, loginFinish };
});

twin(['BW07', 'LP04', '1P04'], 'OPAQUE at costs fixed in the client', async (scene) => {
  const place = await mayasPlace(scene);
  const instruction = 'pbkdf2,iterations=1';
  const { sent } = await tellInMessage(place, instruction);
  const words = ['six', 'seven', 'eight'].flatMap((count) => [
    `${count} iron pots`,
    `${count} copper kettles`,
  ]);
  const guessed = words.find((word) => stretch.by(instruction, word, place.email) === sent[0]);
  expect(guessed).toBe(place.password);
  return "Maya's password, guessed at one hash a try";
});
