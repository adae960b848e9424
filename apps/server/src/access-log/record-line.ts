import type { AccessLineKind, AttemptFacts } from '@postern/contract';
import {
  type AccessRecordId,
  type AccountId,
  type MemberId,
  newId,
  type OrganizationId,
  type RequestId,
} from '@postern/core';
import { strengthsGiven } from '../account/factor-columns.ts';
import type { Session } from '../account/session.ts';
import type { Platform } from '../platform/platform.ts';
import { insertLine, putAttempt } from './queries.ts';

/** A line of an organization's access log, as the context reports it in which it happened. */
export interface LineReport {
  /** `undefined` for an address nobody has: the same work, and a line that nobody is shown (attack row X2). */
  readonly organization: OrganizationId | undefined;
  readonly kind: AccessLineKind;
  /** Whose access it is. */
  readonly account: AccountId;
  readonly email: string;
  readonly member?: MemberId | undefined;
  readonly from?: AttemptFacts | undefined;
  readonly code?: string | undefined;
  /** What was shown with a denial. */
  readonly reference?: string | undefined;
  readonly request?: RequestId | undefined;
  /** Who settled the request. */
  readonly by?: MemberId | undefined;
}

/**
 * Adds a line and tells those who watch the log; with an `id`, only if there is none with it yet. Whoever reports has
 * limited how often that happens. Call it outside a transaction.
 */
export async function recordLine(
  { db, clock, feed }: Pick<Platform, 'db' | 'clock' | 'feed'>,
  report: LineReport,
  id: AccessRecordId = newId(),
): Promise<void> {
  const { organization = '', from, kind, account } = report;
  const atMs = clock.nowMs();
  const isNew = await insertLine(db.kysely, {
    organization,
    id,
    at_ms: atMs,
    kind,
    account,
    email: report.email,
    member: report.member ?? null,
    client_kind: from?.clientKind ?? null,
    client_version: from?.clientVersion ?? null,
    address: from?.address ?? null,
    factors_used: from?.factorsUsed.join(',') ?? null,
    factors_enrolled: from?.factorsEnrolled.join(',') ?? null,
    authenticated_at_ms: from?.authenticatedAtMs ?? null,
    session: from?.session ?? null,
    code: report.code ?? null,
    reference: report.reference ?? null,
    request: report.request ?? null,
    settled_by: report.by ?? null,
  });
  if (!isNew) return;
  if (from !== undefined && (kind === 'entered' || kind === 'denied')) {
    await putAttempt(db.kysely, {
      organization,
      account,
      client_kind: from.clientKind,
      client_version: from.clientVersion,
      address: from.address,
      factors_used: from.factorsUsed.join(','),
      record: id,
      at_ms: atMs,
      is_member: report.member === undefined ? 0 : 1,
    });
  }
  feed.publish({ kind: 'log', organization });
}

/** Where and how a session comes, as its request shows it. */
export function originOf(session: Session): AttemptFacts {
  return {
    clientKind: session.clientKind,
    clientVersion: session.clientVersion,
    address: session.address,
    session: session.id,
    factorsUsed: [...strengthsGiven(session.factorsGiven)],
    factorsEnrolled: [...session.factorsEnrolled],
    authenticatedAtMs: session.authenticatedAtMs,
  };
}
