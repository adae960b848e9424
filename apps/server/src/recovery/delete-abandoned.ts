import { deleteLog, hasEntered } from '../access-log/log-of-deleted.ts';
import { deleteOrganization } from '../organization/delete-organization.ts';
import type { FoldedLedgers } from '../organization/folded-ledgers.ts';
import { keepDoing } from '../platform/keep-doing.ts';
import { abandonmentOver, abandonmentTakenBack } from '../platform/mail/recovery-mails.ts';
import type { Platform } from '../platform/platform.ts';
import { deleteRequests } from '../requests/delete-requests.ts';
import { deleteVaults } from '../vault/delete-vaults.ts';
import { tellMembers } from './abandon.ts';
import { deleteAbandonmentOver, deleteRecoveryOf, listAbandonmentsOver } from './queries.ts';

const everyMs = 10 * 60_000;

/**
 * Deletes the organizations whose thirty days are over, with everything of theirs. One whose owner came in since is kept:
 * it was given up because that could not be.
 */
export async function deleteAbandoned(platform: Platform, ledgers: FoldedLedgers): Promise<void> {
  const { db, clock, feed } = platform;
  for (const { organization, account, begun_at_ms: begunAtMs } of await listAbandonmentsOver(
    db.kysely,
    clock.nowMs(),
  )) {
    const ledger = await ledgers.current(organization);
    if (ledger === undefined) continue;
    const { state } = ledger;
    const moment = { organization: state.name, origin: platform.publicOrigin(), atMs: clock.nowMs() };
    const end = await db.transaction(async (queries): Promise<'stands' | 'kept' | 'deleted'> => {
      // INVARIANT: deleted only by whoever ends the abandonment. Taken back, or recovered, in the meantime, it is not there
      // any more; and whoever takes it back from here on waits, and finds none.
      if (!(await deleteAbandonmentOver(queries, organization, moment.atMs))) return 'stands';
      if (await hasEntered(queries, { organization, account, sinceMs: begunAtMs })) return 'kept';
      await deleteVaults(queries, organization);
      await deleteRequests(queries, organization);
      await deleteLog(queries, organization);
      await deleteRecoveryOf(queries, organization);
      await deleteOrganization(queries, organization);
      return 'deleted';
    });
    if (end === 'stands') continue;
    if (end === 'kept') {
      await tellMembers(platform, state, abandonmentTakenBack({ who: 'the owner', ...moment }));
      continue;
    }
    // Whoever is inside asks the gate, which knows nothing of it any more.
    feed.publish({ kind: 'ledger', organization });
    await tellMembers(platform, state, abandonmentOver(moment));
  }
}

/** Now and again and again. Answers how to stop; resolves when a run in progress is through. */
export function keepDeletingAbandoned(platform: Platform, ledgers: FoldedLedgers): () => Promise<void> {
  const how = { everyMs, fault: 'organizations that were given up were not deleted' };
  return keepDoing(platform, () => deleteAbandoned(platform, ledgers), how);
}
