import type { RuleCode } from '@postern/access';
import type { Abandonment, GateAnswer, OwnersDoorAnswer } from '@postern/contract';
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
  /** Nothing stands in the way, but this device knows no key of it, as after a recovery that was cut off: the kit is one. */
  | { readonly state: 'unfinished' }
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

/** What it takes to come back with the recovery code, by the ledger that was just verified. */
export interface RecoveryView {
  /** False: this device does not know the organization, and the kit has to say which one it is for. */
  readonly identified: boolean;
  readonly kit: { readonly version: number; readonly madeAtMs: number; readonly fileName: string };
  /** What follows is known only of an organization that is identified, and whose history was read: see `readWithCode`. */
  readonly organization?: {
    readonly name: string;
    readonly vaultCount: number;
    /** Custodians besides the owner; they are none afterwards. */
    readonly custodians: readonly string[];
    /**
     * A former owner, who made the kit that counts: then the account's second factors stay (docs/decisions/0016). Absent
     * where the owner made it.
     */
    readonly kitMadeBy?: string;
  };
  /** Where the server sees this device; absent where that may be a proxy, which nobody is exempted by. */
  readonly ownAddress?: string;
  /** The session was begun without the second factor. */
  readonly lostFactor: boolean;
}

/** What opens the organization for a day, whatever its rules say. */
export interface WantedExemptions {
  /** From the address this device is at. */
  readonly address: boolean;
  /** Without a second factor; at the door, with a kit of one's own, the account's second factors are reset as well. */
  readonly secondFactor: boolean;
}

export interface RecoveryEnd {
  /** The keys are open, and the organization is entered. False where the second factor is still to be given. */
  readonly entered: boolean;
}

/** The owner's door: part of the account's port, since it stands open to sessions that have no keys. */
export interface OwnersDoorPort {
  /**
   * Ends the sign-in that waits for its second factor in a session for the owner's door alone, which the snapshot shows as
   * `door`. `ticket_expired` when none waits.
   */
  readonly signInAtOwnersDoor: () => Promise<Result<undefined>>;
  /** Opens the door of the organization at an address. INVARIANT: nothing secret is asked for because of what it answers. */
  readonly openOwnersDoor: (address: string) => Promise<Result<OwnersDoorView>>;
  /**
   * Reads and verifies what it takes to come back with the recovery code. Where the device knows the organization, the
   * ledger has to be its own; where it does not, the view says nothing of it until the kit has identified it.
   */
  readonly beginRecovery: (address: string) => Promise<Result<RecoveryView>>;
  /**
   * Compares the first characters of the organization's id, as the kit prints them, or the whole of it in a kit's text:
   * `recovery_kit_of_other`.
   */
  readonly identifyOrganization: (given: string) => Promise<Result<RecoveryView>>;
  /** Whether this is a well-formed code, or a kit's text, found out on the device: `recovery_code_*` otherwise. */
  readonly checkRecoveryCode: (text: string) => Promise<Result<{ readonly version: number }>>;
  /**
   * Whether the code is of the kit that counts, with what the history says of the organization. Reads the history where the
   * view says nothing of it yet: to a session without its second factor, or of keys that wait, the server shows it only once
   * the device has shown by a signature that the kit is at hand. Takes what {@link recoverOrganization} takes, and changes nothing.
   */
  readonly readWithCode: (text: string) => Promise<Result<RecoveryView>>;
  /**
   * Comes back with the code that was typed, or with what a kit's QR code or PDF says. INVARIANT: the code does not leave
   * the device, and nothing is done with it before the organization is identified. Can be begun again after whatever
   * stopped it: what the server has not taken has not happened.
   */
  readonly recoverOrganization: (text: string, wanted: WantedExemptions) => Promise<Result<RecoveryEnd>>;
  /** Since when the organization is being given up, if it is; for its owner, whatever else stands in the way. */
  readonly readAbandonment: (address: string) => Promise<Result<Abandonment | undefined>>;
  /** Has the code mailed that confirms giving it up. */
  readonly beginAbandonment: (address: string) => Promise<Result<undefined>>;
  /** Gives it up with that code: it is deleted after 30 days, unless somebody keeps it. */
  readonly confirmAbandonment: (address: string, code: string) => Promise<Result<Abandonment>>;
  readonly stopAbandonment: (address: string) => Promise<Result<undefined>>;
  /** Ends a session at the door; the device stays what it was. */
  readonly leaveOwnersDoor: () => Promise<void>;
}
