import type { OrganizationId } from '@postern/core';
import type { Platform } from '../platform/platform.ts';
import { countOperatorActs } from './operator-queries.ts';

const lookMs = 500;

/**
 * The operator's commands run beside the server and can tell it nothing: as long as somebody keeps a stream open, it
 * looks for their acts, so that those they shut out or let in again follow within a second. Answers how to stop.
 */
export async function hearOperator(
  platform: Pick<Platform, 'db' | 'feed' | 'log'>,
  isHeard: () => boolean,
): Promise<() => Promise<void>> {
  const count = () => countOperatorActs(platform.db.kysely);
  let known: ReadonlyMap<OrganizationId, number> = await count();
  let looking: Promise<void> | undefined;

  const look = async () => {
    const now = await count();
    const acted = [...now].filter(([organization, acts]) => known.get(organization) !== acts);
    known = now;
    for (const [organization] of acted) platform.feed.publish({ kind: 'ledger', organization });
  };
  const timer = setInterval(() => {
    if (!isHeard()) return;
    looking ??= look()
      .catch((error: unknown) => platform.log.fault('the operator’s acts were not read', error))
      .finally(() => {
        looking = undefined;
      });
  }, lookMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await looking;
  };
}
