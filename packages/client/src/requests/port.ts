import type { Arch, DenialCode, GateCode } from '@postern/access';
import type { AskedFor, OwnRequest, RequestState } from '@postern/contract';
import type { MemberId, RequestId, Result, VaultId } from '@postern/core';
import type { Given, Permission, VaultRight } from '@postern/ledger';
import type { SetBy } from '../administration/port.ts';
import type { CheckLine } from '../check-access/check-line.ts';

export type { AskedFor, OwnRequest, RequestState };

/** Asking for access, from wherever somebody was refused. */
export interface AskPort {
  /**
   * Asks those who can end the denial `code` at the organization's address. Asked again, it adds to the open request and
   * reminds, no more often than its `mayAskAgainAtMs` says; refused with `rate_limited` before.
   */
  readonly ask: (
    address: string,
    of: { readonly code: DenialCode; readonly about?: AskedFor | undefined; readonly note: string },
  ) => Promise<Result<OwnRequest>>;
  /** Own requests at an address, newest first. The entered organization's are kept fresh in the snapshot. */
  readonly own: (address: string) => Promise<Result<readonly OwnRequest[]>>;
  readonly withdraw: (address: string, request: RequestId) => Promise<Result<OwnRequest>>;
}

/** A line of the access inbox. */
export interface InboxRow {
  readonly request: RequestId;
  readonly code: DenialCode;
  readonly about: AskedFor | undefined;
  readonly state: RequestState;
  readonly email: string;
  /** Absent for somebody who is not a member by the verified ledger. */
  readonly member: MemberId | undefined;
  readonly note: string;
  readonly lastAskedAtMs: number;
  /** From where and with what they came; absent for a helper who is not told, such as who only shares a vault. */
  readonly clientKind: string | undefined;
  readonly address: string | undefined;
  /** Who settled it, by the verified ledger; absent while open, or where it ended by itself. */
  readonly settledBy: string | undefined;
  readonly settledAtMs: number | undefined;
}

/** A remedy that a fixer may take, with what it needs to be chosen. */
export type RemedyChoice =
  | { readonly remedy: 'enable_member' }
  | { readonly remedy: 'extend_member'; readonly endsAtMs: number | null }
  | { readonly remedy: 'allow_address_once' | 'allow_address_for_a_day' }
  | { readonly remedy: 'allow_address_always'; readonly label: string }
  | { readonly remedy: 'allow_client' }
  | { readonly remedy: 'exempt_second_factor' }
  | { readonly remedy: 'lower_minimum_version' }
  /** A right is one on the vault that the request is about. */
  | { readonly remedy: 'grant_permission'; readonly permission: Permission | VaultRight }
  | { readonly remedy: 'share_vault'; readonly vault: VaultId; readonly given: Given }
  | { readonly remedy: 'allow_personal_vaults' }
  /** The six words that the person who asks reads out. */
  | { readonly remedy: 'reinvite_member'; readonly words: readonly string[] }
  /** The words of the keys that the ledger has. */
  | { readonly remedy: 'confirm_words'; readonly words: readonly string[] };

/** What this member can do about one of the checks. */
export interface RemedyOffer {
  readonly remedy:
    | RemedyChoice['remedy']
    /** Done on a page of its own, which comes back here: an invitation hands over a link or words. */
    | 'invite_member'
    | 'resend_invitation';
  /** The code it ends. */
  readonly ends: DenialCode;
  /** Names for the sentence that says what it changes, before it is done; the words are the page's own. */
  readonly effect: {
    readonly email: string;
    readonly role?: string;
    readonly vaultCount?: number;
    readonly groupCount?: number;
    readonly address?: string;
    readonly clientKind?: string;
    readonly version?: string;
    readonly formerVersion?: string;
    readonly untilMs?: number;
    readonly endsAtMs?: number;
    readonly permission?: string;
    readonly vault?: VaultId;
    readonly vaultName?: string;
    /** What the member has on that vault by now. */
    readonly given?: Given;
    readonly invite?: string;
    /** Vaults and groups that are handed over at once, and those that wait for others who hold them. */
    /** Who can, where this member may not: the owner and custodians are invited again by custodians alone. */
    readonly custodians?: readonly string[];
    readonly handedOver?: number;
    readonly waits?: number;
  };
  /** Why this member may not take it; the code of a refusal. Absent: may. */
  readonly refused:
    | 'permission_missing'
    | 'rights_not_covered'
    | 'not_for_yourself'
    | 'key_not_held'
    /** The member has said, with the keys of before, that the new ones are not theirs. */
    | 'statement_refused'
    | undefined;
}

/** One request, with everything needed to settle it in one visit. */
export interface OpenedRequest extends InboxRow {
  /** Names this showing: what is settled by it is what it shows. */
  readonly shown: string;
  readonly times: number;
  readonly askedAtMs: number;
  readonly expiresAtMs: number;
  readonly mail: 'sent' | 'waiting' | 'none';
  readonly seen: { readonly by: string; readonly atMs: number } | undefined;
  readonly answer: string | undefined;
  /** Who linked the member anew last, by the verified ledger, where the request says that they did not hear the words. */
  readonly linkedBy: SetBy | undefined;
  readonly clientVersion: string | undefined;
  /** The row of arches as a fixer sees it; empty for a helper who is not told of the attempt. */
  readonly path: readonly Arch[];
  /** Every check, in the gate's order, from the verified ledger and what the server told of the attempt. */
  readonly checks: readonly CheckLine[];
  readonly offers: readonly RemedyOffer[];
  /** Name of the vault it is about, where this device can read it. */
  readonly vaultName: string | undefined;
  readonly memberSince: SetBy | undefined;
}

export interface Settled {
  readonly request: OpenedRequest;
  /** Gate codes that still stand in the way after this, which the person or somebody else can end. */
  readonly stillBlocked: readonly GateCode[];
  /** Hand it to `undo` to take the change back; absent where that is not possible. */
  readonly undo: string | undefined;
}

export interface RequestsPort {
  readonly ask: AskPort;
  readonly inbox: InboxPort;
}

/** The access inbox of the entered organization. Everything but the attempt comes from the verified ledger. */
export interface InboxPort {
  /** Open ones of members come first. `after`: the `next` of the page before. */
  readonly list: (
    which: 'open' | 'settled',
    after?: string,
  ) => Promise<
    Result<{ readonly rows: readonly InboxRow[]; readonly open: number; readonly next: string | undefined }>
  >;
  /** Opens one; who asked sees that it was seen. `not_found`: not there, or not for this member. */
  readonly open: (request: RequestId) => Promise<Result<OpenedRequest>>;
  /**
   * Takes the chosen remedies, all or none, and settles the request if its code no longer stands in the way. They are
   * signed for what `opened` showed and are among what it offered. Refused with `request_settled` when somebody was
   * faster, with `request_changed` when the server tells of it otherwise by now; nothing is changed then.
   */
  readonly settle: (
    opened: Pick<OpenedRequest, 'request' | 'shown'>,
    choices: readonly RemedyChoice[],
  ) => Promise<Result<Settled>>;
  readonly refuse: (request: RequestId, note: string) => Promise<Result<Settled>>;
  /** Takes a settling back, except where words were heard: whoever was let in by them stays in. The events that undo what was changed, and the request is open again. */
  readonly undo: (token: string) => Promise<Result<OpenedRequest>>;
}
