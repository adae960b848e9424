import type { SecondFactorProof, signedIn } from '@postern/contract';
import {
  type AnswerOf,
  type finishSignIn,
  giveFactorAtSignIn,
  type KeyMethodView,
  listKeyMethodsAtSignIn,
  mailFactorAtSignIn,
  resetFactorsAtSignIn,
  signInAtOwnersDoor,
} from '@postern/contract';
import { type Email, ok, type Result } from '@postern/core';
import type { MethodSeed } from '@postern/crypto';
import type { z } from 'zod';
import type { SecondFactorStep } from '../second-factor/port.ts';
import type { AccountCore, OpenAccount } from './account-core.ts';
import { keepOnDevice } from './keep-on-device.ts';
import { openServedAccount } from './open-served-account.ts';
import { signInByPassword } from './password-proof.ts';

/** An account that is open, or a sign-in that waits for its second factor. */
export type SignIn =
  | { readonly done: true; readonly open: OpenAccount }
  | { readonly done: false; readonly waiting: WaitingSignIn };

/**
 * A sign-in whose password is proven. It holds that password until the second factor is given, or the owner's door that it
 * went to is left, and no longer.
 */
export interface WaitingSignIn {
  readonly step: SecondFactorStep;
  readonly give: (proof: SecondFactorProof) => Promise<Result<OpenAccount>>;
  /** Has a code mailed, where the step offers it. */
  readonly mailCode: () => Promise<Result<unknown>>;
  /** The ways to the keys that can stand in for a lost factor. */
  readonly keyMethods: () => Promise<Result<{ readonly methods: readonly KeyMethodView[] }>>;
  /** Takes all factors off by the proof of one of them, and goes on without. */
  readonly resetFactors: (proofB64: string) => Promise<Result<OpenAccount>>;
  /** Ends it without the factor, in a session that opens no key and is good for the owner's door alone. */
  readonly goToOwnersDoor: () => Promise<Result<NewSession>>;
  /** Opens the keys in the session from the owner's door, once the recovery code has made it a full one. */
  readonly openAfterRecovery: (session: NewSession) => Promise<Result<OpenAccount>>;
}

/** A session as the server gives it. */
export type NewSession = z.infer<typeof signedIn>;

/**
 * Signs in on this device, which may be new: the password gives the session and, apart from it, brings back the keys.
 * A device that knew the account before accepts nothing older than it has seen. `keys_needed`: the session has begun, and
 * waits for another way to the keys.
 */
export async function signIn(
  core: AccountCore,
  email: Email,
  password: string,
  /** `former`: the password of before, where the account began anew without its keys. */
  which: 'newest' | 'former' = 'newest',
): Promise<Result<SignIn>> {
  const proven = await signInByPassword(core.api, email, password, core.identity, which);
  if (!proven.ok) return proven;
  const { answer, seed } = proven.value;
  return goOnWithSession(core, answer, (session) => openSession(core, session, { email, password, seed }));
}

/**
 * Goes on with the session that a proven password gave; where the account has a second factor, once that is given. The
 * server asks for it and nothing else does: to the keys it adds nothing.
 */
export async function goOnWithSession(
  { api }: AccountCore,
  answer: AnswerOf<typeof finishSignIn>,
  goOn: (session: NewSession) => Promise<Result<OpenAccount>>,
): Promise<Result<SignIn>> {
  if (!('secondFactor' in answer)) {
    const open = await goOn(answer);
    return open.ok ? ok({ done: true, open: open.value }) : open;
  }
  const { token, ...offer } = answer.secondFactor;
  const waiting: WaitingSignIn = {
    step: { kind: 'second_factor', ...offer },
    give: async (proof) => {
      const given = await api.call(giveFactorAtSignIn, { body: { token, proof } });
      return given.ok ? goOn(given.value) : given;
    },
    mailCode: () => api.call(mailFactorAtSignIn, { body: { token } }),
    keyMethods: () => api.call(listKeyMethodsAtSignIn, { body: { token } }),
    resetFactors: async (proof) => {
      const reset = await api.call(resetFactorsAtSignIn, { body: { token, proof } });
      return reset.ok ? goOn(reset.value) : reset;
    },
    goToOwnersDoor: () => api.call(signInAtOwnersDoor, { body: { token } }),
    openAfterRecovery: goOn,
  };
  return ok({ done: false, waiting });
}

/** Opens the keys of the account whose session has begun. */
async function openSession(
  core: AccountCore,
  { account, token }: NewSession,
  of: { readonly email: Email; readonly password: string; readonly seed: MethodSeed },
): Promise<Result<OpenAccount>> {
  core.useToken(token);
  const served = await openServedAccount(core.api, account, of.seed);
  if (!served.ok) {
    const { email, password } = of;
    if (served.code === 'keys_needed') await core.needKeys({ account, email, password, token });
    return served;
  }
  return keepOnDevice(core, served.value, { email: of.email, password: of.password, token });
}
