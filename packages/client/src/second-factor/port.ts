import type {
  NewTotp,
  PasskeyCreation,
  PasskeyRequest,
  ProofKind,
  SecondFactorOffer,
  SecondFactors,
  SecondFactorView,
} from '@postern/contract';
import type { FactorId, Result } from '@postern/core';

export type { NewTotp, PasskeyCreation, PasskeyRequest, ProofKind, SecondFactors, SecondFactorView };

/** What has to be given before it goes on; `passkey` is what to hand to `navigator.credentials.get`. */
export interface SecondFactorStep extends SecondFactorOffer {
  readonly kind: 'second_factor';
}

/** The answer of `navigator.credentials.get`, as its `toJSON()` gives it. What is not used of it stays here. */
export interface GivenPasskey {
  readonly id: string;
  readonly response: {
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
    readonly signature: string;
  };
}

/** The answer of `navigator.credentials.create`, as its `toJSON()` gives it. */
export interface MadePasskey {
  readonly id: string;
  readonly response: {
    readonly clientDataJSON: string;
    readonly attestationObject: string;
    readonly transports?: readonly string[];
  };
}

/** A second factor as a person gives it. */
export type GivenSecondFactor =
  | { readonly kind: 'passkey'; readonly credential: GivenPasskey }
  | { readonly kind: Exclude<ProofKind, 'passkey'>; readonly code: string };

/**
 * The account's second factors. What changes them needs password and factor given within ten minutes: it is refused
 * with `reauthentication_required` (then `confirmIdentity`) or `second_factor_required` (then `ask` and `give`).
 */
export interface SecondFactorPort {
  readonly list: () => Promise<Result<SecondFactors>>;
  /** What this account can give in the session that goes on. */
  readonly ask: () => Promise<Result<SecondFactorStep>>;
  readonly give: (proof: GivenSecondFactor) => Promise<Result<undefined>>;
  /** Has a code mailed, to be given. */
  readonly mailCode: () => Promise<Result<undefined>>;
  /** A secret for an authenticator app, as text and as the URI that a QR code holds. */
  readonly beginTotp: () => Promise<Result<NewTotp>>;
  readonly finishTotp: (name: string, code: string) => Promise<Result<SecondFactorView>>;
  /** What to hand to `navigator.credentials.create`. */
  readonly beginPasskey: () => Promise<Result<PasskeyCreation>>;
  readonly finishPasskey: (name: string, credential: MadePasskey) => Promise<Result<SecondFactorView>>;
  readonly beginMail: () => Promise<Result<undefined>>;
  readonly finishMail: (code: string) => Promise<Result<SecondFactorView>>;
  /** Ten codes like `7K2QD-M4XJ9`, shown this once; the earlier ones are dead. */
  readonly makeBackupCodes: () => Promise<Result<readonly string[]>>;
  readonly rename: (factor: FactorId, name: string) => Promise<Result<undefined>>;
  readonly remove: (factor: FactorId) => Promise<Result<undefined>>;
}
