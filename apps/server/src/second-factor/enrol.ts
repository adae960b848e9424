import type { FactorStrength } from '@postern/access';
import type { SecondFactorView } from '@postern/contract';
import { type FactorId, newId, ok, type Result, refuse } from '@postern/core';
import { markGiven, setStrengths } from '../account/factor-columns.ts';
import { deleteResetTickets } from '../account/generation-queries.ts';
import type { Session } from '../account/session.ts';
import type { Queries } from '../platform/db/database.ts';
import type { Platform } from '../platform/platform.ts';
import { announceFactor } from './announce.ts';
import { type FactorRow, insertFactor, listFactors } from './queries.ts';

/** How many of a kind an account has at most: several authenticator apps, so that a new phone comes before the old goes. */
const most: Readonly<Record<FactorStrength, number>> = { mail: 1, totp: 3, passkey: 20 };

/** Whether there is room for another one of the kind. */
export async function requireRoom(
  queries: Queries,
  { account }: Pick<Session, 'account'>,
  kind: FactorStrength,
): Promise<Result<undefined, 'second_factors_full'>> {
  const factors = await listFactors(queries, account);
  const max = most[kind];
  return factors.filter((factor) => factor.kind === kind).length < max
    ? ok()
    : refuse('second_factors_full', { params: { max } });
}

/**
 * Adds a factor that was proven in this session, within the caller's transaction. The session counts as having given
 * it, so that somebody who set it up where it was asked for goes on without a second sign-in.
 */
export async function addFactor(
  queries: Queries,
  session: Session,
  { kind, name, nowMs }: { readonly kind: FactorStrength; readonly name: string; readonly nowMs: number },
): Promise<FactorRow> {
  const { account } = session;
  const id = newId<FactorId>();
  const row: FactorRow = { id, account, kind, name, created_at_ms: nowMs, last_used_at_ms: null };
  await insertFactor(queries, row);
  // A reset that somebody has under way by the mailbox was not asked for it.
  await deleteResetTickets(queries, account);
  await refreshStrengths(queries, session);
  await markGiven(queries, session.id, kind, nowMs);
  return row;
}

/** Notes with the account which strengths it has, and answers them. */
export async function refreshStrengths(
  queries: Queries,
  { account }: Pick<Session, 'account'>,
): Promise<ReadonlySet<FactorStrength>> {
  const strengths = new Set((await listFactors(queries, account)).map(({ kind }) => kind));
  await setStrengths(queries, account, strengths);
  return strengths;
}

/** Tells the person of the added factor and answers it as it is shown; what was refused is handed on. */
export async function answerAdded<Code extends string>(
  platform: Platform,
  session: Session,
  added: Result<FactorRow, Code>,
): Promise<Result<SecondFactorView, Code>> {
  if (!added.ok) return added;
  await announceFactor(platform, session, 'added', added.value);
  return ok(viewOf(added.value));
}

export function viewOf(row: FactorRow): SecondFactorView {
  return {
    factor: row.id,
    kind: row.kind,
    name: row.name,
    createdAtMs: row.created_at_ms,
    ...(row.last_used_at_ms === null ? {} : { lastUsedAtMs: row.last_used_at_ms }),
  };
}
