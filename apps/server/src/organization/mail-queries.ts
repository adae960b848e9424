import type { InviteId, OrganizationId } from '@postern/core';
import type { Selectable } from 'kysely';
import type { Queries } from '../platform/db/database.ts';
import { splitRows } from '../platform/db/split-rows.ts';
import type { OrganizationTables } from './tables.ts';

/** All SQL of an organization's mails that wait: of invitations, and of rules that changed. */

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
  for (const part of splitRows(invites)) {
    await queries
      .deleteFrom('invitation_mails')
      .where('organization', '=', organization)
      .where('invite', 'in', part)
      .execute();
  }
}

export type RuleMailRow = OrganizationTables['rule_mails'];

/** A rule that is announced again is announced from the first try on. */
export async function putRuleMails(queries: Queries, rows: readonly RuleMailRow[]): Promise<void> {
  for (const part of splitRows(rows)) {
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
