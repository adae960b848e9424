import type { Fixer } from './fixers.ts';
import { remediesHere } from './remedies-here.ts';
import { remediesOfOthers } from './remedies-of-others.ts';
import type { RemedyShape } from './remedy-shape.ts';

/**
 * Every remedy there is. INVARIANT: a remedy's text and target come from this list alone; the server names a code and
 * no more, so it cannot make a screen ask for a secret or lead outside the product (attack rows BW03, X1).
 */
export const remedies = { ...remediesHere, ...remediesOfOthers } as const;

export type RemedyCode = keyof typeof remedies;
export const remedyCodes = Object.keys(remedies) as readonly RemedyCode[];

/** What a screen shows of a remedy. */
export interface Remedy extends RemedyShape {
  readonly code: RemedyCode;
}

/** The remedies that one kind of fixer may take. */
export type RemedyOf<Who extends Fixer> = {
  [Code in RemedyCode]: Who extends (typeof remedies)[Code]['by'][number] ? Code : never;
}[RemedyCode];

/** The remedy of a code, with its words. */
export function remedy(code: RemedyCode): Remedy {
  return { code, ...remedies[code] };
}
