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
/** The kinds that a rule can turn off. The web client is never one of them: there is always a way in. */
export const ruledClientKinds = ['extension', 'app', 'cli'] as const satisfies readonly ClientKind[];
export type RuledClientKind = (typeof ruledClientKinds)[number];

/**
 * Second factors, from weak to strong. Security keys count as `passkey`: both are bound to this server's address and ask
 * for the person. A backup code counts as `totp`.
 */
export const factorStrengths = ['mail', 'totp', 'passkey'] as const;
export type FactorStrength = (typeof factorStrengths)[number];

/** What an organization may ask for: each is satisfied by the strength at its place, and by those after it. */
export const factorLevels = ['any', 'no_mail', 'phishing_resistant'] as const;
export type FactorLevel = (typeof factorLevels)[number];

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
      /** Given in this session, at sign-in or later. */
      readonly factorsUsed: readonly FactorStrength[];
    }>;

export type AccountFacts =
  | Unknown
  | Present<{
      readonly email: string;
      readonly factorsEnrolled: readonly FactorStrength[];
      readonly keys: AccountKeyFacts;
    }>;

/** Which keys of the account this session works with. */
export type AccountKeyFacts =
  | Unknown
  | Present<{
      readonly generation: number;
      /** What began this generation while the one before it could no longer be opened; `null` for one that never was. */
      readonly resetBy: 'password' | 'phone' | null;
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
      /** The member's own rule for a client kind; `null` where the organization's counts. */
      readonly clientRules: { readonly [Kind in RuledClientKind]: boolean | null };
      /** Until when the member needs no second factor in this organization. */
      readonly factorExemptUntilMs: number | null;
      /** Whether an address of the member's own, beside the organization's list, lets this session in now. */
      readonly addressAllowed: boolean;
      /** The ledger event that set the status; `null` where none did. */
      readonly statusEvent: HashB64 | null;
      readonly endsAtEvent: HashB64 | null;
      readonly clientRulesEvent: HashB64 | null;
      readonly factorExemptEvent: HashB64 | null;
      /** The event that added the address of the member's own which lets in; `null` where none does. */
      readonly addressEvent: HashB64 | null;
    }>;

/** The invitation to this account's address, or the one whose link the person opened. */
export type InvitationFacts =
  | Unknown
  | Absent
  | Present<{
      readonly status: 'waiting' | 'expired' | 'revoked';
      readonly expiresAtMs: number;
      readonly forThisEmail: boolean;
    }>;

/** A rule about second factors. It counts for a member `graceMs` after it began or the member joined, whichever is later. */
export interface FactorRule {
  readonly level: FactorLevel;
  readonly fromMs: number;
  readonly graceMs: number;
}

export type SettingsFacts =
  | Unknown
  | Present<{
      /** How old a sign-in may be before it has to be confirmed, in milliseconds. At least 15 minutes. */
      readonly sessionAgeMs: number;
      /** What `isAddressAllowed` says of the session's address; `null` when there is no list. */
      readonly addressAllowed: boolean | null;
      /** Until when the operator has suspended the list. */
      readonly addressListOffUntilMs: number | null;
      /** The organization's rule for a client kind. */
      readonly clientsAllowed: { readonly [Kind in RuledClientKind]: boolean };
      readonly minimumClientVersion: string | null;
      /** What `isClientOutdated` says of the session's client. */
      readonly clientIsOutdated: boolean;
      readonly factorRule: FactorRule | null;
      /** The ledger events that last set these; `null` where a default stands. */
      readonly addressListEvent: HashB64 | null;
      readonly clientsAllowedEvent: HashB64 | null;
      readonly minimumClientVersionEvent: HashB64 | null;
      readonly factorRuleEvent: HashB64 | null;
    }>;

/** Whether the keys of the session are those that the organization's keys are sealed to, and whether any has arrived. */
export type KeyLinkFacts =
  | Unknown
  | Present<{
      /** `broken`: the organization knows other keys. `pending`: nobody has vouched for these yet. */
      readonly link: 'linked' | 'broken' | 'pending';
      /** Something was given to the member, and none of it can be opened yet. */
      readonly waits: boolean;
      /** Addresses of those who can vouch, hand keys over or invite again, where somebody has to. */
      readonly helpers: readonly string[];
      /** The ledger event that set the link; `null` where none did. */
      readonly linkEvent: HashB64 | null;
    }>;

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

/**
 * Stands for a value that nobody told, inside a part that is otherwise known. No check recognises it, so whichever needs
 * it is `unknown`. Never what the server decides by: for *Check access*, which must not guess.
 */
export const untold = undefined as never;
