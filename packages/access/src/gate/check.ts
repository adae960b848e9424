import type { Json } from '@postern/core';
import type { GateCode } from '../catalogue/catalogue.ts';
import type { Denied } from './denial.ts';
import type { Facts } from './facts.ts';

/** The arches, in the order in which they stand. Checks about one thing share an arch. */
export const arches = {
  signed_in: 'Signed in',
  member: 'Member',
  in_service: 'In service',
  kit_saved: 'Kit saved',
  enabled: 'Enabled',
  address: 'Address',
  client: 'Client',
  second_factor: 'Second factor',
  recent: 'Recent',
  key: 'Key',
} as const;
export type ArchCode = keyof typeof arches;
export const archCodes = Object.keys(arches) as readonly ArchCode[];

export type Outcome =
  | { readonly outcome: 'pass' }
  | { readonly outcome: 'blocked'; readonly denial: Denied }
  | { readonly outcome: 'unknown' }
  /**
   * Not asked at this door. INVARIANT: said to nobody but the owner at the owner's door, who knows to be the owner, so
   * that leaving an arch out tells nobody anything.
   */
  | { readonly outcome: 'not_applicable' };

/** What a check looked at, for those who may see it: times in milliseconds, codes, and the ledger event behind it. */
export type Evidence = Readonly<Record<string, Json>>;

/** One step of the gate: one file, one line in `checks.ts`. */
export interface Check {
  /** The row in the table of the gate. */
  readonly step: number;
  /** Every code that this check can give. */
  readonly codes: readonly [GateCode, ...GateCode[]];
  readonly arch: ArchCode;
  /**
   * The outcome for these facts. Passes only on what it positively finds; whatever it does not recognise is
   * `unknown`. Allocates nothing when it passes: it is asked on every request.
   */
  run(facts: Facts): Outcome;
  /** Asked only by `explain`. */
  evidence(facts: Facts): Evidence;
}

export const pass: Outcome = Object.freeze({ outcome: 'pass' });
export const cannotTell: Outcome = Object.freeze({ outcome: 'unknown' });
export const notApplicable: Outcome = Object.freeze({ outcome: 'not_applicable' });

/** A blocked outcome; made once where its parameters do not vary. */
export function blocked(denial: Denied): Outcome {
  return Object.freeze({ outcome: 'blocked', denial });
}

/** Whether a fact is a moment or a span in milliseconds, which whatever comes of missing or broken data is not. */
export function isMs(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
