import type { AnswerOf, OperatorActLine, readOperatorRules } from '@postern/contract';
import type {
  GroupId,
  InviteId,
  MemberId,
  Refusal,
  RequestId,
  Result,
  SessionId,
  VaultId,
} from '@postern/core';
import type {
  Delivery,
  Given,
  LimitableClient,
  MemberFact,
  MemberStatus,
  Permission,
  Settings,
  VaultRight,
  VaultRole,
} from '@postern/ledger';
import type { CheckAccessPort } from '../check-access/port.ts';
import type { RecoveryKeyPort } from '../recovery/port.ts';

export type * from '../check-access/port.ts';
export type {
  Delivery,
  Given,
  LimitableClient,
  MemberFact,
  MemberStatus,
  Permission,
  Settings,
  VaultRight,
  VaultRole,
};

/**
 * Administration of the entered organization. Everything read comes from the ledger that this device verified, never
 * from an answer of the server, and is read again when `OpenOrganization.ledgerSeq` has grown. Every change is an event
 * signed here; one over several members or addresses answers for each by itself.
 */
export interface AdministrationPort {
  readonly people: PeoplePort;
  readonly invitations: InvitationsPort;
  readonly groups: GroupsPort;
  readonly vaultAccess: VaultAccessPort;
  readonly rules: RulesPort;
  readonly history: HistoryPort;
  readonly checkAccess: CheckAccessPort;
  readonly recoveryKey: RecoveryKeyPort;
}

/** Who set something and when, from the ledger. */
export interface SetBy {
  /** Email address of the signing member. */
  readonly by: string;
  readonly atMs: number;
  readonly seq: number;
}

/** What became of each part of a change over several. */
export interface Outcome<Of> {
  readonly of: Of;
  readonly refused: Refusal | undefined;
}

/** An address that one member may come from beside the organization's list. */
export interface MemberAddressView {
  /** An address or a CIDR range, normalised. */
  readonly range: string;
  /** The one session it counts for; undefined where it counts for all of the member's. */
  readonly session: SessionId | undefined;
  readonly untilMs: number | undefined;
  readonly set: SetBy;
}

export interface MemberView {
  readonly id: MemberId;
  readonly email: string;
  readonly isSelf: boolean;
  readonly status: Exclude<MemberStatus, 'pending'>;
  readonly role: 'owner' | 'administrator' | 'member';
  /** Granted one by one; owner and administrators hold theirs by role. */
  readonly permissions: readonly Permission[];
  readonly custodian: boolean;
  readonly groups: readonly { readonly id: GroupId; readonly name: string }[];
  readonly vaultCount: number;
  readonly clients: {
    readonly allowed: readonly LimitableClient[];
    readonly denied: readonly LimitableClient[];
  };
  readonly endsAtMs: number | undefined;
  readonly exemptUntilMs: number | undefined;
  /** Those whose time is over are left out. */
  readonly addresses: readonly MemberAddressView[];
  /** `pending`: nobody has vouched for the keys yet; the words are what to compare with the member. */
  readonly link: 'linked' | 'pending';
  /** Whether what this device's member gives waits until they have heard the words. */
  readonly unheard: boolean;
  readonly fingerprintWords: readonly string[];
  /** Vaults and groups that were given and cannot be opened yet. */
  readonly waitsFor: number;
  readonly sinceMs: number;
  /** Whether this member may change it: holds `members.manage` and covers its standing (rights cover rights). */
  readonly canManage: boolean;
  readonly statusSet: SetBy;
  /** Who last set each fact that an event of its own has set. */
  readonly set: { readonly [Fact in MemberFact]?: SetBy };
}

/** Passwords that somebody who left could have copied, newest use of them unknown: the ones to change. */
export interface LeaverReport {
  readonly member: MemberId;
  readonly email: string;
  /** `role` is a {@link VaultRole}, or `rights` where they were picked one by one. */
  readonly vaults: readonly { readonly vault: VaultId; readonly name: string; readonly role: string }[];
  /** Only entries of vaults this device can open are listed by title. */
  readonly entries: readonly { readonly vault: VaultId; readonly title: string; readonly user: string }[];
  readonly closedVaults: number;
}

