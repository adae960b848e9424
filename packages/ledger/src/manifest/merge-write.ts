import { type EntryId, equalBytes } from '@postern/core';
import { entryOf, type Leaf, type LeafChange } from './leaf-set.ts';

/**
 * What becomes of a pending write once others have written first.
 *
 * - `settled`: what is served is exactly what this client wrote; the acknowledgement was lost on the way.
 * - `rebase`: nobody else touched the entry; write it again as `revision` on top of the new manifest.
 * - `conflict`: somebody did. Both versions are shown and neither is lost.
 */
export type MergeDecision =
  | { readonly kind: 'settled'; readonly entry: EntryId }
  | { readonly kind: 'rebase'; readonly entry: EntryId; readonly revision: number }
  | { readonly kind: 'conflict'; readonly entry: EntryId };

/**
 * Decides for one entry. `base` is the verified leaf the pending write started from (undefined: the entry is new),
 * `mine` the pending write, `theirs` the leaf now served under a verified manifest (undefined: it is gone or never was).
 * STRICTER: an unchanged revision with other contents counts as changed.
 */
export function mergeWrite(
  base: Leaf | undefined,
  mine: LeafChange,
  theirs: Leaf | undefined,
): MergeDecision {
  const entry = entryOf(mine);
  const wanted = mine.kind === 'put' ? mine.leaf : undefined;
  // Asked first: a write whose acknowledgement was lost is no conflict with itself.
  if (sameLeaf(wanted, theirs)) return { kind: 'settled', entry };
  if (sameLeaf(base, theirs)) return { kind: 'rebase', entry, revision: (theirs?.revision ?? 0) + 1 };
  return { kind: 'conflict', entry };
}

/** Whether two leaves say the same, absence included. */
export function sameLeaf(a: Leaf | undefined, b: Leaf | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.entry === b.entry &&
    a.revision === b.revision &&
    a.epoch === b.epoch &&
    equalBytes(a.headerHash, b.headerHash) &&
    equalBytes(a.bodyHash, b.bodyHash)
  );
}
