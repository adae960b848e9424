import { factorStrengths } from '@postern/access';
import type { AccountId } from '@postern/core';
import { forgetGiven, setStrengths } from '../account/factor-columns.ts';
import { deleteResetTickets } from '../account/generation-queries.ts';
import type { Queries } from '../platform/db/database.ts';
import { deleteAllFactors, listFactors } from './queries.ts';

/**
 * Takes every second factor and backup code off an account, ends its sign-ins that wait for one and its resets that are
 * under way, and lets no session count as having given one. Answers how many factors there were. Sessions go on. For the operator's command.
 */
export async function resetFactors(queries: Queries, account: AccountId): Promise<number> {
  const factors = await listFactors(queries, account);
  await deleteAllFactors(queries, account);
  await deleteResetTickets(queries, account);
  await setStrengths(queries, account, new Set());
  for (const strength of factorStrengths) await forgetGiven(queries, account, strength, undefined);
  return factors.length;
}
