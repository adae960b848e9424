import type { OrganizationId } from '@postern/core';
import type { Insertable } from 'kysely';
import type { Queries } from '../platform/db/database.ts';
import type { OrganizationRow } from './queries.ts';
import type { OrganizationTables } from './tables.ts';

/** All SQL of what the operator rules. */

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
