import { custodiansOf, findLockOutOfChange, type LockOut, touchesRules } from '@postern/access';
import { ok, type Result, refuse } from '@postern/core';
import type { LedgerState } from '@postern/ledger';
import type { Platform } from '../platform/platform.ts';
import { listSessionFacts } from './facts.ts';
import type { OrganizationCaller } from './guard.ts';

/**
 * Refuses a change of the rules that would shut out its author, the owner or every custodian, by what is known of their
 * sessions. INVARIANT: the same `decide` that will refuse them says so, on the state after the change.
 */
export async function checkLockOut(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  {
    state: before,
    facts,
    member,
    session,
  }: Pick<OrganizationCaller, 'state' | 'facts' | 'member' | 'session'>,
  after: LedgerState,
): Promise<Result<undefined, LockOut>> {
  if (!touchesRules(before, after, member)) return ok();
  const nowMs = clock.nowMs();
  const accounts = custodiansOf(after).map(({ account }) => account);
  const sessions = await listSessionFacts(db.kysely, accounts, nowMs);
  const code = findLockOutOfChange({
    before,
    after,
    author: { member, session: { id: session.id, session: facts.session, account: facts.account } },
    sessionsOf: (account) => sessions.get(account) ?? [],
    nowMs,
  });
  return code === undefined ? ok() : refuse(code);
}
