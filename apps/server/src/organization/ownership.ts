import type { AccountId, Email } from '@postern/core';
import type { Queries } from '../platform/db/database.ts';
import { findInvitedAddress, listOwned } from './membership-queries.ts';
import { findAnyOrganization } from './queries.ts';

/** Addresses of the organizations that the account owns; while there is one it cannot be deleted. */
export async function ownedAddresses(queries: Queries, account: AccountId): Promise<readonly string[]> {
  return (await listOwned(queries, account)).map(({ address }) => address);
}

/** Whether anybody has founded an organization on this server yet. */
export async function hasOrganization(queries: Queries): Promise<boolean> {
  return (await findAnyOrganization(queries)) !== undefined;
}

/** Whether an invitation to this address is open, in any organization. */
export async function isInvited(queries: Queries, email: Email): Promise<boolean> {
  return (await findInvitedAddress(queries, email)) !== undefined;
}
