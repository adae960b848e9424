import type { AccountId, HashB64, MemberId, OrganizationId } from '@postern/core';

/**
 * Everything the gate decides from, gathered by the server in one round trip (`access/facts.ts`) or made up by *Check
 * access* and the impact preview. Each part may be `unknown`; a check that needs an unknown part blocks.
 */
export type Unknown = { readonly state: 'unknown' };
export type Absent = { readonly state: 'absent' };
type Present<Value> = { readonly state: 'present' } & Value;

export const clientKinds = ['web', 'extension', 'app', 'cli', 'api'] as const;
export type ClientKind = (typeof clientKinds)[number];

/** From weak to strong. */
export const factorStrengths = ['mail', 'totp', 'passkey'] as const;
export type FactorStrength = (typeof factorStrengths)[number];

/**
 * What is being asked for. It is the one part that comes from the endpoint, not from stored state.
 * `use`: anything inside. `set_up`: making and confirming the first recovery kit. `recover`: the owner's door.
 */
export interface RequestFacts {
  readonly nowMs: number;
  readonly door: 'use' | 'set_up' | 'recover';
  /** How old the sign-in may be for this endpoint, in milliseconds; `null` where only the organization's rule counts. */
  readonly signInAgeLimitMs: number | null;
}

export type SessionFacts =
  | Unknown
  | Absent
  | Present<{
      readonly accountId: AccountId;
      /** When password or passkey, and the second factor where there is one, were last given. */
      readonly authenticatedAtMs: number;
      readonly expiresAtMs: number;
      readonly clientKind: ClientKind;
      readonly clientVersion: string;
      /** As seen by this server, forwarding headers of configured proxies applied. */
      readonly address: string;
      readonly factorsUsed: readonly FactorStrength[];
    }>;

export type AccountFacts =
  | Unknown
  | Present<{
      readonly email: string;
      readonly keyGeneration: number;
      /** A newer generation that waits for organizations to relink. */
      readonly pendingGeneration: number | null;
      readonly factorsEnrolled: readonly FactorStrength[];
      readonly keyMethods: readonly ('password' | 'qr' | 'phone' | 'passkey')[];
      readonly phoneUnpaired: boolean;
    }>;

export type OrganizationFacts =
  | Unknown
  | Absent
  | Present<{
      readonly id: OrganizationId;
      readonly suspended: boolean;
      /** When the recovery kit was confirmed, `null` before. */
      readonly kitConfirmedAtMs: number | null;
      /** How many active, linked custodians other than this account there are. */
      readonly otherCustodians: number;
      readonly otherCustodianNames: readonly string[];
    }>;

export type MembershipFacts =
  | Unknown
  | Absent
  | Present<{
      readonly memberId: MemberId;
      readonly status: 'active' | 'disabled' | 'expired' | 'removed';
      readonly isOwner: boolean;
      readonly isCustodian: boolean;
      readonly sinceMs: number;
      readonly endsAtMs: number | null;
      readonly clientsDenied: readonly ClientKind[];
      /** The ledger event that set the status. */
      readonly statusEvent: HashB64 | null;
    }>;

export type InvitationFacts =
  | Unknown
  | Absent
  | Present<{
      readonly status: 'waiting' | 'expired' | 'revoked';
      readonly expiresAtMs: number;
      readonly forThisEmail: boolean;
    }>;

export type SettingsFacts =
  | Unknown
  | Present<{
      /** How old a sign-in may be before it has to be confirmed, in milliseconds. At least 15 minutes. */
      readonly sessionAgeMs: number;
      /** Whether the address is on the list; `null` when there is no list. */
      readonly addressAllowed: boolean | null;
      readonly minimumClientVersion: string | null;
      readonly clientIsOutdated: boolean;
      readonly factorRequired: FactorStrength | null;
      readonly factorExemptUntilMs: number | null;
      readonly addressExemptUntilMs: number | null;
    }>;

/** Whether the member's current account keys open the organization's keys. */
export type KeyLinkFacts = Unknown | Present<{ readonly link: 'linked' | 'broken' | 'pending' }>;

export interface Facts {
  readonly request: RequestFacts;
  readonly session: SessionFacts;
  readonly account: AccountFacts;
  readonly organization: OrganizationFacts;
  readonly membership: MembershipFacts;
  readonly invitation: InvitationFacts;
  readonly settings: SettingsFacts;
  readonly keyLink: KeyLinkFacts;
}

export const unknown: Unknown = Object.freeze({ state: 'unknown' });
export const absent: Absent = Object.freeze({ state: 'absent' });
