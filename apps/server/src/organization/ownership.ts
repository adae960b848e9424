import type { AccountId, Email } from '@postern/core';
import type { Queries } from '../platform/db/database.ts';
import { findAnyOrganization, findInvitedAddress, findOwned } from './queries.ts';

/** Whether the account owns an organization; then it cannot be deleted. */
export async function ownsOrganization(queries: Queries, account: AccountId): Promise<boolean> {
  return (await findOwned(queries, account)) !== undefined;
}

/** Whether anybody has founded an organization on this server yet. */
export async function hasOrganization(queries: Queries): Promise<boolean> {
  return (await findAnyOrganization(queries)) !== undefined;
}

/** Whether an invitation to this address is open, in any organization. */
export async function isInvited(queries: Queries, email: Email): Promise<boolean> {
  return (await findInvitedAddress(queries, email)) !== undefined;
}
