import { type OrganizationId, ok, type Result, refuse } from '@postern/core';
import type { Head, LedgerState } from '@postern/ledger';
import type { Queries } from '../platform/db/database.ts';
import type { Platform } from '../platform/platform.ts';
import { listVaultHeads } from '../vault/vault-heads.ts';
import type { FoldedLedgers } from './folded-ledgers.ts';
import { headMoved, type JudgedEvents, type ListedVault } from './judge-events.ts';
import { indexLedger } from './ledger-indexes.ts';
import { findHead, insertEvents, moveHead, putSealedKeys, type SealedKeyRow } from './ledger-queries.ts';
import { deleteInvitationMails } from './mail-queries.ts';

/**
 * Stores events that were judged on `before`, if that is still where the ledger stands, with all that follows from them;
 * then tells everybody. `alsoWithin` may refuse in the same transaction.
 */
export async function storeEvents(
  { db, feed }: Pick<Platform, 'db' | 'feed'>,
  ledgers: FoldedLedgers,
  before: LedgerState,
  { state: after, events, listed }: JudgedEvents,
  sealedKeys: readonly SealedKeyRow[],
  alsoWithin: (queries: Queries) => Promise<Result<undefined>> = async () => ok(),
): Promise<Result<{ head: Head }>> {
  const { organization } = before;
  const stored = await db
    .transaction(async (queries): Promise<Result<undefined>> => {
      if (!(await moveHead(queries, organization, before.head, after.head))) {
        return headMoved({ head: (await findHead(queries, organization)) ?? before.head });
      }
      const sound = await checkListed(queries, organization, listed);
      if (!sound.ok) throw new Refused(sound);
      const also = await alsoWithin(queries);
      if (!also.ok) throw new Refused(also);
      await insertEvents(queries, organization, events);
      await putSealedKeys(queries, sealedKeys);
      await indexLedger(queries, before, after);
      await deleteInvitationMails(queries, organization, settledInvitations(before, after));
      return ok();
    })
    .catch((error: unknown) => {
      if (error instanceof Refused) return error.refusal;
      throw error;
    });
  if (!stored.ok) return stored;
  ledgers.advance(before, { state: after, hashes: events.map((event) => event.hash) });
  feed.publish({ kind: 'ledger', organization, details: { ...after.head } });
  return ok({ head: after.head });
}

/** Ends a transaction that has moved the head already. */
class Refused extends Error {
  readonly refusal: Result<never>;
  constructor(refusal: Result<never>) {
    super('refused');
    this.refusal = refusal;
  }
}

/**
 * INVARIANT: what an event lists as the last that somebody wrote is the last: a manifest between it and the event would
 * be lost, one beyond it made up (attack row X17). Writes ask for the ledger's head, so none comes in between.
 */
async function checkListed(
  queries: Queries,
  organization: OrganizationId,
  listed: readonly ListedVault[],
): Promise<Result<undefined, 'heads_wrong'>> {
  if (listed.length === 0) return ok();
  const stored = await listVaultHeads(queries, organization);
  for (const { at, vault, head } of listed) {
    const newest = stored.get(vault);
    if (newest?.seq !== head?.seq || newest?.hash !== head?.hash) {
      return refuse('heads_wrong', { field: `/events/${at}`, params: { vault } });
    }
  }
  return ok();
}

/** Invitations whose secret counts no longer: sent again, revoked or used. */
function settledInvitations(before: LedgerState, after: LedgerState) {
  if (before.invitations === after.invitations) return [];
  return Object.values(before.invitations)
    .filter(({ id, statusSeq }) => after.invitations[id]?.statusSeq !== statusSeq)
    .map(({ id }) => id);
}
