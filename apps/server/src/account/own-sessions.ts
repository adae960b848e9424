import type {
  AccessRecord,
  AnswerOf,
  announceClientVersion,
  listAccessLog,
  listSessions,
  readOwnSession,
  revokeSession,
} from '@postern/contract';
import { type OrganizationId, ok, refuse } from '@postern/core';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import { listAccessRecords } from './access-record-queries.ts';
import type { AccountContext } from './account-context.ts';
import { recordAccess } from './record-access.ts';
import { requireInForce } from './require-in-force.ts';
import { doorSessionMs, type Session, sessionCookieOf } from './session.ts';
import { listSessionsOf, setClientVersion } from './session-queries.ts';
import { endSession } from './start-session.ts';

const shownRecords = 200;

export function showSessions({ platform }: AccountContext): Handler<typeof listSessions, Session> {
  return async ({ caller }) => {
    const all = await listSessionsOf(platform.db.kysely, caller.account);
    // Those of the keys in force are none of the business of keys that wait.
    const rows = caller.generationWaits ? all.filter((one) => one.generation === caller.generation) : all;
    return ok({
      sessions: rows.map((row) => ({
        session: row.id,
        current: row.id === caller.id,
        scope: row.scope,
        clientKind: row.client_kind,
        clientVersion: row.client_version,
        userAgent: row.user_agent,
        address: row.address,
        createdAtMs: row.created_at_ms,
        lastUsedAtMs: row.last_used_at_ms,
      })),
    });
  };
}

/** What everybody who holds the session's token may know of it. */
export function describeSession({ email, scope, createdAtMs }: Session): AnswerOf<typeof readOwnSession> {
  return { email, scope, ...(scope === 'door' ? { endsAtMs: createdAtMs + doorSessionMs } : {}) };
}

/** Notes the version of the program that goes on with the session. */
export function noteClientVersion({
  platform,
}: AccountContext): Handler<typeof announceClientVersion, Session> {
  return async ({ body, caller }) => {
    await setClientVersion(platform.db.kysely, caller.id, body.version);
    return ok({});
  };
}

/**
 * Ends a session of the caller's account; somebody else's is `not_found`. From a session whose keys wait it ends those of
 * the same keys alone.
 */
export function endAnySession({ platform }: AccountContext): Handler<typeof revokeSession, Session> {
  return async ({ params, caller, call }) => {
    const { account, clientKind, address } = caller;
    const all = await listSessionsOf(platform.db.kysely, account);
    const meant = all.find(({ id }) => id === params.session);
    if (meant !== undefined && meant.generation !== caller.generation) {
      const inForce = requireInForce(caller);
      if (!inForce.ok) return inForce;
    }
    if (!(await endSession(platform, { account, id: params.session }))) return refuse('not_found');
    if (params.session === caller.id) call.clearCookie(sessionCookieOf(call));
    await recordAccess(platform, { account, kind: 'session_revoked', clientKind, address });
    return ok({});
  };
}

/**
 * The account's own log, which keys that wait do not read: it says where whoever holds the keys in force is, and in which
 * organizations.
 */
export function showAccessLog({ platform }: AccountContext): Handler<typeof listAccessLog, Session> {
  return async ({ caller }) => {
    const inForce = requireInForce(caller);
    if (!inForce.ok) return inForce;
    const rows = await listAccessRecords(platform.db.kysely, caller.account, shownRecords);
    return ok({
      records: rows.map((row) => ({
        atMs: row.at_ms,
        kind: row.kind as AccessRecord['kind'],
        ...(row.code === null ? {} : { code: row.code }),
        ...(row.organization === null ? {} : { organization: row.organization as OrganizationId }),
        ...(row.client_kind === null ? {} : { clientKind: row.client_kind }),
        address: row.address,
        ...(row.reference === null ? {} : { reference: row.reference }),
      })),
    });
  };
}
