import type { Session } from './session.ts';

/** So many generations before the one in force are remembered; an organization that knows an older one asks for words. */
const mostRemembered = 16;

/** The generations that vouched for the one in force, out of their column. */
export function parseKeysBefore(column: string): readonly number[] {
  return column === '' ? [] : column.split(',').map(Number);
}

/** The column once the session's generation has vouched for the next. */
export function keysBeforeNext({
  keysBefore,
  generation,
}: Pick<Session, 'keysBefore' | 'generation'>): string {
  return [...keysBefore, generation].slice(-mostRemembered).join();
}

/**
 * The generation that an organization knows a session by, `known` being that of the member in its ledger. Keys that the
 * account has replaced itself vouch for those after them: until the member tells the organization so (`rekey`), it is that
 * same member. Any other generation stands for itself.
 */
export function generationKnownAs(
  { generation, keysBefore }: Pick<Session, 'generation' | 'keysBefore'>,
  known: number,
): number {
  return keysBefore.includes(known) ? known : generation;
}
