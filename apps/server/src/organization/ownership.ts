import type { AccountId } from '@postern/core';
import type { Queries } from '../platform/db/database.ts';
import { findAnyOrganization, findOwned } from './queries.ts';

/** Whether the account owns an organization; then it cannot be deleted. */
export async function ownsOrganization(queries: Queries, account: AccountId): Promise<boolean> {
  return (await findOwned(queries, account)) !== undefined;
}

/** Whether anybody has founded an organization on this server yet. */
export async function hasOrganization(queries: Queries): Promise<boolean> {
  return (await findAnyOrganization(queries)) !== undefined;
}
