import {
  type AnswerOf,
  beginReauthentication,
  beginSignIn,
  type ClientKind,
  finishReauthentication,
  finishSignIn,
} from '@postern/contract';
import { type Email, ok, type Result, refuse } from '@postern/core';
import { loginFinish, loginStart, type MethodSeed, passwordMethodSeed } from '@postern/crypto';
import type { Api } from '../api/api.ts';

/** What a client says of itself at sign-in. */
export interface ClientIdentity {
  readonly kind: ClientKind;
  readonly version: string;
}

/** What a proven password gave. */
export interface ProvenPassword {
  /** A session, or what to ask for before there is one. */
  readonly answer: AnswerOf<typeof finishSignIn>;
  /** What the password brings back on a new device. */
  readonly seed: MethodSeed;
}

/**
 * Proves the password by two OPAQUE messages, for a new session. The password enters the cryptography here and goes nowhere else; costs and
 * identifiers are the client's own. `sign_in_failed`: password, address or the server's answer do not fit.
 */
export async function signInByPassword(
  api: Api,
  email: Email,
  password: string,
  client: ClientIdentity,
  which: 'newest' | 'former' = 'newest',
): Promise<Result<ProvenPassword>> {
  const start = await loginStart(password);
  const former = which === 'former' ? { former: true } : {};
  const begun = await api.call(beginSignIn, {
    body: { email, startLoginRequest: start.message, ...former },
  });
  if (!begun.ok) return begun;
  const { attempt, loginResponse } = begun.value;
  const login = await loginFinish({ password, email, state: start.state, response: loginResponse });
  if (login === undefined) return refuse('sign_in_failed');
  const finished = await api.call(finishSignIn, {
    body: { attempt, finishLoginRequest: login.message, client },
  });
  if (!finished.ok) return finished;
  return ok({ answer: finished.value, seed: await passwordMethodSeed(login.exportKey) });
}

/** Proves the password again in the session that goes on, which counts as fresh from then on. */
export async function confirmByPassword(
  api: Api,
  email: Email,
  password: string,
): Promise<Result<MethodSeed>> {
  const start = await loginStart(password);
  const begun = await api.call(beginReauthentication, { body: { startLoginRequest: start.message } });
  if (!begun.ok) return begun;
  const { attempt, loginResponse } = begun.value;
  const login = await loginFinish({ password, email, state: start.state, response: loginResponse });
  if (login === undefined) return refuse('sign_in_failed');
  const finished = await api.call(finishReauthentication, {
    body: { attempt, finishLoginRequest: login.message },
  });
  if (!finished.ok) return finished;
  return ok(await passwordMethodSeed(login.exportKey));
}
