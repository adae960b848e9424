import { type AccountId, type HashB64, newId, type SessionId } from '@postern/core';
import type { Queries } from '../platform/db/database.ts';
import type { AccessReport } from './record-access.ts';

/** All SQL of accounts and sessions. */

/** Lines of one kind that an account's access log keeps. */
const keptRecords = 200;

export function findSessionByToken(queries: Queries, tokenHash: HashB64, usedAfterMs: number) {
  return queries
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.account')
    .select([
      'sessions.id',
      'sessions.account',
      'accounts.email',
      'sessions.client_kind',
      'sessions.client_version',
      'sessions.created_at_ms',
      'sessions.last_used_at_ms',
      'sessions.authenticated_at_ms',
    ])
    .where('sessions.token_hash', '=', tokenHash)
    .where('sessions.last_used_at_ms', '>', usedAfterMs)
    .executeTakeFirst();
}

export async function touchSession(
  queries: Queries,
  id: SessionId,
  use: { readonly nowMs: number; readonly address: string },
): Promise<void> {
  await queries
    .updateTable('sessions')
    .set({ last_used_at_ms: use.nowMs, address: use.address })
    .where('id', '=', id)
    .execute();
}

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
