import type { FactorStrength } from '@postern/access';
import type { ClientKind } from '@postern/contract';
import { type AccountId, type Email, type HashB64, ok, refuse, type SessionId } from '@postern/core';
import type { ChangeNotice } from '../platform/events/change-feed.ts';
import type { Guard } from '../platform/http/bind-endpoint.ts';
import type { Call } from '../platform/http/call.ts';
import type { Platform } from '../platform/platform.ts';
import { type FactorsGiven, factorsGivenOf, parseStrengths } from './factor-columns.ts';
import { parseKeysBefore } from './known-keys.ts';
import { findSessionByToken, touchSession } from './session-queries.ts';
import type { SessionScope } from './tables.ts';
import { tokenHash } from './tokens.ts';

/** A signed-in account as one request shows it. */
export interface Session {
  readonly id: SessionId;
  readonly account: AccountId;
  readonly email: Email;
  /** What the client said of itself at sign-in. */
  readonly clientKind: ClientKind;
  /** Like `1.2.3`; what it said last. */
  readonly clientVersion: string;
  /** Address of this request, as far as it can be believed. */
  readonly address: string;
  /** When the password, or a passkey in its place, was last proven in this session. */
  readonly authenticatedAtMs: number;
  /** Strengths of the second factors that the account has, from weak to strong. */
  readonly factorsEnrolled: readonly FactorStrength[];
  readonly factorsGiven: FactorsGiven;
  readonly createdAtMs: number;
  /**
   * The generation of the account's keys that this session is of. It differs from the one in force while a generation
   * waits that the account began without its keys, and is what every answer about keys goes by.
   */
  readonly generation: number;
  /** Generations that vouched for the session's own, one after the other (`known-keys.ts`). */
  readonly keysBefore: readonly number[];
  /** Whether that is one that waits: keys that nobody but a mailbox spoke for (`require-in-force.ts`). */
  readonly generationWaits: boolean;
  readonly scope: SessionScope;
}

const sessionCookies = { web: 'postern_session', app: 'postern_app_session' } as const;

/**
 * The cookie that holds a browser's session where the request came. The web's reaches the app's path too, so its name tells
 * them apart: signed out of one, a person stays signed in to the other.
 */
export function sessionCookieOf({ base }: Pick<Call, 'base'>): string {
  return sessionCookies[base];
}

/** A session that nobody uses for this long ends. */
export const maxIdleMs = 30 * 24 * 60 * 60_000;
/** A session at the owner's door ends so long after it began, used or not. */
export const doorSessionMs = 30 * 60_000;
/** `last_used_at_ms` may be this much behind, which spares a write with every request. */
const lastUsedPrecisionMs = 60_000;

/** Clients whose token goes into a cookie that scripts cannot read; the others keep their token themselves. */
export function usesCookie(kind: ClientKind): boolean {
  return kind === 'web' || kind === 'app';
}

/** What the request's session is looked up by; `undefined` when it shows no token. */
export interface SessionKey {
  readonly tokenHash: HashB64;
  /** A session last used before is over. */
  readonly usedAfterMs: number;
}

export type SessionRow = NonNullable<Awaited<ReturnType<typeof findSessionByToken>>>;

export function sessionKeyOf(
  { clock, keys }: Pick<Platform, 'clock' | 'keys'>,
  call: Call,
): SessionKey | undefined {
  const token = call.bearer ?? call.cookie(sessionCookieOf(call));
  if (token === undefined) return undefined;
  return { tokenHash: tokenHash(keys, 'session', token), usedAfterMs: clock.nowMs() - maxIdleMs };
}

/**
 * The session of a row that was found by {@link sessionKeyOf}, or `undefined`. INVARIANT: a session that was begun without
 * its second factor is none, except where {@link sessionAtDoorOf} is asked for it by name.
 */
export function sessionOf(call: Call, found: SessionRow): Session | undefined {
  return found.scope === 'full' ? shownBy(call, found) : undefined;
}

/** As {@link sessionOf}, for the few endpoints that a session at the owner's door may call, too. */
export function sessionAtDoorOf(
  { clock }: Pick<Platform, 'clock'>,
  call: Call,
  found: SessionRow,
): Session | undefined {
  const isOver = found.scope === 'door' && clock.nowMs() - found.created_at_ms >= doorSessionMs;
  return isOver ? undefined : shownBy(call, found);
}

/**
 * A token counts only where it was given: a browser's in the cookie, all others in the header, so that no page can make
 * use of a token that it got to read.
 */
function shownBy(call: Call, found: SessionRow): Session | undefined {
  if (usesCookie(found.client_kind) !== (call.bearer === undefined)) return undefined;
  // Under the app's base everybody is the app, whatever they say of themselves: an organization may have turned it off.
  if (call.base === 'app' && found.client_kind !== 'app') return undefined;
  return {
    id: found.id,
    account: found.account,
    email: found.email,
    clientKind: found.client_kind,
    clientVersion: found.client_version,
    address: call.client.address,
    authenticatedAtMs: found.authenticated_at_ms,
    factorsEnrolled: parseStrengths(found.factors_enrolled),
    factorsGiven: factorsGivenOf(found),
    createdAtMs: found.created_at_ms,
    generation: found.generation,
    keysBefore: found.generation === found.generation_in_force ? parseKeysBefore(found.keys_before) : [],
    generationWaits: found.generation !== found.generation_in_force,
    scope: found.scope,
  };
}

/** Notes that the session was used, at most once a minute; `undefined` when there is nothing to note. */
export function noteUse(
  { clock, db }: Pick<Platform, 'clock' | 'db'>,
  call: Call,
  found: Pick<SessionRow, 'id' | 'last_used_at_ms'>,
): Promise<void> | undefined {
  const nowMs = clock.nowMs();
  if (nowMs - found.last_used_at_ms < lastUsedPrecisionMs) return undefined;
  return touchSession(db.kysely, found.id, { nowMs, address: call.client.address });
}

/** The session whose token the request shows, or `undefined`. One indexed read, and the note of its use. */
function findSession(platform: Platform, call: Call): Promise<Session | undefined> {
  return findAndNote(platform, call, (found) => sessionOf(call, found));
}

/** As {@link findSession}, a session at the owner's door included. */
export function findSessionAtDoor(platform: Platform, call: Call): Promise<Session | undefined> {
  return findAndNote(platform, call, (found) => sessionAtDoorOf(platform, call, found));
}

async function findAndNote(
  platform: Platform,
  call: Call,
  admit: (found: SessionRow) => Session | undefined,
): Promise<Session | undefined> {
  const key = sessionKeyOf(platform, call);
  const found = key && (await findSessionByToken(platform.db.kysely, key.tokenHash, key.usedAfterMs));
  const session = found && admit(found);
  const noted = session && noteUse(platform, call, found);
  if (noted) await noted;
  return session;
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

/**
 * As {@link sessionGuard}, for sessions at the owner's door as well. INVARIANT: bound to signing out and to what the session
 * itself is, and to nothing else (`session-at-door.test.ts` goes through every endpoint).
 */
export function sessionAtDoorGuard(platform: Platform): Guard<Session> {
  return {
    access: 'session',
    admit: async (call) => {
      const session = await findSessionAtDoor(platform, call);
      return session ? ok(session) : refuse('sign_in_required');
    },
  };
}

/** The notice that a session is over; whoever keeps a stream open for it ends the stream. */
export function sessionEnded(account: AccountId, session: SessionId): ChangeNotice {
  return { kind: 'session-ended', account, details: { session } };
}
