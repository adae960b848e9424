import { setImmediate as nextTurn } from 'node:timers/promises';
import { attemptDays } from '@postern/contract';
import type { OrganizationId } from '@postern/core';
import { settingsTable } from '@postern/ledger';
import type { FoldedLedgers } from '../organization/folded-ledgers.ts';
import { keepDoing } from '../platform/keep-doing.ts';
import type { Platform } from '../platform/platform.ts';
import { deleteAttemptsBefore, deleteLinesBefore, listWithLinesBefore } from './queries.ts';

const dayMs = 86_400_000;
const intervalMs = 60 * 60_000;
/** Deleted at once, so that nobody else's write waits long. */
const linesAtOnce = 500;

/** Deletes the lines that are older than each organization keeps them, and those of addresses nobody has. */
export async function clearOldLines(platform: Platform, ledgers: FoldedLedgers): Promise<void> {
  const { db, clock, log } = platform;
  const nowMs = clock.nowMs();
  await deleteBefore(platform, '', nowMs);
  await deleteAttemptsBefore(db.kysely, nowMs - attemptDays * dayMs);
  // Nobody keeps fewer days than the setting's least, so that most ledgers need not be read.
  const shortestMs = settingsTable.accessLogDays.min * dayMs;
  for (const organization of await listWithLinesBefore(db.kysely, nowMs - shortestMs)) {
    try {
      const ledger = await ledgers.current(organization);
      const days = ledger?.state.settings.accessLogDays;
      if (days !== undefined) await deleteBefore(platform, organization, nowMs - days * dayMs);
    } catch (error) {
      log.fault('old lines of an access log were not cleared', error);
    }
  }
}

async function deleteBefore(
  { db }: Platform,
  organization: OrganizationId | '',
  beforeMs: number,
): Promise<void> {
  for (;;) {
    const deleted = await deleteLinesBefore(db.kysely, organization, { beforeMs, limit: linesAtOnce });
    if (deleted < linesAtOnce) return;
    await nextTurn();
  }
}

/** Clears now and once an hour. Answers how to stop; resolves when a run in progress is through. */
export function keepClearingOldLines(platform: Platform, ledgers: FoldedLedgers): () => Promise<void> {
  const how = { everyMs: intervalMs, fault: 'old lines of the access logs were not cleared' };
  return keepDoing(platform, () => clearOldLines(platform, ledgers), how);
}
