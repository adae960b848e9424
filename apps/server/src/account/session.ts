import type { ClientKind } from '@postern/contract';
import { type AccountId, type Email, ok, refuse, type SessionId } from '@postern/core';
import type { ChangeNotice } from '../platform/events/change-feed.ts';
import type { Guard } from '../platform/http/bind-endpoint.ts';
import type { Call } from '../platform/http/call.ts';
import type { Platform } from '../platform/platform.ts';
import { findSessionByToken, touchSession } from './queries.ts';
import { tokenHash } from './tokens.ts';

/** A signed-in account as one request shows it. */
export interface Session {
  readonly id: SessionId;
  readonly account: AccountId;
  readonly email: Email;
  /** What the client said of itself at sign-in. */
  readonly clientKind: ClientKind;
  /** Like `1.2.3`. */
  readonly clientVersion: string;
  /** Address of this request, as far as it can be believed. */
  readonly address: string;
  /** When the password was last proven in this session. */
  readonly authenticatedAtMs: number;
  readonly createdAtMs: number;
}

export const sessionCookie = 'postern_session';

/** A session that nobody uses for this long ends. */
export const maxIdleMs = 30 * 24 * 60 * 60_000;
/** `last_used_at_ms` may be this much behind, which spares a write with every request. */
const lastUsedPrecisionMs = 60_000;

/** Clients whose token goes into a cookie that scripts cannot read; the others keep their token themselves. */
export function usesCookie(kind: ClientKind): boolean {
  return kind === 'web' || kind === 'app';
}

/**
 * The session whose token the request shows, or `undefined`. One indexed read; at most once a minute a write that
 * notes the use. A token counts only where it was given: a browser's in the cookie, all others in the header, so that
 * no page can make use of a token that it got to read.
 */
export async function findSession(platform: Platform, call: Call): Promise<Session | undefined> {
  const token = call.bearer ?? call.cookie(sessionCookie);
  if (token === undefined) return undefined;
  const nowMs = platform.clock.nowMs();
  const found = await findSessionByToken(
    platform.db.kysely,
    tokenHash(platform.keys, 'session', token),
    nowMs - maxIdleMs,
  );
  if (!found || usesCookie(found.client_kind) !== (call.bearer === undefined)) return undefined;
  const { address } = call.client;
  if (nowMs - found.last_used_at_ms >= lastUsedPrecisionMs) {
    await touchSession(platform.db.kysely, found.id, { nowMs, address });
  }
  return {
    id: found.id,
    account: found.account,
    email: found.email,
    clientKind: found.client_kind,
    clientVersion: found.client_version,
    address,
    authenticatedAtMs: found.authenticated_at_ms,
    createdAtMs: found.created_at_ms,
  };
}

/** Admits signed-in accounts; for endpoints with `access: 'session'`. Others get `sign_in_required`. */
export function sessionGuard(platform: Platform): Guard<Session> {
  return {
    access: 'session',
    admit: async (call) => {
      const session = await findSession(platform, call);
      return session ? ok(session) : refuse('sign_in_required');
    },
  };
}

/** The notice that a session is over; whoever keeps a stream open for it ends the stream. */
export function sessionEnded(account: AccountId, session: SessionId): ChangeNotice {
  return { kind: 'session-ended', account, details: { session } };
}
