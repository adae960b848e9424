import { table } from '../../scripts/summary.mjs';
import { type DeadEnd, deadEnds, type Loss, losses, type PersonKind, people } from '../rows.ts';

/** What a way back came to, as it was seen in this run. */
export interface WayBack {
  /** The code of the denial that the person met; `none` when nothing was denied. */
  readonly denied: string;
  /** What was done about it, in a few words. */
  readonly remedy: string;
  /** What was there again afterwards, each thing looked at. */
  readonly restored: string;
}

export type RecoveryRecord = Partial<WayBack> &
  (
    | { readonly part: 'cell'; readonly who: PersonKind; readonly lost: Loss }
    | { readonly part: 'dead end'; readonly name: DeadEnd }
  );

export interface Gone {
  readonly record: RecoveryRecord;
  /** Its test passed. */
  readonly passed: boolean;
}

/** The tables of a run, from its results alone: what was not gone through reads `not reached`. */
export function recoveryTable(gone: readonly Gone[]): {
  readonly text: string;
  readonly passed: number;
  readonly failed: number;
} {
  let passed = 0;
  let failed = 0;
  const cells = (one: Gone | undefined): string[] => {
    if (one?.passed) passed += 1;
    else failed += 1;
    if (one === undefined) return ['not reached', '-', '-'];
    const { denied = '', remedy = '', restored = '' } = one.record;
    return one.passed ? [denied, remedy, restored] : ['FAILED', remedy, restored];
  };
  const matrix = (Object.keys(people) as PersonKind[]).flatMap((who) =>
    (Object.keys(losses) as Loss[]).map((lost) => [
      people[who],
      losses[lost],
      ...cells(
        gone.find(({ record }) => record.part === 'cell' && record.who === who && record.lost === lost),
      ),
    ]),
  );
  const ends = (Object.keys(deadEnds) as DeadEnd[]).map((name) => [
    deadEnds[name],
    ...cells(gone.find(({ record }) => record.part === 'dead end' && record.name === name)),
  ]);
  const outcome = ['denied', 'remedy', 'restored'];
  const text = [
    table(['who', 'lost', ...outcome], matrix),
    table(['looks like a dead end', ...outcome], ends),
  ].join('\n\n');
  return { text, passed, failed };
}
