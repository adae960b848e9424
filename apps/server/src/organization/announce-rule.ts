import type { AnswerOf, BodyOf, announceRule as endpoint } from '@postern/contract';
import { type MemberId, ok, type Result, refuse } from '@postern/core';
import { hasPermission } from '@postern/ledger';
import type { OrganizationCaller } from '../access/guard.ts';
import type { Platform } from '../platform/platform.ts';
import type { FoldedLedgers } from './folded-ledgers.ts';
import { putRuleMails } from './mail-queries.ts';
import { concerned, sendRuleMails } from './rule-mails.ts';

/**
 * Mails members that a second factor will be asked of them from a date on. INVARIANT: whom it may reach, and what it
 * says, follow from the ledger; the caller picks among the active members for whom the rule has not begun. The answer
 * does not wait for the mails; what the mail server does not take is tried again until the rule begins.
 */
export async function announceRule(
  platform: Platform,
  ledgers: FoldedLedgers,
  { state, member: by }: OrganizationCaller,
  { rule, members }: BodyOf<typeof endpoint>,
): Promise<Result<AnswerOf<typeof endpoint>>> {
  if (!hasPermission(state, by.id, 'settings.manage')) {
    return refuse('permission_missing', { params: { permission: 'settings.manage' } });
  }
  const nowMs = platform.clock.nowMs();
  const { organization } = state;
  const told = [...new Set(members)].filter((id) => concerned(state, id as MemberId, nowMs) !== undefined);
  if (told.length === 0) return refuse('nothing_to_announce', { field: '/members' });
  const limited = await platform.limits.limit(`rule ${rule} announced in ${organization}`, 1, 24 * 3600);
  if (!limited.ok) return limited;
  await putRuleMails(
    platform.db.kysely,
    told.map((id) => ({
      organization,
      member: id as MemberId,
      announced_by: by.id,
      tries: 0,
      next_at_ms: nowMs,
    })),
  );
  const sending = sendRuleMails(platform, ledgers);
  // The outbox is our own database.
  if (platform.hasOutbox) await sending;
  else sending.catch((error: unknown) => platform.log.fault('a rule was not announced to everybody', error));
  return ok({ told: told.length });
}
