import type { Fixer } from './fixers.ts';

/** Pages of the product that a `link` remedy may lead to; the interface knows their addresses. */
export type Place =
  | 'home'
  | 'sign-in'
  | 'sign-up'
  | 'account'
  | 'key-storage'
  | 'second-factor'
  | 'organizations'
  | 'members'
  | 'trash'
  | 'outbox'
  | 'help-forgot-phone';

export interface RemedyShape {
  /** What the button or row says; starts with a verb. */
  readonly label: string;
  /** What happens then. */
  readonly explanation: string;
  /** `action`: done on this very screen. `ask`: goes to somebody's access inbox. `link`: a page of the product. */
  readonly kind: 'action' | 'ask' | 'link';
  /** Who may take it. */
  readonly by: readonly [Fixer, ...Fixer[]];
  readonly to?: Place;
}
