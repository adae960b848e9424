import type { AnswerOf, readOperatorRules as endpoint } from '@postern/contract';
import type { OrganizationCaller } from '../access/guard.ts';
import type { Platform } from '../platform/platform.ts';
import { storedBytes } from '../vault/storage.ts';
import { findStorageLimit } from './operator-queries.ts';
import { seatsTaken } from './seats.ts';

/** What the operator has set for the organization, how many seats are taken, and how much is stored where that is limited. */
export async function readOperatorRules(
  { db }: Pick<Platform, 'db'>,
  { state, rules, facts }: OrganizationCaller,
): Promise<AnswerOf<typeof endpoint>> {
  const { nowMs } = facts.request;
  const { seats, addressListOffUntilMs: until } = rules;
  const lifted = until !== null && until > nowMs;
  const limitBytes = (await findStorageLimit(db.kysely, state.organization)) ?? null;
  return {
    storage:
      limitBytes === null
        ? null
        : { limitBytes, usedBytes: await storedBytes(db.kysely, state.organization) },
    seatsTaken: seatsTaken(state, nowMs),
    seats,
    addressListOffUntilMs: lifted ? until : null,
  };
}
