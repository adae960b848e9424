import type { ArchCode, Denial, DenialCode, Evidence } from '@postern/access';
import type { SetBy } from '../administration/port.ts';

/** What would settle a check and nobody told. Two are the operator's: whether the
 * organization is suspended, and whether its address list is lifted for a while. */
export type MissingFact =
  | 'suspension'
  | 'lifted_list'
  | 'address'
  | 'client_version'
  | 'factors_used'
  | 'factors_enrolled'
  | 'signed_in_at';

/** One check of the gate about somebody, as a fixer reads it. */
export interface CheckLine {
  /** The row in the table of the gate. */
  readonly step: number;
  readonly arch: ArchCode;
  readonly codes: readonly DenialCode[];
  readonly outcome: 'pass' | 'blocked' | 'unknown' | 'not_applicable';
  /** What the person is told if this is the first; absent when it does not stand in the way. */
  readonly denial: Denial | undefined;
  /** What the check looked at. */
  readonly evidence: Evidence;
  /** Who set what the check rests on, out of the verified ledger: by the evidence's own name for the event. */
  readonly setBy: Readonly<Record<string, SetBy & { readonly type: string }>>;
  /** Why the outcome is `unknown`; empty where it follows from not being a member. */
  readonly missing: readonly MissingFact[];
}
