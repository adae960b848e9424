import { type AccountId, compareVersions, type SessionId } from '@postern/core';
import { type ClientKind, type FactorStrength, unknown } from '../gate/facts.ts';
import type { KnownSession } from '../gate/facts-under.ts';

/** One time somebody came to the organization, let in or not: what the gate decided from beside the ledger. */
export interface PastAttempt {
  readonly atMs: number;
  readonly account: AccountId;
  readonly session: SessionId;
  readonly clientKind: ClientKind;
  readonly clientVersion: string;
  readonly address: string;
  readonly factorsUsed: readonly FactorStrength[];
  readonly factorsEnrolled: readonly FactorStrength[];
  readonly authenticatedAtMs: number;
}

/**
 * The attempts as they would be made today: enrolled factors are those of the account's newest, factors given and version
 * those of the session's newest. A web client is as new as the newest that came, for a reload makes it so. Where somebody
 * came from stays.
 */
export function asOfToday(attempts: readonly PastAttempt[]): readonly PastAttempt[] {
  const ofAccount = new Map<AccountId, PastAttempt>();
  const ofSession = new Map<SessionId, PastAttempt>();
  let newestWeb = '0.0.0';
  for (const attempt of attempts) {
    if ((ofAccount.get(attempt.account)?.atMs ?? -1) < attempt.atMs) ofAccount.set(attempt.account, attempt);
    if ((ofSession.get(attempt.session)?.atMs ?? -1) < attempt.atMs) ofSession.set(attempt.session, attempt);
    const { clientKind, clientVersion } = attempt;
    if (clientKind === 'web' && (compareVersions(clientVersion, newestWeb) ?? 0) > 0)
      newestWeb = clientVersion;
  }
  return attempts.map((attempt) => {
    const newest = ofSession.get(attempt.session) ?? attempt;
    return {
      ...attempt,
      factorsEnrolled: (ofAccount.get(attempt.account) ?? attempt).factorsEnrolled,
      factorsUsed: newest.factorsUsed,
      clientVersion: attempt.clientKind === 'web' ? newestWeb : newest.clientVersion,
    };
  });
}

/** The session of an attempt as the gate would see it if it were made at `nowMs`, its sign-in as old as it was then. */
export function sessionOfAttempt(attempt: PastAttempt, nowMs: number): KnownSession {
  return {
    id: attempt.session,
    session: {
      state: 'present',
      accountId: attempt.account,
      authenticatedAtMs: nowMs - Math.max(0, attempt.atMs - attempt.authenticatedAtMs),
      // Whoever comes has one that goes on.
      expiresAtMs: Number.MAX_SAFE_INTEGER,
      clientKind: attempt.clientKind,
      clientVersion: attempt.clientVersion,
      address: attempt.address,
      factorsUsed: attempt.factorsUsed,
    },
    // No check looks at the address of the account.
    account: { state: 'present', email: '', factorsEnrolled: attempt.factorsEnrolled, keys: unknown },
  };
}

/** Of each session of each account its newest attempt, as it would be made now. */
export function sessionsOfAttempts(
  attempts: readonly PastAttempt[],
  nowMs: number,
): ReadonlyMap<AccountId, readonly KnownSession[]> {
  const newest = new Map<SessionId, PastAttempt>();
  for (const attempt of asOfToday(attempts)) {
    if ((newest.get(attempt.session)?.atMs ?? -1) < attempt.atMs) newest.set(attempt.session, attempt);
  }
  const sessions = new Map<AccountId, KnownSession[]>();
  for (const attempt of newest.values()) {
    const known = sessionOfAttempt(attempt, nowMs);
    const list = sessions.get(attempt.account);
    if (list === undefined) sessions.set(attempt.account, [known]);
    else list.push(known);
  }
  return sessions;
}
