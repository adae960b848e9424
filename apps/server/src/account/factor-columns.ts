import { type FactorStrength, factorStrengths } from '@postern/access';
import type { AccountId, SessionId } from '@postern/core';
import type { Selectable } from 'kysely';
import type { Queries } from '../platform/db/database.ts';
import type { AccountTables } from './tables.ts';

/**
 * The columns of accounts and sessions that say which second factors there are and were given, so that the gate reads
 * them with the session and asks nothing more. INVARIANT: only the context `second-factor` writes them, in the very
 * transactions in which it changes its own tables.
 */

/** When each strength was last given in a session, in milliseconds; absent: never. */
export type FactorsGiven = { readonly [Strength in FactorStrength]?: number };

const columns = {
  mail: 'mail_given_at_ms',
  totp: 'totp_given_at_ms',
  passkey: 'passkey_given_at_ms',
} as const satisfies Record<FactorStrength, keyof AccountTables['sessions']>;

type GivenColumns = Pick<Selectable<AccountTables['sessions']>, (typeof columns)[FactorStrength]>;

export function factorsGivenOf(row: GivenColumns): FactorsGiven {
  const given: { [Strength in FactorStrength]?: number } = {};
  for (const strength of factorStrengths) {
    const atMs = row[columns[strength]];
    if (atMs !== null) given[strength] = atMs;
  }
  return given;
}

/** The strengths that were given, from weak to strong. */
export function strengthsGiven(given: FactorsGiven): readonly FactorStrength[] {
  return factorStrengths.filter((strength) => given[strength] !== undefined);
}

/** The column of a session that says that a factor was given. */
export function givenColumns(strength: FactorStrength, atMs: number): Partial<GivenColumns> {
  return { [columns[strength]]: atMs };
}

/** Strengths in their order; what this program does not know is left out. */
export function parseStrengths(text: string): readonly FactorStrength[] {
  const named = new Set(text.split(','));
  return factorStrengths.filter((strength) => named.has(strength));
}

/** Whether a reset asks for a second factor. The mailbox is proven already, so that mailed codes count as none. */
export function isFactorNeededAtReset(factorsEnrolled: string): boolean {
  return parseStrengths(factorsEnrolled).some((strength) => strength !== 'mail');
}

/** Notes which strengths the account has now. */
export async function setStrengths(
  queries: Queries,
  account: AccountId,
  strengths: ReadonlySet<FactorStrength>,
): Promise<void> {
  const text = factorStrengths.filter((strength) => strengths.has(strength)).join(',');
  await queries.updateTable('accounts').set({ factors_enrolled: text }).where('id', '=', account).execute();
}

/** Notes that a factor was given in the session. A passkey with user verification stands for the password as well. */
export async function markGiven(
  queries: Queries,
  session: SessionId,
  strength: FactorStrength,
  atMs: number,
): Promise<void> {
  await queries
    .updateTable('sessions')
    .set({
      ...givenColumns(strength, atMs),
      ...(strength === 'passkey' ? { authenticated_at_ms: atMs } : {}),
    })
    .where('id', '=', session)
    .execute();
}

/** A strength that was given counts no longer in the account's sessions, but for the `kept` one. */
export async function forgetGiven(
  queries: Queries,
  account: AccountId,
  strength: FactorStrength,
  kept: SessionId | undefined,
): Promise<void> {
  let update = queries
    .updateTable('sessions')
    .set({ [columns[strength]]: null })
    .where('account', '=', account);
  if (kept !== undefined) update = update.where('id', '!=', kept);
  await update.execute();
}
