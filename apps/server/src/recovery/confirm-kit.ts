import type { AnswerOf, noteKitConfirmed, readRecoveryKey } from '@postern/contract';
import { ok, type Result, refuse } from '@postern/core';
import { hasPermission, isOwner } from '@postern/ledger';
import type { OrganizationCaller } from '../access/guard.ts';
import type { Platform } from '../platform/platform.ts';
import { shownAbandonment } from './abandon.ts';
import { findAbandonment, findKitConfirmation, putKitConfirmation } from './queries.ts';

/** What the server remembers of the kit that counts, for the owner and who manages members. */
export async function readKitConfirmation(
  { db }: Pick<Platform, 'db'>,
  { state, member }: OrganizationCaller,
): Promise<Result<AnswerOf<typeof readRecoveryKey>>> {
  if (!isOwner(state, member.id) && !hasPermission(state, member.id, 'members.manage')) {
    return refuse('permission_missing', { params: { permission: 'members.manage' } });
  }
  const [confirmed, abandonment] = await Promise.all([
    findKitConfirmation(db.kysely, state.organization),
    findAbandonment(db.kysely, state.organization),
  ]);
  const counts = confirmed !== undefined && confirmed.version === state.recovery?.version;
  return ok({
    confirmedAtMs: counts ? confirmed.confirmed_at_ms : null,
    abandonment: abandonment === undefined ? null : shownAbandonment(abandonment),
  });
}

/** Notes that the owner had the kit at hand. Whether it was the right one, the owner's client found out by itself. */
export async function confirmKit(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  { state, member }: OrganizationCaller,
  version: number,
): Promise<Result<AnswerOf<typeof noteKitConfirmed>>> {
  if (!isOwner(state, member.id)) return refuse('owner_only');
  if (state.recovery?.version !== version) return refuse('version_wrong', { field: '/version' });
  const confirmedAtMs = clock.nowMs();
  const { organization } = state;
  await putKitConfirmation(db.kysely, { organization, version, confirmed_at_ms: confirmedAtMs });
  return ok({ confirmedAtMs });
}
