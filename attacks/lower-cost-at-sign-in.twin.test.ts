import { argon2id } from 'hash-wasm';
import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { mayasPlace } from './scene/mayas-place.ts';
import { tellInMessage } from './scene/told-sign-in.ts';

/** What a client that takes its cost from the server proves its password by. */
const stretch = vi.hoisted(() => ({
  by: async (_instruction: string, _password: string, _email: string): Promise<string> => '',
}));

vi.mock('../packages/crypto/src/opaque-client.ts', async (actual) => {
  const real = await actual<typeof import('../packages/crypto/src/opaque-client.ts')>();
  const loginFinish: typeof real.loginFinish = async ({ password, email, state, response }) => {
    const [instruction = '', message = ''] = response.split('$');
    const login = await real.loginFinish({ password, email, state, response: message });
    return login && { ...login, message: await stretch.by(instruction, password, email) };
  };
  return { ...real, loginFinish };
});

stretch.by = async (instruction, password, email) => {
  const [, m, t, p] = /m=(\d+),t=(\d+),p=(\d+)/.exec(instruction) ?? [];
  return argon2id({
    password,
    salt: email.padEnd(16),
    memorySize: Number(m),
    iterations: Number(t),
    parallelism: Number(p),
    hashLength: 32,
    outputType: 'hex',
  });
};

twin(['BW07', 'LP04', '1P04'], 'OPAQUE at costs fixed in the client', async (scene) => {
  const place = await mayasPlace(scene);
  const instruction = 'argon2id,m=8,t=1,p=1';
  const { sent } = await tellInMessage(place, instruction);
  const words = ['six', 'seven', 'eight'].flatMap((count) => [
    `${count} iron pots`,
    `${count} copper kettles`,
  ]);
  const guesses = await Promise.all(
    words.map(async (word) => [await stretch.by(instruction, word, place.email), word] as const),
  );
  const guessed = new Map(guesses).get(sent[0] ?? '');
  expect(guessed).toBe(place.password);
  return "Maya's password, guessed at 8 KiB a try";
});
