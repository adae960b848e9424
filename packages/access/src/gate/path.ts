import { revealOf } from '../catalogue/catalogue.ts';
import { mayBeTold, type RevealLevel } from '../catalogue/fixers.ts';
import type { ArchCode } from './check.ts';
import type { Explained } from './gate.ts';

/** Open: passed. Shut: in the way. Dim: not reached. Question: may not be told, or not known. */
export const archStates = ['open', 'shut', 'dim', 'question'] as const;
export type ArchState = (typeof archStates)[number];

export interface Arch {
  readonly arch: ArchCode;
  readonly state: ArchState;
}

/**
 * The row of arches for somebody at `level`. A refused person sees up to the first shut arch and the rest dim,
 * whatever they hold; a fixer sees every arch as it is. Checks that share an arch share its worst state. An arch none
 * of whose checks concerns the request is left out.
 */
export function pathOf(explained: readonly Explained[], level: RevealLevel): readonly Arch[] {
  const states = new Map<ArchCode, ArchState>();
  let reached = true;
  for (const each of explained) {
    if (each.outcome === 'not_applicable') continue;
    const state = reached || level === 'fixer' ? stateOf(each, level) : 'dim';
    const before = states.get(each.arch);
    if (before === undefined || severity[state] > severity[before]) states.set(each.arch, state);
    if (each.outcome !== 'pass') reached = false;
  }
  return [...states].map(([arch, state]) => ({ arch, state }));
}

/** How much the person whom these checks are about may be told about themselves. */
export function levelOf(explained: readonly Explained[]): RevealLevel {
  const passed = (arch: ArchCode) => {
    const those = explained.filter((each) => each.arch === arch);
    return those.length > 0 && those.every((each) => each.outcome === 'pass');
  };
  if (!passed('signed_in')) return 'anyone';
  return passed('member') ? 'member' : 'signed-in';
}

const severity = { open: 0, dim: 1, question: 2, shut: 3 } as const satisfies Record<ArchState, number>;

function stateOf({ outcome, codes, denial }: Explained, level: RevealLevel): ArchState {
  if (outcome === 'pass') {
    // Having passed tells as much as having failed: each code of the check must be theirs to know.
    return codes.every((code) => mayBeTold(level, revealOf(code))) ? 'open' : 'question';
  }
  if (outcome === 'unknown' || denial === undefined) return 'question';
  return mayBeTold(level, revealOf(denial.code)) ? 'shut' : 'question';
}
