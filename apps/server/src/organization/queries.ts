import type { OrganizationId } from '@postern/core';
import type { LedgerState } from '@postern/ledger';
import type { Queries } from '../platform/db/database.ts';

/** All SQL of organizations as such. */

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

export async function findAnyOrganization(queries: Queries) {
  return queries.selectFrom('organizations').select('id').limit(1).executeTakeFirst();
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
