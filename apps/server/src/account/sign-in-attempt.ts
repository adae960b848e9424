import { type AccountId, type Email, ok, type Result, refuse, type SessionId } from '@postern/core';
import { startLogin } from '@postern/crypto/opaque-server';
import type { Call } from '../platform/http/call.ts';
import type { Platform } from '../platform/platform.ts';
import { insertAccessRecord } from './access-record-queries.ts';
import { recordFailureOfNobody } from './record-access.ts';
import { recordToStartWith } from './record-to-start-with.ts';
import { insertSignInAttempt, type SignInAttemptRow, takeSignInAttempt } from './sign-in-queries.ts';
import { newToken, tokenHash } from './tokens.ts';

/** The server's half of an OPAQUE run gives no password away, yet nobody needs it for longer. */
const attemptMs = 60_000;

/**
 * Answers the first OPAQUE message and keeps the server's half in the database, where every process of this server
 * finds it. `account` is undefined for an address that nobody has.
 */
export async function beginAttempt(
  platform: Platform,
  call: Call,
  of: {
    readonly email: Email;
    readonly account:
      | { readonly id: AccountId; readonly opaque_record: string; readonly password_version: number }
      | undefined;
    /** The session that confirms itself; undefined for a sign-in. */
    readonly session: SessionId | undefined;
    readonly startLoginRequest: string;
  },
): Promise<Result<{ attempt: string; loginResponse: string }, 'opaque_malformed'>> {
  const record = recordToStartWith(of.account);
  const started = await startLogin(platform.keys.opaqueSetup, of.email, record, of.startLoginRequest);
  if (!started.ok) return refuse('opaque_malformed', { field: '/startLoginRequest' });
  const nowMs = platform.clock.nowMs();
  const attempt = newToken();
  await insertSignInAttempt(platform.db.kysely, {
    token_hash: tokenHash(platform.keys, 'sign-in-attempt', attempt),
    email: of.email,
    account: of.account?.id ?? null,
    password_version: of.account?.password_version ?? 0,
    session: of.session ?? null,
    opaque_state: started.value.state,
    address: call.client.address,
    begun_at_ms: nowMs,
    expires_at_ms: nowMs + attemptMs,
  });
  return ok({ attempt, loginResponse: started.value.response });
}

/**
 * The attempt, for the first who asks and in time, if it was begun for this: a sign-in (`session` undefined) or this
 * session's confirmation.
 */
export async function takeAttempt(
  platform: Platform,
  token: string,
  session: SessionId | undefined,
): Promise<SignInAttemptRow | undefined> {
  const hash = tokenHash(platform.keys, 'sign-in-attempt', token);
  const attempt = await takeSignInAttempt(platform.db.kysely, hash);
  if (!attempt) return undefined;
  if (attempt.session === (session ?? null) && attempt.expires_at_ms > platform.clock.nowMs()) return attempt;
  await recordFailure(platform, attempt);
  return undefined;
}

/** Notes an attempt that proved nothing in its account's access log. */
export async function recordFailure(platform: Platform, attempt: SignInAttemptRow): Promise<void> {
  const { account, address, begun_at_ms: atMs } = attempt;
  if (account === null) return recordFailureOfNobody(platform, address);
  await insertAccessRecord(platform.db.kysely, { account, kind: 'sign_in_failed', address, atMs });
}
