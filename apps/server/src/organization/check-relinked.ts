import { appendLedger as endpoint } from '@postern/contract';
import { equalBytes, fromBase64Url, ok, type Result, refuse } from '@postern/core';
import { findMember, type LedgerEvent, type LedgerState } from '@postern/ledger';
import { findKeyStatement } from '../account/find-key-statement.ts';
import type { Queries } from '../platform/db/database.ts';
import { declaredRefusal } from '../platform/http/declared-refusal.ts';

/**
 * Whether each key statement that takes the place of a member's is one that the account has here. DEFENCE: the ledger
 * knows that a statement is of some account by the statement's own word, so whoever manages members could link a member
 * under keys of their own; with this they would need the server as well. Whoever stole a member's keys alone replaces them by none of their own, either.
 */
export async function checkRelinked(
  queries: Queries,
  after: LedgerState,
  payloads: readonly LedgerEvent[],
): Promise<Result<undefined>> {
  for (const [at, payload] of payloads.entries()) {
    if (payload.type !== 'relink' && payload.type !== 'rekey') continue;
    const member = findMember(after, payload.type === 'relink' ? payload.body.member : payload.by);
    const given = fromBase64Url(payload.body.statement);
    const stored =
      member &&
      (await findKeyStatement(queries, { account: member.account, generation: member.keys.generation }));
    if (stored === undefined || given === undefined || !equalBytes(given, stored)) {
      const wrong = refuse('statement_wrong', { field: '/body/statement' });
      return declaredRefusal(endpoint, 'ledger_event_refused', wrong, `/events/${at}`);
    }
  }
  return ok();
}
