import type { AccountId, Bytes, HashB64, OrganizationId } from '@postern/core';
import type { Head, LedgerState } from '@postern/ledger';
import type { Insertable } from 'kysely';
import type { Queries } from '../platform/db/database.ts';
import type { OrganizationTables } from './tables.ts';

/** All SQL of organizations, their ledgers and sealed keys. */

/** Rows per insert: few enough parameters for either engine, few enough texts for the statement cache. */
const rowsPerInsert = 100;

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

/** Whether the organization or its address is there already. */
export async function isAddressTaken(
  queries: Queries,
  organization: OrganizationId,
  address: string,
): Promise<boolean> {
  const found = await queries
    .selectFrom('organizations')
    .select('id')
    .where((where) => where.or([where('address', '=', address), where('id', '=', organization)]))
    .executeTakeFirst();
  return found !== undefined;
}

export async function insertOrganization(
  queries: Queries,
  organization: { readonly state: LedgerState; readonly nowMs: number },
): Promise<void> {
  const { state, nowMs } = organization;
  await queries
    .insertInto('organizations')
    .values({
      id: state.organization,
      address: state.address,
      head_seq: state.head.seq,
      head_hash: state.head.hash,
      created_at_ms: nowMs,
    })
    .execute();
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

export async function insertEvents(
  queries: Queries,
  organization: OrganizationId,
  events: readonly StoredEvent[],
): Promise<void> {
  const rows = events.map(({ seq, hash, bytes }) => ({ organization, seq, hash, bytes }));
  for (const part of parts(rows)) await queries.insertInto('ledger_events').values(part).execute();
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

export async function insertSealedKeys(queries: Queries, rows: readonly SealedKeyRow[]): Promise<void> {
  for (const part of parts(rows)) await queries.insertInto('sealed_keys').values(part).execute();
}

/** Keys sealed to the member, epoch links, and for a custodian those sealed to the organization key. */
export async function listSealedKeys(
  queries: Queries,
  organization: OrganizationId,
  asker: { readonly member: string; readonly custodian: boolean },
) {
  return queries
    .selectFrom('sealed_keys')
    .select(['subject', 'epoch', 'recipient', 'granter', 'sealed'])
    .where('organization', '=', organization)
    .where((where) =>
      where.or([
        where('recipient', 'in', [`member:${asker.member}`, 'link']),
        ...(asker.custodian ? [where('recipient', 'like', 'organization:%')] : []),
      ]),
    )
    .orderBy('subject')
    .orderBy('epoch')
    .orderBy('recipient')
    .execute();
}

/** Writes the index of members anew from the state. Removed members are not in it. */
export async function indexMembers(queries: Queries, state: LedgerState): Promise<void> {
  const { organization, owner } = state;
  await queries.deleteFrom('memberships').where('organization', '=', organization).execute();
  const rows = Object.values(state.members)
    .filter((member) => member.status !== 'removed')
    .map((member) => ({
      organization,
      account: member.account,
      member: member.id,
      is_owner: member.id === owner ? 1 : 0,
    }));
  for (const part of parts(rows)) await queries.insertInto('memberships').values(part).execute();
}

export async function listOrganizationsOf(queries: Queries, account: AccountId) {
  return queries
    .selectFrom('memberships')
    .innerJoin('organizations', 'organizations.id', 'memberships.organization')
    .select(['organizations.id', 'organizations.head_seq', 'organizations.head_hash'])
    .where('memberships.account', '=', account)
    .orderBy('organizations.address')
    .execute();
}

export async function findOwned(queries: Queries, account: AccountId) {
  return queries
    .selectFrom('memberships')
    .select('organization')
    .where('account', '=', account)
    .where('is_owner', '=', 1)
    .executeTakeFirst();
}

export async function findAnyOrganization(queries: Queries) {
  return queries.selectFrom('organizations').select('id').limit(1).executeTakeFirst();
}

function* parts<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += rowsPerInsert) yield rows.slice(at, at + rowsPerInsert);
}
