import { factorDueMs } from '@postern/access';
import type { AnswerOf, BodyOf, announceRule as endpoint } from '@postern/contract';
import { ok, type Result, refuse } from '@postern/core';
import { findMember, hasPermission, type LedgerState, type Member } from '@postern/ledger';
import type { OrganizationCaller } from '../access/guard.ts';
import { ruleComing } from '../platform/mail/mail-texts.ts';
import type { Platform } from '../platform/platform.ts';

const dayMs = 86_400_000;

/**
 * Mails members that a second factor will be asked of them from a date on. INVARIANT: whom it may reach, and what it
 * says, follow from the ledger; the caller picks among the active members for whom the rule has not begun. The answer
 * does not wait for the mails, and what a mail server does not take is in the log: the page inside says the same.
 */
export async function announceRule(
  platform: Platform,
  { state, member: by }: OrganizationCaller,
  { rule, members }: BodyOf<typeof endpoint>,
): Promise<Result<AnswerOf<typeof endpoint>>> {
  if (!hasPermission(state, by.id, 'settings.manage')) {
    return refuse('permission_missing', { params: { permission: 'settings.manage' } });
  }
  const nowMs = platform.clock.nowMs();
  const told = [...new Set(members)].flatMap((id) => {
    const member = findMember(state, id);
    const fromMs = member?.status === 'active' ? factorBeginsMs(state, member) : undefined;
    return member !== undefined && fromMs !== undefined && fromMs > nowMs
      ? [{ to: member.email, fromMs }]
      : [];
  });
  if (told.length === 0) return refuse('nothing_to_announce', { field: '/members' });
  const limited = await platform.limits.limit(
    `rule ${rule} announced in ${state.organization}`,
    1,
    24 * 3600,
  );
  if (!limited.ok) return limited;
  const origin = platform.publicOrigin();
  const send = async () => {
    for (const { to, fromMs } of told) {
      const text = ruleComing({ organization: state.name, by: by.email, origin, fromMs });
      await platform.mail.send({ to, ...text });
    }
  };
  const sending = send();
  // The outbox is our own database.
  if (platform.hasOutbox) await sending;
  else sending.catch((error: unknown) => platform.log.fault('a rule was not announced to everybody', error));
  return ok({ told: told.length });
}

/** From when on the organization asks a second factor of a member; undefined where it asks for none. */
function factorBeginsMs({ settings }: LedgerState, { sinceMs, exemptUntilMs }: Member): number | undefined {
  const { secondFactor: level, secondFactorFromMs, secondFactorGraceDays } = settings;
  if (level === 'none') return undefined;
  const rule = { level, fromMs: secondFactorFromMs ?? 0, graceMs: secondFactorGraceDays * dayMs };
  return Math.max(factorDueMs(rule, sinceMs), exemptUntilMs ?? 0);
}
