import type { FactorStrength } from '@postern/access';
import type { ClientKind, signedIn } from '@postern/contract';
import { type AccountId, newId, type SessionId } from '@postern/core';
import type { z } from 'zod';
import type { Queries } from '../platform/db/database.ts';
import type { Call } from '../platform/http/call.ts';
import type { Platform } from '../platform/platform.ts';
import { givenColumns } from './factor-columns.ts';
import { listPasswords } from './key-set-queries.ts';
import { recordAccess } from './record-access.ts';
import { findSessionAtDoor, type Session, sessionCookieOf, sessionEnded, usesCookie } from './session.ts';
import { deleteSession, insertSession, type NewSessionRow } from './session-queries.ts';
import type { SessionScope } from './tables.ts';
import { newToken, tokenHash } from './tokens.ts';

/** 400 days, the most that browsers keep a cookie; the server ends an unused session long before. */
const cookieSeconds = 400 * 24 * 3600;

/** A session that is not stored yet, with the token that only its client will have. */
export interface NewSession {
  readonly row: NewSessionRow;
  readonly token: string;
}

export function draftSession(
  platform: Platform,
  call: Call,
  of: {
    readonly account: AccountId;
    readonly client: { readonly kind: ClientKind; readonly version: string };
    /** The second factor that was given for it. */
    readonly factor?: FactorStrength;
    /** `full` when absent. */
    readonly scope?: SessionScope;
  },
): NewSession {
  const nowMs = platform.clock.nowMs();
  const token = newToken();
  return {
    token,
    row: {
      id: newId<SessionId>(),
      account: of.account,
      token_hash: tokenHash(platform.keys, 'session', token),
      client_kind: of.client.kind,
      client_version: of.client.version,
      user_agent: call.userAgent ?? '',
      address: call.client.address,
      created_at_ms: nowMs,
      last_used_at_ms: nowMs,
      authenticated_at_ms: nowMs,
      scope: of.scope ?? 'full',
      ...(of.factor === undefined ? {} : givenColumns(of.factor, nowMs)),
    },
  };
}

/**
 * Stores the session, of the generation that the proven password (`passwordVersion`) leads to, unless that password
 * counts no more; answers whether it did. Run it in the transaction that uses up what was proven.
 */
export async function storeSession(
  queries: Queries,
  { row }: NewSession,
  passwordVersion: number,
): Promise<boolean> {
  const passwords = await listPasswords(queries, row.account);
  const proven = passwords.find(({ password_version }) => password_version === passwordVersion);
  if (proven === undefined) return false;
  await insertSession(queries, { ...row, generation: proven.generation });
  return true;
}

/**
 * Gives the client of a stored session its token: a browser as a cookie, others in the answer. The session that a
 * browser had in the same cookie is lost to it and ends.
 */
export async function handSessionOver(
  platform: Platform,
  call: Call,
  { row, token }: NewSession,
): Promise<z.infer<typeof signedIn>> {
  await recordAccess(platform, {
    account: row.account,
    kind: row.scope === 'door' ? 'owners_door_sign_in' : 'sign_in',
    clientKind: row.client_kind,
    address: row.address,
  });
  const answer = { account: row.account, session: row.id };
  if (!usesCookie(row.client_kind)) return { ...answer, token };
  const replaced = call.bearer === undefined ? await findSessionAtDoor(platform, call) : undefined;
  if (replaced) await endSession(platform, replaced);
  call.setCookie(sessionCookieOf(call), token, cookieSeconds);
  return answer;
}

/** Ends a session and tells whoever keeps a stream open for it. Answers whether there was one. */
export async function endSession(
  platform: Platform,
  { account, id }: Pick<Session, 'account' | 'id'>,
): Promise<boolean> {
  const ended = await deleteSession(platform.db.kysely, account, id);
  if (ended) platform.feed.publish(sessionEnded(account, id));
  return ended;
}
