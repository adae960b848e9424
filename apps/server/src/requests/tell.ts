import type { Platform } from '../platform/platform.ts';
import type { RequestRow } from './queries.ts';

type Told = Pick<RequestRow, 'account' | 'address' | 'organization'>;

/** Tells the open streams of who asked that a request of theirs moved. */
export function tellAsker({ feed }: Pick<Platform, 'feed'>, { account, address }: Told): void {
  feed.publish({ kind: 'request', account, details: { address } });
}

/** Tells the open streams of those who can help that the inbox moved. */
export function tellHelpers({ feed }: Pick<Platform, 'feed'>, { organization }: Told): void {
  if (organization !== null) feed.publish({ kind: 'requests', organization });
}

/** Tells both sides. */
export function tellBoth(platform: Pick<Platform, 'feed'>, row: Told): void {
  tellAsker(platform, row);
  tellHelpers(platform, row);
}
