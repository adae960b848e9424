import type { Bytes, HashB64, OrganizationId } from '@postern/core';
import type { Head } from '@postern/ledger';
import type { Insertable } from 'kysely';
import type { Queries } from '../platform/db/database.ts';
import { splitRows } from '../platform/db/split-rows.ts';
import type { OrganizationTables } from './tables.ts';

/** All SQL of ledgers and sealed keys. */

export interface StoredEvent {
  readonly seq: number;
  readonly hash: HashB64;
  readonly bytes: Uint8Array;
}

export async function findHead(queries: Queries, organization: OrganizationId): Promise<Head | undefined> {
  return queries
    .selectFrom('organizations')
    .select(['head_seq as seq', 'head_hash as hash'])
    .where('id', '=', organization)
    .executeTakeFirst();
}

/** Moves the head from one position to another; false when it is no longer at `from`. */
export async function moveHead(
  queries: Queries,
  organization: OrganizationId,
  from: Head,
  to: Head,
): Promise<boolean> {
  const moved = await queries
    .updateTable('organizations')
    .set({ head_seq: to.seq, head_hash: to.hash })
    .where('id', '=', organization)
    .where('head_seq', '=', from.seq)
    .where('head_hash', '=', from.hash)
    .executeTakeFirst();
  return moved.numUpdatedRows === 1n;
}

export async function listHeads(queries: Queries) {
  return queries.selectFrom('organizations').select(['id', 'head_seq as seq', 'head_hash as hash']).execute();
}

export async function insertEvents(
  queries: Queries,
  organization: OrganizationId,
  events: readonly StoredEvent[],
): Promise<void> {
  const rows = events.map(({ seq, hash, bytes }) => ({ organization, seq, hash, bytes }));
  for (const part of splitRows(rows)) await queries.insertInto('ledger_events').values(part).execute();
}

/** The events at `from` and after it, at most `limit`, and none after `to`. */
export async function listEvents(
  queries: Queries,
  organization: OrganizationId,
  { from, to, limit }: { readonly from: number; readonly to?: number; readonly limit?: number },
): Promise<Bytes[]> {
  let query = queries
    .selectFrom('ledger_events')
    .select('bytes')
    .where('organization', '=', organization)
    .where('seq', '>=', from)
    .orderBy('seq');
  if (to !== undefined) query = query.where('seq', '<=', to);
  if (limit !== undefined) query = query.limit(limit);
  return (await query.execute()).map((row) => row.bytes as Bytes);
}

export type SealedKeyRow = Insertable<OrganizationTables['sealed_keys']>;

/**
 * A key that is given once more, to somebody who came back or to an invitation's next secret, takes the place of the
 * one before.
 */
export async function putSealedKeys(queries: Queries, rows: readonly SealedKeyRow[]): Promise<void> {
  for (const part of splitRows(rows)) {
    await queries
      .insertInto('sealed_keys')
      .values(part)
      .onConflict((conflict) =>
        conflict.columns(['organization', 'recipient', 'subject', 'epoch']).doUpdateSet((row) => ({
          granter: row.ref('excluded.granter'),
          sealed: row.ref('excluded.sealed'),
        })),
      )
      .execute();
  }
}

/**
 * Keys sealed to one of these recipients; `kinds` are what recipients begin with before a colon and their epoch, like
 * `organization`.
 */
export async function listSealedKeys(
  queries: Queries,
  organization: OrganizationId,
  to: { readonly recipients: readonly string[]; readonly kinds: readonly string[] },
) {
  return queries
    .selectFrom('sealed_keys')
    .select(['subject', 'epoch', 'recipient', 'granter', 'sealed'])
    .where('organization', '=', organization)
    .where((where) =>
      where.or([
        where('recipient', 'in', to.recipients),
        // A range is served by the key; `;` is the character after `:`.
        ...to.kinds.map((kind) =>
          where.and([where('recipient', '>=', `${kind}:`), where('recipient', '<', `${kind};`)]),
        ),
      ]),
    )
    .orderBy('subject')
    .orderBy('epoch')
    .orderBy('recipient')
    .execute();
}