/**
 * A line of somebody's history: `type` is that of the ledger's event, or `vault_give`, `vault_take`, `group_add` and
 * `group_take` for the member's own side of a change that may concern others too, and `member_address_add` and
 * `member_address_take` for the two sides of a change of the member's own addresses. `params` fill the sentence of `type`
 * in the text catalogue.
 */
export interface HistoryLine extends SetBy {
  readonly type: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** What part of the organization a line of its history is about. */
export type HistoryAbout =
  | 'organization'
  | 'members'
  | 'invitations'
  | 'groups'
  | 'vaults'
  | 'rules'
  | 'recovery';

/**
 * A line of the organization's history. `type` and `params` as in {@link HistoryLine}; lists hold a few names and how
 * many `more` there are. What this device has no name for is left out.
 */
export interface OrganizationLine extends HistoryLine {
  readonly about: HistoryAbout;
  /** Tells several lines of one event apart. */
  readonly part: number;
}

export type { OperatorActLine };
export type OperatorLimits = AnswerOf<typeof readOperatorRules>;

export interface HistoryPort {
  /** Every change there ever was, newest first, out of the ledger that this device verified. */
  readonly all: () => Promise<Result<readonly OrganizationLine[]>>;
  /** What the operator did, newest first: the server's word, since the ledger holds what members did. */
  readonly operatorActs: () => Promise<Result<readonly OperatorActLine[]>>;
}

export interface PeoplePort {
  /** Owner first, then by address; removed members only when asked for. */
  readonly list: (removedToo?: boolean) => Promise<Result<readonly MemberView[]>>;
  readonly history: (member: MemberId) => Promise<Result<readonly HistoryLine[]>>;
  readonly disable: (members: readonly MemberId[]) => Promise<Result<readonly Outcome<MemberId>[]>>;
  readonly enable: (members: readonly MemberId[]) => Promise<Result<readonly Outcome<MemberId>[]>>;
  /** Removes, renews the keys of what they could open as far as this device holds them, and lists what they saw. */
  readonly remove: (
    members: readonly MemberId[],
  ) => Promise<
    Result<{ readonly outcomes: readonly Outcome<MemberId>[]; readonly reports: readonly LeaverReport[] }>
  >;
  /** What removing somebody would list, before it is done. */
  readonly leaverReport: (member: MemberId) => Promise<Result<LeaverReport>>;
  readonly setEnd: (
    members: readonly MemberId[],
    endsAtMs: number | null,
  ) => Promise<Result<readonly Outcome<MemberId>[]>>;
  readonly setRole: (
    members: readonly MemberId[],
    role: 'administrator' | 'member',
  ) => Promise<Result<readonly Outcome<MemberId>[]>>;
  readonly setPermissions: (
    member: MemberId,
    permissions: readonly Permission[],
  ) => Promise<Result<undefined>>;
  readonly setClients: (
    members: readonly MemberId[],
    clients: MemberView['clients'],
  ) => Promise<Result<readonly Outcome<MemberId>[]>>;
  /** Asks no second factor of the member in this organization until then; `null` ends an exemption. */
  readonly exempt: (member: MemberId, untilMs: number | null) => Promise<Result<undefined>>;
  /**
   * Lets the member come from these addresses beside the organization's list, from each until then. With a `session`
   * for that one alone, and then for 24 hours at most.
   */
  readonly allowAddress: (
    member: MemberId,
    entries: readonly {
      readonly range: string;
      readonly untilMs: number | null;
      readonly session: SessionId | null;
    }[],
  ) => Promise<Result<undefined>>;
  /** Takes addresses of the member's own away, those bound to a session too. */
  readonly forgetAddress: (member: MemberId, ranges: readonly string[]) => Promise<Result<undefined>>;
  readonly addCustodian: (member: MemberId) => Promise<Result<undefined>>;
  readonly removeCustodian: (member: MemberId) => Promise<Result<undefined>>;
  readonly transferOwnership: (member: MemberId) => Promise<Result<undefined>>;
  /** Hands keys over to a member whose words the person has compared. `words` as they were typed; refused when wrong. */
  readonly confirmWords: (member: MemberId, words: readonly string[]) => Promise<Result<undefined>>;
}

export interface InviteDraft {
  readonly role: 'administrator' | 'member';
  readonly permissions: readonly Permission[];
  readonly groups: readonly GroupId[];
  readonly grants: readonly { readonly vault: VaultId; readonly given: Given }[];
  readonly clients: MemberView['clients'];
  readonly endsAtMs: number | null;
  readonly delivery: Delivery;
  readonly expiresInDays: number;
}

/** One invitation that was just made: what is needed to deliver it, shown this once. */
export interface MadeInvitation {
  readonly invite: InviteId;
  readonly email: string;
  /** For `link`, and for `words` beside the mail. Holds the secret in its fragment. */
  readonly link: string;
  /** For `words`: six, to be told by voice or chat. */
  readonly words: readonly string[] | undefined;
  /** Why no mail went out, where one should have: the invitation stands, and its mail is tried again. */
  readonly mailRefused: Refusal | undefined;
}

/** One address of a pasted list. */
export type InvitedAddress =
  | { readonly address: string; readonly ok: true; readonly made: MadeInvitation }
  | { readonly address: string; readonly ok: false; readonly refused: Refusal };

export interface InvitationView {
  readonly id: InviteId;
  readonly email: string;
  readonly standing: 'open' | 'expired' | 'void' | 'revoked';
  readonly role: 'administrator' | 'member';
  readonly groups: readonly { readonly id: GroupId; readonly name: string }[];
  readonly vaultCount: number;
  readonly delivery: Delivery;
  readonly expiresAtMs: number;
  readonly endsAtMs: number | undefined;
  readonly made: SetBy;
  /** How its mail stands, for deliveries that have one. */
  readonly mail:
    | { readonly state: 'none' | 'sent' }
    | { readonly state: 'waiting'; readonly refused: Refusal | undefined };
}

export interface InvitationsPort {
  /** Those not joined, newest first. */
  readonly list: () => Promise<Result<readonly InvitationView[]>>;
  /** Addresses as pasted: one each line, or apart by `;` or `,`. Every address gets its own answer. */
  readonly invite: (
    addresses: string,
    draft: InviteDraft,
    /** The request for access that inviting one person settles. */
    request?: RequestId,
  ) => Promise<Result<readonly InvitedAddress[]>>;
  /** Makes a new secret, so that the earlier link is dead, and delivers it again. */
  readonly resend: (
    invite: InviteId,
    delivery?: Delivery,
    request?: RequestId,
  ) => Promise<Result<MadeInvitation>>;
  readonly revoke: (invites: readonly InviteId[]) => Promise<Result<readonly Outcome<InviteId>[]>>;
  /**
   * What a link says before it is accepted; nothing in it is believed beyond this: the organization's id and the event
   * come from the fragment, the rest from the ledger they lead to.
   */
  readonly open: (fragment: string) => Promise<Result<OpenedInvitation>>;
  /**
   * Joins, with the six words where the delivery asks for them. The keys are here when it answers, unless `waits`.
   * `address_known_otherwise`, before anything is signed, where the account knows another organization at the address: only
   * the person can say that it was given up, and with that word the address leads here from now on.
   */
  readonly accept: (
    fragment: string,
    words?: readonly string[],
    known?: 'was given up',
  ) => Promise<Result<{ readonly address: string; readonly waits: boolean }>>;
}

export interface OpenedInvitation {
  readonly organization: string;
  readonly address: string;
  readonly email: string;
  readonly by: string;
  readonly role: 'administrator' | 'member';
  readonly needsWords: boolean;
  readonly expiresAtMs: number;
  /** Whether the account that is signed in has the address it was sent to. */
  readonly forThisAccount: boolean;
}

export interface GroupView {
  readonly id: GroupId;
  /** Empty where this device does not hold the group's key: only its members and the custodians read it. */
  readonly name: string;
  readonly members: readonly { readonly id: MemberId; readonly email: string; readonly waits: boolean }[];
  readonly vaults: readonly { readonly vault: VaultId; readonly name: string; readonly given: Given }[];
  readonly made: SetBy;
  /** Who last changed who is in it or how it is called; absent while nobody has. */
  readonly changed: SetBy | undefined;
  /** Whether this member may change it: holds its key and the permission. */
  readonly canChange: boolean;
}

export interface GroupsPort {
  readonly list: () => Promise<Result<readonly GroupView[]>>;
  readonly create: (name: string, members: readonly MemberId[]) => Promise<Result<GroupId>>;
  readonly rename: (group: GroupId, name: string) => Promise<Result<undefined>>;
  readonly setMembers: (group: GroupId, members: readonly MemberId[]) => Promise<Result<undefined>>;
  readonly remove: (group: GroupId) => Promise<Result<undefined>>;
}

export type Grantee =
  | { readonly kind: 'member'; readonly id: MemberId }
  | { readonly kind: 'group'; readonly id: GroupId };

export interface GrantView {
  readonly grantee: Grantee;
  /** Email address or name of the group. */
  readonly label: string;
  readonly given: Given;
  readonly waits: boolean;
  /** Who gave it or last changed what it gives. */
  readonly set: SetBy;
}

export interface VaultAccessView {
  readonly vault: VaultId;
  readonly name: string;
  readonly kind: 'shared' | 'personal';
  readonly archived: boolean;
  readonly made: SetBy;
  readonly grants: readonly GrantView[];
  /** Somebody who no longer may still holds its key; it is renewed before the next write. */
  readonly keyStale: boolean;
  readonly canShare: boolean;
}

export interface VaultAccessPort {
  /** The vaults this member can see, by name. Others are counted: only the ledger's ids are known of them. */
  readonly list: () => Promise<
    Result<{ readonly vaults: readonly VaultAccessView[]; readonly others: number }>
  >;
  readonly grant: (
    vault: VaultId,
    grants: readonly { readonly grantee: Grantee; readonly given: Given }[],
  ) => Promise<Result<undefined>>;
  readonly revoke: (vault: VaultId, grantees: readonly Grantee[]) => Promise<Result<undefined>>;
}

export interface ListedAddressView {
  /** An address or a CIDR range, normalised. */
  readonly range: string;
  readonly label: string;
  readonly untilMs: number | undefined;
  readonly set: SetBy;
}

export interface RulesView {
  readonly settings: Settings;
  readonly settingsSet: { readonly [Name in keyof Settings]?: SetBy };
  readonly addresses: readonly ListedAddressView[];
  /** Where the server sees this device come from, for "add this address". */
  readonly ownAddress: string | undefined;
}

export interface RulesPort {
  readonly read: () => Promise<Result<RulesView>>;
  /** What the operator has set beside the ledger, as the server tells it. */
  readonly operator: () => Promise<Result<OperatorLimits>>;
  /** Refused with `would_lock_out_author` when the author could not come back in after it. */
  readonly set: (set: Partial<Settings>) => Promise<Result<undefined>>;
  readonly allowAddresses: (
    entries: readonly { readonly range: string; readonly label: string; readonly untilMs: number | null }[],
  ) => Promise<Result<undefined>>;
  readonly forgetAddresses: (ranges: readonly string[]) => Promise<Result<undefined>>;
  readonly rename: (name: string) => Promise<Result<undefined>>;
}
