import type { Arch, ClientKind, FactorStrength, Verdict } from '@postern/access';
import type { AccessRecordId, EntryId, GroupId, MemberId, Result, VaultId } from '@postern/core';
import type { Given, MemberStatus, VaultRight } from '@postern/ledger';
import type { SetBy } from '../administration/port.ts';
import type { CheckLine, MissingFact } from './check-line.ts';

export type { CheckLine, MissingFact };

/** Whose access is asked about: a member, or an email address, which may turn out to be a member's. */
export type AskedAbout = { readonly member: MemberId } | { readonly email: string };

/** A supposed attempt: somebody signs in at that moment, in that client, from that address. */
export interface SupposedAttempt {
  readonly who: AskedAbout;
  readonly clientKind: ClientKind;
  /** Absent: the one this person last came from, as the server told it; unknown where it told none. */
  readonly address?: string | undefined;
  /** Absent: now. Before now, the rules of then are asked; after it, those of now. */
  readonly atMs?: number | undefined;
  /** The second factor that is given; `none` where they give none; absent: not said. */
  readonly factor?: FactorStrength | 'none' | undefined;
}

/** A past entry or denial, as the server told it; the person is named by the verified ledger where it knows them. */
export interface PastAttempt {
  readonly record: AccessRecordId;
  readonly atMs: number;
  /** Empty where the server told none that is one. */
  readonly email: string;
  readonly member: MemberId | undefined;
  readonly clientKind: ClientKind;
  readonly clientVersion: string | undefined;
  readonly address: string | undefined;
  readonly outcome: 'entered' | 'denied';
  /** What was said then; it may be a code this client does not know. */
  readonly code: string | undefined;
  readonly reference: string | undefined;
}

export interface CheckedAccess {
  readonly who: {
    readonly email: string;
    readonly member: MemberId | undefined;
    readonly standing: MemberStatus | 'invited' | 'stranger';
  };
  readonly clientKind: ClientKind;
  readonly clientVersion: string | undefined;
  readonly address: string | undefined;
  /** When the address is the one they last came from: when that was. */
  readonly addressKnownAtMs: number | undefined;
  readonly atMs: number;
  /**
   * `then`: the rules as they stood at `atMs`; `now`: as they stand, unchanged since or asked for; `now_instead`: those of
   * then cannot be read on this device.
   */
  readonly rules: 'now' | 'then' | 'now_instead';
  /** Every check in the gate's order, whatever the ones before it say. */
  readonly checks: readonly CheckLine[];
  readonly verdict: Verdict;
  /** The row of arches as who manages access sees it. */
  readonly path: readonly Arch[];
  /** Present where a past attempt was asked about. */
  readonly attempt: PastAttempt | undefined;
}

/** One way by which somebody comes to a vault's key. */
export type OpeningWay =
  | { readonly kind: 'own'; readonly given: Given; readonly waits: boolean; readonly set: SetBy }
  | {
      readonly kind: 'group';
      readonly group: GroupId;
      /** Empty where this device does not hold the group's key. */
      readonly name: string;
      readonly given: Given;
      readonly waits: boolean;
      readonly set: SetBy;
      /** The event by which the person came into the group. */
      readonly joined: SetBy;
    }
  /** Holds the organization's key, and with it every vault's. Gives no right of its own. */
  | { readonly kind: 'custodian'; readonly set: SetBy };

/** Somebody who comes to a vault's key. */
export interface VaultOpener {
  readonly member: MemberId;
  readonly email: string;
  readonly isSelf: boolean;
  /**
   * `opens`: by keys in hand. `waits`: nobody has confirmed the keys yet. `shut_out`: holds keys, and the server gives
   * nothing; what their device kept, it can still open.
   */
  readonly can: 'opens' | 'waits' | 'shut_out';
  readonly status: MemberStatus;
  readonly ways: readonly OpeningWay[];
  /** What own grant and groups give together, as far as the keys are there. A custodian by that alone has none. */
  readonly rights: readonly VaultRight[];
}

export interface VaultOpeners {
  readonly vault: VaultId;
  /** Empty where this device does not hold the vault's key. */
  readonly name: string;
  readonly kind: 'shared' | 'personal';
  readonly archived: boolean;
  readonly made: SetBy;
  /** The entry that was asked about; its title where this device can read it. */
  readonly entry: { readonly id: EntryId; readonly title: string } | undefined;
  readonly openers: readonly VaultOpener[];
  /** Open invitations that will give it. */
  readonly invited: readonly {
    readonly email: string;
    readonly given: Given | undefined;
    readonly made: SetBy;
    readonly expiresAtMs: number;
  }[];
  /** The event since which somebody who no longer may holds its key; it is renewed before the next write. */
  readonly stale: (SetBy & { readonly type: string }) | undefined;
  /** The printed recovery kit opens it too. */
  readonly kit: SetBy | undefined;
}

/** A vault of the organization, those that this device cannot open among them. */
export interface VaultChoice {
  readonly vault: VaultId;
  readonly name: string;
  readonly kind: 'shared' | 'personal';
  readonly archived: boolean;
  readonly made: SetBy;
}

/**
 * Why somebody gets in or does not, and who can open what. For holders of `members.manage`, `settings.manage` or
 * `audit.read`, others are refused with `permission_missing`. Rules and rights come out of the verified ledger; what the
 * server alone can tell (address, client, factors, what its operator has set) is never guessed.
 */
export interface CheckAccessPort {
  readonly check: (supposed: SupposedAttempt) => Promise<Result<CheckedAccess>>;
  /** A past attempt by the rules of then, or by those of now. */
  readonly checkAttempt: (record: AccessRecordId, rules: 'now' | 'then') => Promise<Result<CheckedAccess>>;
  /** Entries and denials of the last 30 days, newest first, alike ones once. */
  readonly attempts: () => Promise<Result<readonly PastAttempt[]>>;
  readonly vaults: () => Promise<Result<readonly VaultChoice[]>>;
  /** `not_found` for a vault the ledger does not know. */
  readonly whoCanOpen: (vault: VaultId, entry?: EntryId) => Promise<Result<VaultOpeners>>;
}
