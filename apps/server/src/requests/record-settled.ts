import type { AccessLineKind } from '@postern/contract';
import { recordLine } from '../access-log/record-line.ts';
import { recordAccess } from '../account/record-access.ts';
import type { Platform } from '../platform/platform.ts';
import type { RequestRow } from './queries.ts';

type RequestLine = Exclude<Extract<AccessLineKind, `request_${string}`>, 'request_made'>;

/**
 * Writes into the organization's access log how a request ended or that it was reopened, by whom if by anybody, and what it
 * came to into that of whoever asked, which names nobody.
 */
export async function recordSettled(
  platform: Pick<Platform, 'db' | 'clock' | 'feed'>,
  row: RequestRow,
  kind: RequestLine,
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
  // Their own log is of their access; the rest the request itself says.
  if (kind !== 'request_granted' && kind !== 'request_refused') return;
  await recordAccess(platform, { account, kind, code, address: '' });
}
