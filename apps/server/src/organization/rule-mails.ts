import { factorDueMs } from '@postern/access';
import type { MemberId } from '@postern/core';
import { findMember, type LedgerState, type Member } from '@postern/ledger';
import { keepDoing } from '../platform/keep-doing.ts';
import { ruleComing } from '../platform/mail/mail-texts.ts';
import { claimMs, lookMs, waitAfterTriesMs } from '../platform/mail/retry-wait.ts';
import type { Platform } from '../platform/platform.ts';
import type { FoldedLedgers } from './folded-ledgers.ts';
import { changeRuleMail, deleteRuleMail, listDueRuleMails, type RuleMailRow } from './mail-queries.ts';

const dayMs = 86_400_000;
const batch = 100;

/**
 * Mails the announced rules that are due, one after the other, and keeps for a later try what the mail server does not take.
 * INVARIANT: what a mail says, and whether it still goes, follow from the ledger of the moment: a rule that was taken back,
 * that has begun or that no longer concerns somebody is announced to them no more.
 */
export async function sendRuleMails(platform: Platform, ledgers: FoldedLedgers): Promise<void> {
  const { db, clock } = platform;
  for (;;) {
    const due = await listDueRuleMails(db.kysely, clock.nowMs(), batch);
    for (const row of due) {
      const claimed = { ...row, next_at_ms: clock.nowMs() + claimMs };
      if (await changeRuleMail(db.kysely, row, claimed)) await send(platform, ledgers, claimed);
    }
    if (due.length < batch) return;
  }
}

/** Now and again and again. Answers how to stop; resolves when a run in progress is through. */
export function keepMailingRules(platform: Platform, ledgers: FoldedLedgers): () => Promise<void> {
  const how = { everyMs: lookMs, fault: 'a rule was not announced to everybody' };
  return keepDoing(platform, () => sendRuleMails(platform, ledgers), how);
}

async function send(platform: Platform, ledgers: FoldedLedgers, claimed: RuleMailRow): Promise<void> {
  const { db, clock } = platform;
  const state = (await ledgers.current(claimed.organization))?.state;
  const told = state && concerned(state, claimed.member, clock.nowMs());
  if (state === undefined || told === undefined) return deleteRuleMail(db.kysely, claimed);
  const text = ruleComing({
    organization: state.name,
    by: findMember(state, claimed.announced_by)?.email ?? '',
    origin: platform.publicOrigin(),
    fromMs: told.fromMs,
  });
  const sent = await platform.mail.send({ to: told.member.email, ...text });
  if (sent.ok) return deleteRuleMail(db.kysely, claimed);
  const tries = claimed.tries + 1;
  await changeRuleMail(db.kysely, claimed, { tries, next_at_ms: clock.nowMs() + waitAfterTriesMs(tries) });
}

/** An active member for whom the rule has not begun, and when it does. */
export function concerned(
  state: LedgerState,
  id: MemberId,
  nowMs: number,
): { readonly member: Member; readonly fromMs: number } | undefined {
  const member = findMember(state, id);
  const fromMs = member?.status === 'active' ? factorBeginsMs(state, member) : undefined;
  return member !== undefined && fromMs !== undefined && fromMs > nowMs ? { member, fromMs } : undefined;
}

/** From when on the organization asks a second factor of a member; undefined where it asks for none. */
function factorBeginsMs({ settings }: LedgerState, { sinceMs, exemptUntilMs }: Member): number | undefined {
  const { secondFactor: level, secondFactorFromMs, secondFactorGraceDays } = settings;
  if (level === 'none') return undefined;
  const rule = { level, fromMs: secondFactorFromMs ?? 0, graceMs: secondFactorGraceDays * dayMs };
  return Math.max(factorDueMs(rule, sinceMs), exemptUntilMs ?? 0);
}
