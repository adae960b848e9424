import type { ClientKind, Denial, FactorLevel, LockOut } from '@postern/access';
import type { MemberId, Result } from '@postern/core';
import type { MemberView, Settings } from '../administration/port.ts';

/** A change of the rules that somebody is about to make, as its page has it. */
export type ProposedChange =
  | { readonly kind: 'settings'; readonly set: Partial<Settings> }
  | {
      readonly kind: 'addresses';
      readonly add: readonly {
        readonly range: string;
        readonly label: string;
        readonly untilMs: number | null;
      }[];
      readonly remove: readonly string[];
    }
  | {
      readonly kind: 'clients';
      readonly of: readonly { readonly member: MemberId; readonly clients: MemberView['clients'] }[];
    }
  | { readonly kind: 'member_addresses'; readonly member: MemberId; readonly remove: readonly string[] };

/** A way in which somebody came during the last 30 days, by the server's record. */
export interface WayView {
  readonly clientKind: ClientKind;
  readonly clientVersion: string;
  readonly address: string;
  readonly count: number;
  readonly lastAtMs: number;
}

export interface ShutWayView extends WayView {
  /** What they would be told. */
  readonly denial: Denial;
  /** From when on; null where it is at once. */
  readonly fromMs: number | null;
}

export interface PersonOfImpact {
  readonly member: MemberId;
  readonly email: string;
  readonly isSelf: boolean;
}

export interface TouchedPerson extends PersonOfImpact {
  /** Newest first. */
  readonly refused: readonly ShutWayView[];
  readonly letIn: readonly WayView[];
  /** How many of the ways they came stay open, or stay shut. */
  readonly stillIn: number;
  readonly stillOut: number;
}

/** Why the server would not take the change, by what is known here. */
export interface ForeseenLockOut {
  readonly code: LockOut;
  /** Whom it would shut out; where they come from now, for the author. */
  readonly who: readonly PersonOfImpact[];
  readonly from: { readonly clientKind: ClientKind; readonly address: string } | undefined;
}

export interface ImpactView {
  /** Active members. */
  readonly memberCount: number;
  readonly refused: readonly TouchedPerson[];
  readonly letIn: readonly TouchedPerson[];
  /** Members who came and would notice nothing. */
  readonly unchanged: number;
  /** Members whom the change concerns and who did not come: of these nobody can tell. */
  readonly unseen: readonly PersonOfImpact[];
  readonly lockOut: ForeseenLockOut | undefined;
}

/** A rule of a later date that this account does not meet yet. */
export interface ComingRule {
  readonly rule: 'second_factor';
  readonly level: FactorLevel;
  readonly fromMs: number;
}

export interface ImpactPort {
  /**
   * Whom a change would refuse or let in: the gate's own decision over this device's verified ledger with the change in
   * it, for everybody who came in the last 30 days by the server's record. Nothing is signed or sent. Refused as the
   * change itself would be.
   */
  readonly preview: (change: ProposedChange) => Promise<Result<ImpactView>>;
  /** Has the server mail these members that the second factor is asked for from a date on. Answers how many it told. */
  readonly announce: (
    rule: ComingRule['rule'],
    members: readonly MemberId[],
  ) => Promise<Result<{ readonly told: number }>>;
  /** What will be asked of this account here and is not met yet. */
  readonly coming: () => Promise<Result<ComingRule | undefined>>;
}
