import { ok, type Result } from '@postern/core';
import { handsOverUnasked, type LedgerState, waitingMembers } from '@postern/ledger';
import { type Appender, appendEvents } from '../organization/append-events.ts';
import { confirmEvent, handedOverBy } from './handed-over.ts';

/** Members who were linked anew by a custodian and wait for what this member holds. */
function waitingForUs(state: LedgerState, { member: self }: Pick<Appender, 'member'>) {
  return waitingMembers(state).filter(({ member }) => {
    if (member === self || !handsOverUnasked(state, member)) return false;
    const { vaults, groups } = handedOverBy(state, self, member);
    return vaults.length + groups.length > 0;
  });
}

/**
 * Hands over, without being asked, what members wait for whose keys a custodian vouched for. Everybody who holds it does,
 * at once: who comes second finds nothing left to do. A device that may not give keys yet leaves it to others, quietly.
 */
export async function handOverUnasked(
  by: Appender,
  mayGiveKeys: () => Promise<boolean>,
): Promise<Result<undefined>> {
  const state = by.ledger.known()?.state;
  if (state === undefined || waitingForUs(state, by).length === 0 || !(await mayGiveKeys())) return ok();
  const appended = await appendEvents(by, async (newest) =>
    ok({
      events: waitingForUs(newest, by).flatMap(({ member }) => confirmEvent(newest, by.member, member) ?? []),
      // Another holder, or a change of the member's rights, came first.
      onRefused: () => {},
    }),
  );
  return appended.ok ? ok() : appended;
}
