import type { AccountId, Bytes, Email, HashB64, InviteId, OrganizationId } from '@postern/core';
import type { Head, LedgerState } from '@postern/ledger';
import type { Insertable, Selectable } from 'kysely';
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

/** An organization as it stands, with what its operator has set. */
export async function findOrganization(queries: Queries, organization: OrganizationId) {
  return queries
    .selectFrom('organizations')
    .select(['id', 'address', 'head_seq', 'head_hash', 'suspended', 'seats', 'address_list_off_until_ms'])
    .where('id', '=', organization)
    .executeTakeFirst();
}

export type OrganizationRow = NonNullable<Awaited<ReturnType<typeof findOrganization>>>;

export async function findByAddress(queries: Queries, address: string) {
  return queries.selectFrom('organizations').select('id').where('address', '=', address).executeTakeFirst();
}

export async function setOperatorRules(
  queries: Queries,
  organization: OrganizationId,
  columns: Partial<
    Pick<OrganizationTables['organizations'], 'seats' | 'address_list_off_until_ms' | 'storage_limit_bytes'> &
      Pick<OrganizationRow, 'suspended'>
  >,
): Promise<void> {
  await queries.updateTable('organizations').set(columns).where('id', '=', organization).execute();
}

/** How much the organization may store; `null` without a limit. */
export async function findStorageLimit(queries: Queries, organization: OrganizationId) {
  const found = await queries
    .selectFrom('organizations')
    .select('storage_limit_bytes')
    .where('id', '=', organization)
    .executeTakeFirst();
  return found?.storage_limit_bytes;
}

/** What the operator did to an organization, newest first. */
export async function listOperatorActs(queries: Queries, organization: OrganizationId, limit: number) {
  return queries
    .selectFrom('operator_acts')
    .select(['at_ms', 'act', 'value'])
    .where('organization', '=', organization)
    .orderBy('at_ms', 'desc')
    .limit(limit)
    .execute();
}

export async function insertOperatorAct(
  queries: Queries,
  row: Insertable<OrganizationTables['operator_acts']>,
): Promise<void> {
  await queries.insertInto('operator_acts').values(row).execute();
}

