import { recordLine } from '../access-log/record-line.ts';
import type { Platform } from '../platform/platform.ts';
import type { RequestRow } from './queries.ts';

/** Writes into the organization's access log that a request was settled, by whom if by anybody. */
export function recordSettled(
  platform: Pick<Platform, 'db' | 'clock' | 'feed'>,
  row: RequestRow,
  kind: 'request_granted' | 'request_refused',
): Promise<void> {
  return recordLine(platform, {
    organization: row.organization ?? undefined,
    kind,
    account: row.account,
    email: row.email,
    code: row.code,
    request: row.id,
    by: row.settled_by ?? undefined,
  });
}
