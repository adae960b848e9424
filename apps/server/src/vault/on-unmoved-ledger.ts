import type { Result } from '@postern/core';
import type { FoldedLedger, FoldedLedgers } from '../organization/folded-ledgers.ts';

/** What a write answers when the ledger moved between its judgement and its transaction. */
export const ledgerMoved = Symbol('the ledger moved');

const attempts = 5;

/**
 * Runs a write that is judged on a ledger, again on the newer one as long as the ledger moves in between. INVARIANT:
 * what is stored was judged by the rights of the very ledger that stands beside it.
 */
export async function onUnmovedLedger<Value>(
  ledgers: FoldedLedgers,
  first: FoldedLedger,
  write: (ledger: FoldedLedger) => Promise<Result<Value> | typeof ledgerMoved>,
): Promise<Result<Value>> {
  let ledger = first;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const outcome = await write(ledger);
    if (outcome !== ledgerMoved) return outcome;
    ledger = (await ledgers.current(ledger.state.organization)) ?? ledger;
  }
  throw new Error('the ledger moved with every attempt to write a vault');
}
