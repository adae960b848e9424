import type { beginSignIn, finishSignIn, signOut } from '@postern/contract';
import { ok, refuse } from '@postern/core';
import { finishLogin } from '@postern/crypto/opaque-server';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { AccountContext } from './account-context.ts';
import { forgetSignIns, limitSignIn } from './attempt-limits.ts';
import { listPasswords } from './key-set-queries.ts';
import { hasFactors } from './queries.ts';
import { recordAccess } from './record-access.ts';
import { type Session, sessionCookieOf } from './session.ts';
import { beginAttempt, recordFailure, takeAttempt } from './sign-in-attempt.ts';
import { findPasswordsByEmail } from './sign-in-queries.ts';
import { draftSession, endSession, handSessionOver, storeSession } from './start-session.ts';

/**
 * The first answer of a sign-in: of the same form and the same work for an address that nobody has, and for the password of
 * before where there is none (attack row X2).
 */
export function startSignIn({ platform }: AccountContext): Handler<typeof beginSignIn, undefined> {
  return async ({ body: { email, startLoginRequest, former }, call }) => {
    const limited = await limitSignIn(platform.limits, email, call.client.address);
    if (!limited.ok) return limited;
    const passwords = await findPasswordsByEmail(platform.db.kysely, email);
    const account = former === true ? passwords.former : passwords.newest;
    return beginAttempt(platform, call, { email, account, session: undefined, startLoginRequest });
  };
}

/**
 * Starts a session for whoever proves the password that the attempt began with, or asks for the account's second factor.
 * An attempt works once; every failure is `sign_in_failed`, with the same work for known and unknown addresses.
 */
export function completeSignIn({
  platform,
  secondFactors,
}: AccountContext): Handler<typeof finishSignIn, undefined> {
  return async ({ body, call }) => {
    const attempt = await takeAttempt(platform, body.attempt, undefined);
    if (!attempt) return refuse('sign_in_failed');
    const { account, email } = attempt;
    const proven = await finishLogin(attempt.opaque_state, email, body.finishLoginRequest);
    if (!proven || account === null) {
      await recordFailure(platform, attempt);
      return refuse('sign_in_failed');
    }
    const session = draftSession(platform, call, { account, client: body.client });
    const passwordVersion = attempt.password_version;
    const next = await platform.db.transaction(async (queries) => {
      const passwords = await listPasswords(queries, account);
      if (!passwords.some(({ password_version }) => password_version === passwordVersion)) return 'refused';
      // INVARIANT: an account with a second factor gets no session for its password alone.
      if (await hasFactors(queries, account)) return 'second factor';
      return (await storeSession(queries, session, passwordVersion)) ? 'signed in' : 'refused';
    });
    if (next === 'refused') return refuse('sign_in_failed');
    await forgetSignIns(platform.limits, email, call.client.address);
    if (next === 'signed in') return ok(await handSessionOver(platform, call, session));
    const proof = { account, email, passwordVersion, client: body.client };
    const secondFactor = await secondFactors.askAtSignIn(call, proof);
    return secondFactor ? ok({ secondFactor }) : refuse('sign_in_failed');
  };
}

/** Ends the caller's session. */
export function endOwnSession({ platform }: AccountContext): Handler<typeof signOut, Session> {
  return async ({ caller, call }) => {
    await endSession(platform, caller);
    call.clearCookie(sessionCookieOf(call));
    const { account, clientKind, address } = caller;
    await recordAccess(platform, { account, kind: 'sign_out', clientKind, address });
    return ok({});
  };
}
