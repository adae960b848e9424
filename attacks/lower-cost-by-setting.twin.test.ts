import { beginSignIn } from '@postern/contract';
import { fromBase64Url, mustBeOk } from '@postern/core';
import type { OpaqueExportKey } from '@postern/crypto';
import { client } from '@serenity-kit/opaque';
import { expect, vi } from 'vitest';
import { callEndpoint } from '../apps/server/test/support/call-endpoint.ts';
import { twin } from './harness/attack.ts';
import { changePasswordAtLowCost, lowCost, nextPassword } from './lower-cost-by-setting.ts';
import { mayasPlace, type Place } from './scene/mayas-place.ts';

/** A client that registers a password at the cost that it is told. */
vi.mock('../packages/crypto/src/opaque-client.ts', async (actual) => {
  const real = await actual<typeof import('../packages/crypto/src/opaque-client.ts')>();
  const registerFinish: typeof real.registerFinish = async (input) => {
    const [told = '', registrationResponse] = input.response.split('$');
    if (registrationResponse === undefined) return real.registerFinish(input);
    const { registrationRecord, exportKey, serverStaticPublicKey } = client.finishRegistration({
      password: input.password,
      clientRegistrationState: input.state.text,
      registrationResponse,
      identifiers: { client: input.email, server: 'postern/1' },
      keyStretching: { 'argon2id-custom': JSON.parse(told) },
    });
    return {
      record: registrationRecord,
      exportKey: fromBase64Url(exportKey) as OpaqueExportKey,
      serverPublicKey: serverStaticPublicKey,
    };
  };
  return { ...real, registerFinish };
});

twin('DL04', 'a cost for new passwords that is fixed in the client', async (scene) => {
  const place = await mayasPlace(scene);
  mustBeOk(await changePasswordAtLowCost(place));
  const words = ['nine copper kettles', nextPassword];
  const costs = [lowCost, { memory: 65_536, iterations: 3, parallelism: 1 }];
  const found = [];
  for (const cost of costs) {
    for (const word of words) if (await isPassword(place, word, cost)) found.push([word, cost]);
  }
  expect(found).toEqual([[nextPassword, lowCost]]);
  return "Maya's next password, guessed at 8 KiB a try";
});

/** One guess. The server could ask itself, it holds the key that answers; here it is asked over the network. */
async function isPassword(
  { server, email }: Place,
  password: string,
  cost: typeof lowCost,
): Promise<boolean> {
  const { clientLoginState, startLoginRequest } = client.startLogin({ password });
  const body = { email, startLoginRequest };
  const begun = await callEndpoint(server.url, beginSignIn, { body }, undefined);
  if (!begun.ok) throw new Error(`no guess is answered: ${begun.code}`);
  const login = client.finishLogin({
    password,
    clientLoginState,
    loginResponse: begun.value.loginResponse,
    identifiers: { client: email, server: 'postern/1' },
    keyStretching: { 'argon2id-custom': cost },
  });
  return login !== undefined;
}