/** How often the operator acted on each organization; those never acted on are absent. */
export async function countOperatorActs(queries: Queries): Promise<Map<OrganizationId, number>> {
  const rows = await queries
    .selectFrom('operator_acts')
    .select(({ fn }) => ['organization', fn.countAll().as('acts')])
    .groupBy('organization')
    .execute();
  return new Map(rows.map(({ organization, acts }) => [organization, Number(acts)]));
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

/**
 * A key that is given once more, to somebody who came back or to an invitation's next secret, takes the place of the
 * one before.
 */
export async function putSealedKeys(queries: Queries, rows: readonly SealedKeyRow[]): Promise<void> {
  for (const part of parts(rows)) {
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

type MembershipRow = Insertable<OrganizationTables['memberships']>;
type InvitedRow = Insertable<OrganizationTables['invited_addresses']>;

export async function changeMemberships(
  queries: Queries,
  organization: OrganizationId,
  { gone, come }: { readonly gone: readonly MembershipRow[]; readonly come: readonly MembershipRow[] },
): Promise<void> {
  for (const part of parts(gone)) {
    await queries
      .deleteFrom('memberships')
      .where('organization', '=', organization)
      .where(
        'account',
        'in',
        part.map(({ account }) => account),
      )
      .execute();
  }
  for (const part of parts(come)) await queries.insertInto('memberships').values(part).execute();
}

export async function changeInvitedAddresses(
  queries: Queries,
  organization: OrganizationId,
  { gone, come }: { readonly gone: readonly InvitedRow[]; readonly come: readonly InvitedRow[] },
): Promise<void> {
  for (const part of parts(gone)) {
    await queries
      .deleteFrom('invited_addresses')
      .where('organization', '=', organization)
      .where(
        'email',
        'in',
        part.map(({ email }) => email),
      )
      .execute();
  }
  for (const part of parts(come)) await queries.insertInto('invited_addresses').values(part).execute();
}

export type InvitationMailRow = Selectable<OrganizationTables['invitation_mails']>;

/** Puts a mail in place of the one before; only the newest secret of an invitation counts. */
export async function putInvitationMail(queries: Queries, row: InvitationMailRow): Promise<void> {
  const { organization: _organization, invite: _invite, ...values } = row;
  await queries
    .insertInto('invitation_mails')
    .values(row)
    .onConflict((conflict) => conflict.columns(['organization', 'invite']).doUpdateSet(values))
    .execute();
}

/** Changes a mail if it still is as it was read; whether it was. So one of several servers sends it. */
export async function changeInvitationMail(
  queries: Queries,
  read: Pick<InvitationMailRow, 'organization' | 'invite' | 'event' | 'next_at_ms'>,
  change: Partial<InvitationMailRow>,
): Promise<boolean> {
  const changed = await queries
    .updateTable('invitation_mails')
    .set(change)
    .where('organization', '=', read.organization)
    .where('invite', '=', read.invite)
    .where('event', '=', read.event)
    .where('next_at_ms', '=', read.next_at_ms)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

export async function listDueInvitationMails(queries: Queries, nowMs: number, limit: number) {
  return queries
    .selectFrom('invitation_mails')
    .selectAll()
    .where('next_at_ms', '<=', nowMs)
    .orderBy('next_at_ms')
    .limit(limit)
    .execute();
}

export async function listInvitationMailsOf(queries: Queries, organization: OrganizationId) {
  return queries
    .selectFrom('invitation_mails')
    .select(['invite', 'code', 'at_ms', 'next_at_ms'])
    .where('organization', '=', organization)
    .orderBy('invite')
    .execute();
}

export async function deleteInvitationMails(
  queries: Queries,
  organization: OrganizationId,
  invites: readonly InviteId[],
): Promise<void> {
  for (const part of parts(invites)) {
    await queries
      .deleteFrom('invitation_mails')
      .where('organization', '=', organization)
      .where('invite', 'in', part)
      .execute();
  }
}

export async function clearIndexes(queries: Queries): Promise<void> {
  await queries.deleteFrom('memberships').execute();
  await queries.deleteFrom('invited_addresses').execute();
}

export async function listHeads(queries: Queries) {
  return queries.selectFrom('organizations').select(['id', 'head_seq as seq', 'head_hash as hash']).execute();
}

export async function findInvitedAddress(queries: Queries, email: Email) {
  return queries
    .selectFrom('invited_addresses')
    .select('organization')
    .where('email', '=', email)
    .limit(1)
    .executeTakeFirst();
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

export async function listOwned(queries: Queries, account: AccountId) {
  return queries
    .selectFrom('memberships')
    .innerJoin('organizations', 'organizations.id', 'memberships.organization')
    .select('organizations.address')
    .where('memberships.account', '=', account)
    .where('memberships.is_owner', '=', 1)
    .orderBy('organizations.address')
    .execute();
}

export async function findAnyOrganization(queries: Queries) {
  return queries.selectFrom('organizations').select('id').limit(1).executeTakeFirst();
}

function* parts<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += rowsPerInsert) yield rows.slice(at, at + rowsPerInsert);
}

export type RuleMailRow = OrganizationTables['rule_mails'];

/** A rule that is announced again is announced from the first try on. */
export async function putRuleMails(queries: Queries, rows: readonly RuleMailRow[]): Promise<void> {
  for (const part of parts(rows)) {
    await queries
      .insertInto('rule_mails')
      .values(part)
      .onConflict((conflict) =>
        conflict.columns(['organization', 'member']).doUpdateSet((row) => ({
          announced_by: row.ref('excluded.announced_by'),
          tries: row.ref('excluded.tries'),
          next_at_ms: row.ref('excluded.next_at_ms'),
        })),
      )
      .execute();
  }
}

export function listDueRuleMails(queries: Queries, nowMs: number, limit: number): Promise<RuleMailRow[]> {
  return queries
    .selectFrom('rule_mails')
    .selectAll()
    .where('next_at_ms', '<=', nowMs)
    .orderBy('next_at_ms')
    .limit(limit)
    .execute();
}

/** Changes a mail if it still is as it was read; whether it was. So one of several servers sends it. */
export async function changeRuleMail(
  queries: Queries,
  read: RuleMailRow,
  { tries, next_at_ms }: Partial<RuleMailRow>,
): Promise<boolean> {
  const changed = await queries
    .updateTable('rule_mails')
    .set({ tries, next_at_ms })
    .where('organization', '=', read.organization)
    .where('member', '=', read.member)
    .where('next_at_ms', '=', read.next_at_ms)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

/** Ends a mail, as long as it still is as it was read. */
export async function deleteRuleMail(queries: Queries, read: RuleMailRow): Promise<void> {
  await queries
    .deleteFrom('rule_mails')
    .where('organization', '=', read.organization)
    .where('member', '=', read.member)
    .where('next_at_ms', '=', read.next_at_ms)
    .execute();
}

/** An organization with its ledger and its keys; what other contexts keep of it has gone before. */
export async function deleteOrganization(queries: Queries, organization: OrganizationId): Promise<void> {
  for (const table of [
    'invitation_mails',
    'rule_mails',
    'invited_addresses',
    'memberships',
    'operator_acts',
    'sealed_keys',
    'ledger_events',
  ] as const) {
    await queries.deleteFrom(table).where('organization', '=', organization).execute();
  }
  await queries.deleteFrom('organizations').where('id', '=', organization).execute();
}
