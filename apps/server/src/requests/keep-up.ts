import type { FoldedLedgers } from '../organization/folded-ledgers.ts';
import { lookMs } from '../platform/mail/retry-wait.ts';
import type { Platform } from '../platform/platform.ts';
import { keptForMs } from './limits.ts';
import { deleteEndedBefore, expireRequests } from './queries.ts';
import { recordSettled } from './record-settled.ts';
import { mailRequests } from './request-mails.ts';
import { tellBoth } from './tell.ts';

const deletedAtOnce = 500;

/** What goes on beside the endpoints: mails, and the end of requests. */
export interface KeepingUp {
  /** Looks after the mails now, without anybody waiting for it. */
  readonly mailSoon: () => void;
  /** Resolves when a run in progress is through. */
  readonly stop: () => Promise<void>;
}

/** Sends what is to be sent and ends what is over, now and again and again. */
export function keepUp(platform: Platform, ledgers: FoldedLedgers): KeepingUp {
  let stopped = false;
  let running: Promise<void> | undefined;
  let again = false;
  const run = (): void => {
    if (stopped) return;
    if (running !== undefined) {
      again = true;
      return;
    }
    running = lookAfter(platform, ledgers, () => stopped)
      .catch((error: unknown) => platform.log.fault('requests for access were not looked after', error))
      .finally(() => {
        running = undefined;
        if (again) {
          again = false;
          run();
        }
      });
  };
  run();
  const timer = setInterval(run, lookMs);
  timer.unref();
  return {
    mailSoon: run,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

async function lookAfter(
  platform: Platform,
  ledgers: FoldedLedgers,
  isStopped: () => boolean,
): Promise<void> {
  const nowMs = platform.clock.nowMs();
  for (const row of await expireRequests(platform.db.kysely, nowMs)) {
    await recordSettled(platform, row, 'request_expired');
    tellBoth(platform, row);
  }
  // What is more is there in a moment: nobody's write waits long.
  await deleteEndedBefore(platform.db.kysely, nowMs - keptForMs, deletedAtOnce);
  await mailRequests(platform, ledgers, isStopped);
}
