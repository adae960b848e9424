import type { AccessRecord, ClientKind } from '@postern/contract';
import type { AccountId } from '@postern/core';
import type { Platform } from '../platform/platform.ts';
import { insertAccessRecord } from './access-record-queries.ts';

/** One line of an account's own access log, as its context reports it. */
export interface AccessReport {
  readonly account: AccountId;
  readonly kind: AccessRecord['kind'];
  /** Code of the denial. */
  readonly code?: string | undefined;
  readonly organization?: string | undefined;
  readonly clientKind?: ClientKind | undefined;
  readonly address: string;
  /** What a denied person quotes to the operator. */
  readonly reference?: string | undefined;
}

/**
 * Adds a line to the account's own access log. The log keeps the newest lines of each kind, so that somebody who makes
 * many of one kind pushes out no others. Call it outside a transaction.
 */
export async function recordAccess(
  platform: Pick<Platform, 'db' | 'clock'>,
  report: AccessReport,
): Promise<void> {
  await insertAccessRecord(platform.db.kysely, { ...report, atMs: platform.clock.nowMs() });
}

/** The same work for a failed sign-in with an address that nobody has; nobody is shown the line. */
export async function recordFailureOfNobody(platform: Platform, address: string): Promise<void> {
  await insertAccessRecord(platform.db.kysely, {
    account: '',
    kind: 'sign_in_failed',
    address,
    atMs: platform.clock.nowMs(),
  });
}
