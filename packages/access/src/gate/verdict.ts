import type { Denied } from './denial.ts';
import type { Explained } from './gate.ts';

/**
 * What explained checks come to. `unknown`: nothing stands in the way as far as is known, and something is not known.
 */
export type Verdict =
  | { readonly outcome: 'enters' }
  | { readonly outcome: 'unknown' }
  /** `first` is what they are told; `certain` is false where a check before it is not known and could speak first. */
  | { readonly outcome: 'refused'; readonly first: Denied; readonly certain: boolean };

/**
 * The verdict of {@link explain}'s lines. INVARIANT: a verdict that is certain is `decide`'s answer to the same facts;
 * `decide` itself refuses what is not known, which is right for a door and would be a guess here.
 */
export function verdictOf(explained: readonly Explained[]): Verdict {
  let known = true;
  for (const { outcome, denial } of explained) {
    if (outcome === 'pass' || outcome === 'not_applicable') continue;
    if (outcome === 'blocked' && denial !== undefined)
      return { outcome: 'refused', first: denial, certain: known };
    known = false;
  }
  return { outcome: known && explained.length > 0 ? 'enters' : 'unknown' };
}
