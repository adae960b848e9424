import { createMemoryStore } from '@postern/client';
import { type Email, mustBeOk, type Result } from '@postern/core';
import { loginFinish, loginStart, type OpaqueLogin } from '@postern/crypto';
import { createServerSetup, type OpaqueServerSetup, startLogin } from '@postern/crypto/opaque-server';
import { startDevice } from '../packages/client/test/people.ts';
import type { Scene } from './harness/attack.ts';
import { aServer } from './scene/mayas-place.ts';

/** What people choose when nobody stops them, most common first: enough to show what a list of millions does. */
const guesses = ['123456789012', 'password1234', 'summer2026', 'northwind1'] as const;

export const email = 'maya@northwind.example' as Email;

/** Somebody who has taken the database, or the server's key file, or both. */
interface Thief {
  /** What of the list signs in, on the thief's own machine: no server counts these tries. */
  readonly guess: (
    list?: readonly string[],
  ) => Promise<(OpaqueLogin & { readonly password: string }) | undefined>;
}

/** Maya tries to sign up with the first password and, where that is refused, with the second. Then all of it is stolen. */
export async function stealServer(scene: Scene, weak: string, strong: string) {
  const server = await aServer(scene);
  const evil = scene.watch();
  const { client } = await startDevice(server, createMemoryStore(), evil.fetch);
  scene.after(client.close);
  mustBeOk(await client.account.beginSignUp(email));
  mustBeOk(await client.account.verifySignUpCode(email, server.codeFor(email)));
  const first: Result<undefined> = await client.account.finishSignUp(email, weak);
  if (!first.ok) mustBeOk(await client.account.finishSignUp(email, strong));

  const { db, keys } = server.running.platform;
  const account = await db.kysely
    .selectFrom('accounts')
    .select('opaque_record')
    .where('email', '=', email)
    .executeTakeFirstOrThrow();
  const thiefWith = (setup: OpaqueServerSetup): Thief => ({
    guess: async (list = guesses) => {
      for (const password of list) {
        const { state, message } = await loginStart(password);
        const { response } = mustBeOk(await startLogin(setup, email, account.opaque_record, message));
        const login = await loginFinish({ password, email, state, response });
        if (login !== undefined) return { ...login, password };
      }
      return undefined;
    },
  });
  return {
    server,
    first,
    /** Has the database and the seed. */
    ofBoth: thiefWith(keys.opaqueSetup),
    /** Has the database and must make up a seed. */
    ofDatabase: thiefWith(await createServerSetup()),
  };
}
