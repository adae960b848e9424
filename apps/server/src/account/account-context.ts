import type { AccountId } from '@postern/core';
import type { Queries } from '../platform/db/database.ts';
import type { Platform } from '../platform/platform.ts';

/**
 * What accounts need to know of organizations. Each answer is asked within the transaction that depends on it.
 */
export interface OrganizationFacts {
  /** Whether this server has any organization. */
  hasOrganization(queries: Queries): Promise<boolean>;
  /** Whether the account is the owner of one. */
  ownsOrganization(queries: Queries, account: AccountId): Promise<boolean>;
}

/** What the use cases of accounts stand on. */
export interface AccountContext {
  readonly platform: Platform;
  readonly organizations: OrganizationFacts;
}
