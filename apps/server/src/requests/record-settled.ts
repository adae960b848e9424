import { recordLine } from '../access-log/record-line.ts';
import { recordAccess } from '../account/record-access.ts';
import type { Platform } from '../platform/platform.ts';
import type { RequestRow } from './queries.ts';

/**
 * Writes into the organization's access log that a request was settled or reopened, by whom if by anybody, and into that of whoever
 * asked, which names neither.
 */
export async function recordSettled(
  platform: Pick<Platform, 'db' | 'clock' | 'feed'>,
  row: RequestRow,
  kind: 'request_granted' | 'request_refused' | 'request_reopened',
): Promise<void> {
  const { account, code } = row;
  await recordLine(platform, {
    organization: row.organization ?? undefined,
    kind,
    account,
    email: row.email,
    code,
    request: row.id,
    by: row.settled_by ?? undefined,
  });
  // Their own log is of their access; that it is open again, the request itself says.
  if (kind === 'request_reopened') return;
  await recordAccess(platform, { account, kind, code, address: '' });
}
