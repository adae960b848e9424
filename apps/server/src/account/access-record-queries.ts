import { type AccountId, newId } from '@postern/core';
import type { Queries } from '../platform/db/database.ts';
import type { AccessReport } from './record-access.ts';

/** All SQL of an account's access log. */

/** Lines of one kind that an account's access log keeps. */
const keptRecords = 200;

export async function insertAccessRecord(
  queries: Queries,
  record: Omit<AccessReport, 'account'> & { readonly account: AccountId | ''; readonly atMs: number },
): Promise<void> {
  await queries
    .insertInto('access_records')
    .values({
      id: newId(),
      account: record.account,
      at_ms: record.atMs,
      kind: record.kind,
      code: record.code ?? null,
      organization: record.organization ?? null,
      client_kind: record.clientKind ?? null,
      address: record.address,
      reference: record.reference ?? null,
    })
    .execute();
  await queries
    .deleteFrom('access_records')
    .where('account', '=', record.account)
    .where('kind', '=', record.kind)
    // Nothing is older than nothing: as long as there are fewer lines, the comparison is with null and deletes none.
    .where('at_ms', '<', (oldestKept) =>
      oldestKept
        .selectFrom('access_records as kept')
        .select('kept.at_ms')
        .where('kept.account', '=', record.account)
        .where('kept.kind', '=', record.kind)
        .orderBy('kept.at_ms', 'desc')
        .limit(1)
        .offset(keptRecords - 1),
    )
    .execute();
}

export function listAccessRecords(queries: Queries, account: AccountId, limit: number) {
  return queries
    .selectFrom('access_records')
    .selectAll()
    .where('account', '=', account)
    .orderBy('at_ms', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}
