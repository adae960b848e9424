import type { ClientKind, secondFactorNeeded } from '@postern/contract';
import type { AccountId, Email } from '@postern/core';
import type { z } from 'zod';
import type { Queries } from '../platform/db/database.ts';
import type { Call } from '../platform/http/call.ts';
import type { Platform } from '../platform/platform.ts';

/**
 * What accounts need to know of organizations. Each answer is asked within the transaction that depends on it.
 */
export interface OrganizationFacts {
  /** Whether this server has any organization. */
  hasOrganization(queries: Queries): Promise<boolean>;
  /** Whether an invitation to the address is open. */
  isInvited(queries: Queries, email: Email): Promise<boolean>;
  /** Addresses of those that the account is the owner of. */
  ownedAddresses(queries: Queries, account: AccountId): Promise<readonly string[]>;
}

/** A password that was proven for a sign-in. */
export interface PasswordProof {
  readonly account: AccountId;
  readonly email: Email;
  /** The account's count of passwords when it was proven. */
  readonly passwordVersion: number;
  readonly client: { readonly kind: ClientKind; readonly version: string };
}

/** What accounts need to know of second factors. */
export interface SignInFactors {
  /**
   * Keeps a sign-in whose password is proven until its second factor is given, and answers what to ask for; `undefined`
   * when the account's last factor was removed this moment.
   */
  askAtSignIn(
    call: Call,
    proof: PasswordProof,
  ): Promise<z.infer<typeof secondFactorNeeded>['secondFactor'] | undefined>;
}

/** What the use cases of accounts stand on. */
export interface AccountContext {
  readonly platform: Platform;
  readonly organizations: OrganizationFacts;
  readonly secondFactors: SignInFactors;
}
