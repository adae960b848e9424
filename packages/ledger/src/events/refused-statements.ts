import type { HashB64 } from '@postern/core';
import type { Member } from '../state.ts';

/** Of each member so many are remembered, the newest: a server cannot make the state grow by asking again and again. */
const maxRefusedStatements = 100;

/** What the member has refused, with one more. */
export function withRefused(
  { refusedStatements }: Pick<Member, 'refusedStatements'>,
  statementHash: HashB64,
): readonly HashB64[] {
  return [...refusedStatements, statementHash].slice(-maxRefusedStatements);
}
