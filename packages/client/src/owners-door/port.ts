import type { RuleCode } from '@postern/access';
import type { GateAnswer, OwnersDoorAnswer } from '@postern/contract';
import type { Result } from '@postern/core';

/** Somebody who can do something for the owner. */
export type OwnersHelperView = Extract<OwnersDoorAnswer, { opened: true }>['people'][number];

/** A sign-in that stopped before its second factor: good for the owner's door, and over by itself. */
export interface DoorSession {
  readonly email: string;
  readonly endsAtMs: number;
  /** Addresses of the organizations that this device knows of the account; none on a new device. */
  readonly addresses: readonly string[];
}

/** What the owner's door of an organization says. */
export type OwnersDoorView =
  /** The gate refuses, as it does everybody who is not the owner. */
  | { readonly state: 'refused'; readonly gate: GateAnswer }
  /** Nothing stands in the way: the organization opens as it always does. */
  | { readonly state: 'inside' }
  /** The server says that this is the owner, and the ledger that this device has verified says otherwise. */
  | { readonly state: 'doubted' }
  | {
      readonly state: 'open';
      /** Who says that this is the owner. `server`: this device has no ledger of it, and what follows is the server's word. */
      readonly knownBy: 'device' | 'server';
      /** The rules that keep this session out, in the gate's order. */
      readonly rules: readonly RuleCode[];
      readonly kit: {
        readonly version: number;
        readonly madeAtMs: number;
        /** As the browser saved it; without the organization's name where only the server could tell it. */
        readonly fileName: string;
      };
      readonly people: readonly OwnersHelperView[];
      readonly morePeople: number;
    };

/** The owner's door: part of the account's port, since it stands open to sessions that have no keys. */
export interface OwnersDoorPort {
  /**
   * Ends the sign-in that waits for its second factor in a session for the owner's door alone, which the snapshot shows as
   * `door`. `ticket_expired` when none waits.
   */
  readonly signInAtOwnersDoor: () => Promise<Result<undefined>>;
  /** Opens the door of the organization at an address. INVARIANT: nothing secret is asked for because of what it answers. */
  readonly openOwnersDoor: (address: string) => Promise<Result<OwnersDoorView>>;
  /** Ends a session at the door; the device stays what it was. */
  readonly leaveOwnersDoor: () => Promise<void>;
}
