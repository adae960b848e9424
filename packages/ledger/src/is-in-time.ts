import type { Invitation } from './state.ts';

/**
 * DEFENCE against a server that keeps an invitation alive whose time is over (attack row X23): whether it can still be
 * accepted at a time. Every reader asks this of the date of a join.
 */
export function isInTime({ expiresAtMs }: Pick<Invitation, 'expiresAtMs'>, atMs: number): boolean {
  return atMs < expiresAtMs;
}
