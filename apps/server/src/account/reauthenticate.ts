import type { beginReauthentication, finishReauthentication } from '@postern/contract';
import { ok, refuse } from '@postern/core';
import { finishLogin } from '@postern/crypto/opaque-server';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { AccountContext } from './account-context.ts';
import { limitConfirmation } from './attempt-limits.ts';
import { findAccount } from './key-set-queries.ts';
import type { Session } from './session.ts';
import { refreshSession } from './session-queries.ts';
import { beginAttempt, recordFailure, takeAttempt } from './sign-in-attempt.ts';

/** First OPAQUE message of confirming that it is still the same person. */
export function startReauthentication({
  platform,
}: AccountContext): Handler<typeof beginReauthentication, Session> {
  return async ({ body, caller, call }) => {
    const limited = await limitConfirmation(platform.limits, 'confirmation', caller.account);
    if (!limited.ok) return limited;
    const account = await findAccount(platform.db.kysely, caller);
    if (!account) return refuse('sign_in_required');
    return beginAttempt(platform, call, {
      email: caller.email,
      account,
      session: caller.id,
      startLoginRequest: body.startLoginRequest,
    });
  };
}

/**
 * Second OPAQUE message: from now on the password counts as proven lately. An account with a second factor gives that as
 * well before it is fresh (`require-fresh.ts`).
 */
export function completeReauthentication({
  platform,
}: AccountContext): Handler<typeof finishReauthentication, Session> {
  return async ({ body, caller }) => {
    const attempt = await takeAttempt(platform, body.attempt, caller.id);
    if (!attempt) return refuse('sign_in_failed');
    if (!(await finishLogin(attempt.opaque_state, attempt.email, body.finishLoginRequest))) {
      await recordFailure(platform, attempt);
      return refuse('sign_in_failed');
    }
    const refreshed = await refreshSession(platform.db.kysely, caller.id, {
      account: caller.account,
      generation: caller.generation,
      passwordVersion: attempt.password_version,
      nowMs: platform.clock.nowMs(),
    });
    return refreshed ? ok({}) : refuse('sign_in_failed');
  };
}
