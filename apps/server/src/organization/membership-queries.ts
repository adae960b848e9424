import type { AccountId, Email, OrganizationId } from '@postern/core';
import type { Insertable } from 'kysely';
import type { Queries } from '../platform/db/database.ts';
import { splitRows } from '../platform/db/split-rows.ts';
import type { OrganizationTables } from './tables.ts';

/** All SQL of who is a member and who is invited, as ledgers say: indexes that can be written anew from them. */

type MembershipRow = Insertable<OrganizationTables['memberships']>;

type InvitedRow = Insertable<OrganizationTables['invited_addresses']>;

export async function changeMemberships(
  queries: Queries,
  organization: OrganizationId,
  { gone, come }: { readonly gone: readonly MembershipRow[]; readonly come: readonly MembershipRow[] },
): Promise<void> {
  for (const part of splitRows(gone)) {
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
  for (const part of splitRows(come)) await queries.insertInto('memberships').values(part).execute();
}

export async function changeInvitedAddresses(
  queries: Queries,
  organization: OrganizationId,
  { gone, come }: { readonly gone: readonly InvitedRow[]; readonly come: readonly InvitedRow[] },
): Promise<void> {
  for (const part of splitRows(gone)) {
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
  for (const part of splitRows(come)) await queries.insertInto('invited_addresses').values(part).execute();
}

export async function clearIndexes(queries: Queries): Promise<void> {
  await queries.deleteFrom('memberships').execute();
  await queries.deleteFrom('invited_addresses').execute();
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
