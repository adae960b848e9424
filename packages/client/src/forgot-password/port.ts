import type { KeyMethodView, OrganizationAtReset } from '@postern/contract';
import type { Result } from '@postern/core';
import type { GivenKey } from '../key-storage/given-key.ts';
import type { GivenSecondFactor, SecondFactorStep } from '../second-factor/port.ts';

export type { OrganizationAtReset, ResetNeed } from '@postern/contract';

/** Where a reset stands once the mailbox is proven. */
export type ResetStep =
  | (SecondFactorStep & { readonly email: string })
  | {
      readonly kind: 'keys';
      readonly email: string;
      readonly expiresAtMs: number;
      /** It goes on without the second factor, and ends in a session for the owner's door alone. */
      readonly atDoor: boolean;
      /** The ways to the keys, the forgotten password not among them. */
      readonly methods: readonly KeyMethodView[];
      /** What would be cut off without the keys, and what each would need then. */
      readonly organizations: readonly OrganizationAtReset[];
      /** A reset was refused lately: no new keys are begun before. */
      readonly anewAfterMs: number | undefined;
      /** The keys are open: all that is left is to choose a password. */
      readonly hasKeys: boolean;
    };

/** How a reset ended. */
export interface ResetDone {
  /** `door`: signed in without the second factor, for the owner's door alone. */
  readonly scope: 'full' | 'door';
  readonly organizations: readonly OrganizationAtReset[];
}

/** A generation of keys that was begun without those in force, as this session sees it. */
export interface WaitingFacts {
  readonly startedAtMs: number;
  readonly cause: 'password' | 'phone';
  /** This session is of it. Otherwise it is of the keys in force, and can refuse it. */
  readonly isOwn: boolean;
}

/** Forgot password: the mailbox, the second factor, the keys, a new password. docs/protocol/forgot-password.md. */
export interface ForgotPasswordPort {
  /** Has a code mailed, whoever asks for whatever address. */
  readonly begin: (email: string) => Promise<Result<undefined>>;
  /** The ticket that the code gives stays behind the port, and over a reload. */
  readonly enterCode: (email: string, code: string) => Promise<Result<ResetStep>>;
  /** Where a reset on this device stands; `undefined` when none goes on. */
  readonly resume: () => Promise<Result<ResetStep | undefined>>;
  readonly giveFactor: (proof: GivenSecondFactor) => Promise<Result<ResetStep>>;
  /** Goes on without it: what follows is good for the owner's door alone. */
  readonly goOnWithoutFactor: () => Promise<Result<ResetStep>>;
  /** Brings the keys back by a key sheet or a passkey. `key_opens_nothing` when it is none of the ways. */
  readonly openWith: (given: GivenKey) => Promise<Result<ResetStep>>;
  /** Sets the password with the keys that were brought back: nothing is lost. This device is signed in. */
  readonly finish: (password: string) => Promise<Result<ResetDone>>;
  /** Begins anew without the keys. Those in force stay for whoever has them, until every organization takes the new ones. */
  readonly startOver: (password: string) => Promise<Result<ResetDone>>;
  /** Forgets the reset on this device. Nothing has changed. */
  readonly cancel: () => Promise<void>;
  /** The organizations that do not know the keys of this session yet, each with what opens it again. */
  readonly closedOrganizations: () => Promise<Result<readonly OrganizationAtReset[]>>;
  /**
   * "It was not me": drops the generation that waits, everywhere this device can. Organizations that it could not tell are
   * named by their addresses and told when the account is next opened; nobody gets in there either, since the password is gone.
   */
  readonly refuseWaiting: () => Promise<Result<{ readonly untold: readonly string[] }>>;
  /** "It was me": says no more about it until the device is unlocked again. */
  readonly dismissWaiting: () => Promise<void>;
}
