import { keepDoing } from '../platform/keep-doing.ts';
import type { Platform } from '../platform/platform.ts';
import { deleteExpiredResetTickets } from './generation-queries.ts';
import { deleteExpiredRows } from './queries.ts';
import { doorSessionMs, maxIdleMs, sessionEnded } from './session.ts';
import { deleteDoorSessionsBegunBefore, deleteSessionsUnusedSince } from './session-queries.ts';
import { recordFailure } from './sign-in-attempt.ts';
import { takeExpiredSignInAttempts } from './sign-in-queries.ts';

const intervalMs = 60_000;
const recordsKeptMs = 365 * 24 * 60 * 60_000;

/**
 * Clears what has expired. A sign-in that was begun and not finished goes into the account's log as a failed one: with
 * OPAQUE it is the client that finds the password wrong, and somebody who guesses has no reason to report it.
 */
export async function clearExpired(platform: Platform): Promise<void> {
  const { kysely } = platform.db;
  const nowMs = platform.clock.nowMs();
  for (const attempt of await takeExpiredSignInAttempts(kysely, nowMs)) {
    if (attempt.account !== null) await recordFailure(platform, attempt);
  }
  for (const { id, account } of await deleteSessionsUnusedSince(kysely, nowMs - maxIdleMs)) {
    platform.feed.publish(sessionEnded(account, id));
  }
  await deleteDoorSessionsBegunBefore(kysely, nowMs - doorSessionMs);
  await deleteExpiredResetTickets(kysely, nowMs);
  await deleteExpiredRows(kysely, { nowMs, recordsBeforeMs: nowMs - recordsKeptMs });
}

/** Clears now and once a minute. Answers how to stop; resolves when a run in progress is through. */
export function keepClearing(platform: Platform): () => Promise<void> {
  const how = { everyMs: intervalMs, fault: 'expired rows were not cleared' };
  return keepDoing(platform, () => clearExpired(platform), how);
}
