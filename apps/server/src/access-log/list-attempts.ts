import { type Attempt, attemptDays, maxAttempts } from '@postern/contract';
import { type AccessRecordId, ok, type Result, refuse } from '@postern/core';
import { hasPermission, type Permission } from '@postern/ledger';
import type { OrganizationCaller } from '../access/guard.ts';
import type { Platform } from '../platform/platform.ts';
import { findLine, listNewestAttempts } from './queries.ts';
import { shownAttempt } from './shown-line.ts';

const dayMs = 86_400_000;
/** Any of these is enough: they let people in, set the rules, or look at what happened. */
const enough: readonly Permission[] = ['members.manage', 'settings.manage', 'audit.read'];

/** The distinct entries and denials of the last days, newest first. */
export async function listAttempts(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  caller: OrganizationCaller,
): Promise<Result<{ attempts: Attempt[] }>> {
  if (!mayReadAttempts(caller)) return missing();
  const sinceMs = clock.nowMs() - attemptDays * dayMs;
  const rows = await listNewestAttempts(db.kysely, caller.state.organization, {
    sinceMs,
    limit: maxAttempts,
  });
  const attempts = rows.map(shownAttempt).filter((attempt) => attempt !== undefined);
  return ok({ attempts: attempts.sort((one, other) => other.atMs - one.atMs) });
}

/** One entry or denial of the organization. */
export async function readAttempt(
  { db }: Pick<Platform, 'db'>,
  caller: OrganizationCaller,
  record: AccessRecordId,
): Promise<Result<Attempt>> {
  if (!mayReadAttempts(caller)) return missing();
  const row = await findLine(db.kysely, caller.state.organization, record);
  const attempt = row && shownAttempt(row);
  return attempt ? ok(attempt) : refuse('not_found');
}

/** Whether a member is told from where, with what and by which factors others came. */
export function mayReadAttempts({ state, member }: Pick<OrganizationCaller, 'state' | 'member'>): boolean {
  return enough.some((permission) => hasPermission(state, member.id, permission));
}

function missing() {
  return refuse('permission_missing', { params: { permission: 'audit.read' } });
}
