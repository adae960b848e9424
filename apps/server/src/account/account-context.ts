import type { FactorStrength } from '@postern/access';
import type {
  ClientKind,
  OrganizationAtReset,
  SecondFactorOffer,
  SecondFactorProof,
  secondFactorNeeded,
} from '@postern/contract';
import type { AccountId, Email, HashB64, Result } from '@postern/core';
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
  /** The organizations of an account, and which generation of its keys each knows. Not within a transaction. */
  keyLinks(account: AccountId): Promise<readonly (OrganizationAtReset & { readonly generation: number })[]>;
  /** The newest event of each organization of an account: while they are the same, so is what `keyLinks` answers. */
  ledgerHeads(queries: Queries, account: AccountId): Promise<readonly HashB64[]>;
  /** Who is told in each organization of what happens to the keys of a member. Not within a transaction. */
  overseers(
    account: AccountId,
  ): Promise<readonly { readonly name: string; readonly tell: readonly Email[] }[]>;
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
  /** What a passkey has to sign. */
  newChallenge(): string;
  /** What to ask for of somebody whose mailbox is proven; `undefined` when there is nothing but that mailbox. */
  offerAtReset(
    account: AccountId,
    challenge: string,
    expiresAtMs: number,
  ): Promise<SecondFactorOffer | undefined>;
  /** Takes it. `second_factor_wrong`, in the same bytes, for whatever proves nothing, a mailed code included. */
  giveAtReset(
    call: Call,
    of: { readonly account: AccountId; readonly email: Email; readonly challenge: string },
    proof: SecondFactorProof,
  ): Promise<Result<FactorStrength, 'second_factor_wrong' | 'rate_limited'>>;
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
