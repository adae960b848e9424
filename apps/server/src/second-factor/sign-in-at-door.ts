import type { signInAtOwnersDoor } from '@postern/contract';
import { ok, refuse } from '@postern/core';
import { limitOwnersDoor } from '../account/attempt-limits.ts';
import { draftSession, handSessionOver, storeSession } from '../account/start-session.ts';
import { tokenHash } from '../account/tokens.ts';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import { findPendingSignIn, takePendingSignIn } from './queries.ts';

/**
 * Ends a sign-in whose password is proven without its second factor. INVARIANT: the session is of scope `door`, which no
 * guard admits but those of the owner's door, of signing out and of what the session itself is. Whether the account owns
 * anything is not looked at, so that it is not told here either.
 */
export function completeSignInAtDoor(platform: Platform): Handler<typeof signInAtOwnersDoor, undefined> {
  return async ({ body: { token }, call }) => {
    const { db, keys, clock, limits } = platform;
    const hash = tokenHash(keys, 'pending-sign-in', token);
    const pending = await findPendingSignIn(db.kysely, hash, clock.nowMs());
    if (!pending) return refuse('ticket_expired');
    const { account, client_kind: kind, client_version: version } = pending;
    const limited = await limitOwnersDoor(limits, account, call.client.address);
    if (!limited.ok) return limited;
    const session = draftSession(platform, call, { account, client: { kind, version }, scope: 'door' });
    const stored = await db.transaction(
      async (queries) =>
        (await takePendingSignIn(queries, hash)) &&
        (await storeSession(queries, session, pending.password_version)),
    );
    return stored ? ok(await handSessionOver(platform, call, session)) : refuse('ticket_expired');
  };
}
