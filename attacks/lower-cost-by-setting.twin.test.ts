import { beginSignIn } from '@postern/contract';
import { mustBeOk, parseEmail } from '@postern/core';
import { loginFinish, loginStart } from '@postern/crypto';
import { expect, vi } from 'vitest';
import { callEndpoint } from '../apps/server/test/support/call-endpoint.ts';
import { argon2Costs } from '../packages/crypto/src/fixed-costs.ts';
import { twin } from './harness/attack.ts';
import { changePasswordAtLowCost, lowCost, nextPassword } from './lower-cost-by-setting.ts';
import { mayasPlace, type Place } from './scene/mayas-place.ts';

/** A client that registers a password at the cost that it is told. */
vi.mock('../packages/crypto/src/opaque-client.ts', async (actual) => {
  const real = await actual<typeof import('../packages/crypto/src/opaque-client.ts')>();
  const registerFinish: typeof real.registerFinish = async (input) => {
    const [told = '', response] = input.response.split('$');
    if (response === undefined) return real.registerFinish(input);
    return atCost(JSON.parse(told), () => real.registerFinish({ ...input, response }));
  };
  return { ...real, registerFinish };
});

twin('DL04', 'a cost for new passwords that is fixed in the client', async (scene) => {
  const place = await mayasPlace(scene);
  mustBeOk(await changePasswordAtLowCost(place));
  const words = ['nine copper kettles', nextPassword];
  const guess = (word: string) => isPassword(place, word);
  const cheap = await atCost(lowCost, () => Promise.all(words.map(guess)));
  expect(cheap).toEqual([false, true]);
  expect(await guess(nextPassword)).toBe(false);
  return "Maya's next password, guessed at 8 KiB a try";
});

/** Does something with other costs than the fixed ones. */
async function atCost<Value>(cost: typeof lowCost, step: () => Promise<Value>): Promise<Value> {
  const fixed = { ...argon2Costs };
  Object.assign(argon2Costs, cost);
  try {
    return await step();
  } finally {
    Object.assign(argon2Costs, fixed);
  }
}

/** One guess. The server could ask itself, it holds the key that answers; here it is asked over the network. */
async function isPassword({ server, email: text }: Place, password: string): Promise<boolean> {
  const email = mustBeOk(parseEmail(text));
  const { state, message } = await loginStart(password);
  const body = { email, startLoginRequest: message };
  const begun = await callEndpoint(server.url, beginSignIn, { body }, undefined);
  if (!begun.ok) throw new Error(`no guess is answered: ${begun.code}`);
  const { loginResponse: response } = begun.value;
  return (await loginFinish({ password, email, state, response })) !== undefined;
}
