import type { Bytes } from '@postern/core';
import { type LedgerEvent, type LedgerState, verifyChain } from '@postern/ledger';

/** The fold of a verified ledger as it stood at a moment. */
export interface RulesAt {
  readonly state: LedgerState;
  readonly rules: 'now' | 'then';
}

/**
 * Folds a verified ledger anew up to a moment; the last fold is remembered. Undefined where the device could not read
 * its events, or where there was no organization yet. Events bear the time that their signers gave them.
 */
export function createRulesAt(): (
  current: LedgerState,
  events: readonly LedgerEvent[],
  bytes: () => Promise<readonly Bytes[] | undefined>,
  atMs: number,
) => Promise<RulesAt | undefined> {
  let kept:
    | { readonly organization: string; readonly count: number; readonly state: LedgerState }
    | undefined;
  return async (current, events, bytes, atMs) => {
    // Times of a chain never decrease, so that what came later is the end of it.
    if (current.lastAtMs <= atMs) return { state: current, rules: 'now' };
    if (events.length !== current.head.seq + 1) return undefined;
    const later = events.findIndex((event) => event.at > atMs);
    const count = later < 0 ? events.length : later;
    if (count === 0) return undefined;
    if (kept?.organization === current.organization && kept.count === count) {
      return { state: kept.state, rules: 'then' };
    }
    const signed = await bytes();
    if (signed === undefined || signed.length < count) return undefined;
    const folded = await verifyChain(null, signed.slice(0, count));
    if (!folded.ok) return undefined;
    kept = { organization: current.organization, count, state: folded.value.state };
    return { state: kept.state, rules: 'then' };
  };
}
