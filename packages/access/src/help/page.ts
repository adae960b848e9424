import type { Code } from '../catalogue/catalogue.ts';
import type { GuideId } from './guides.ts';

export type HelpTarget = Code | `guide:${GuideId}`;

/** The page behind *What does this mean?*. Its title is the sentence of the code, so it is not repeated here. */
export interface HelpText {
  readonly means: string;
  readonly steps: readonly [string, ...string[]];
  /** Who else can end it. */
  readonly others: string;
  readonly seeAlso: readonly HelpTarget[];
}

export const nobodyElse = 'Nobody else is needed.';
export const operatorByReference =
  'The operator of this server finds the event in the log by the reference on your screen.';
