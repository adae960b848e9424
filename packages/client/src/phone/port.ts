import type { ClientKind } from '@postern/contract';
import type { AccountId, KeyMethodId, PhoneApprovalId, Refusal, Result } from '@postern/core';

/**
 * Both sides of the phone: `PhonePort` and its parts of the snapshot belong to the client that shows a code, `PhoneApprover`
 * to the phone that reads it. docs/protocol/phone.md has the steps and what each side has verified at which of them.
 */

/** A phone that this account has paired. */
export interface PhoneView {
  readonly method: KeyMethodId;
  /** As the phone named itself when it was paired. */
  readonly label: string;
  readonly pairedAtMs: number;
  readonly lastUsedAtMs: number | undefined;
  /** The phone let go of its key, says the server. On that word alone no way to the keys is dropped: its person unpairs it. */
  readonly unpairedAtMs: number | undefined;
  /** Whether requests reach it while its app is closed. */
  readonly hasPush: boolean;
}

/** A pairing that was begun here, until another is begun or it is cancelled. */
export type PairingFacts =
  /** `text` is what the QR code holds; the person may also copy it. It is secret until the phone has read it. */
  | { readonly state: 'shown'; readonly text: string; readonly expiresAtMs: number }
  /** A phone that read the code has answered. It is added once the person has compared the digits with those it shows. */
  | { readonly state: 'answered'; readonly label: string; readonly digits: string }
  /** Its key is being listed. */
  | { readonly state: 'adding'; readonly label: string }
  | { readonly state: 'paired'; readonly method: KeyMethodId; readonly label: string }
  /** `phone_answer_wrong`: what came is not from the phone that read the code. */
  | { readonly state: 'failed'; readonly refusal: Refusal };

/** A question to the phones of an account, asked by a device that has no key. */
export type ApprovalFacts =
  /** `text` is what the QR code holds. `byDigits`: the person chose digits, and the phone has yet to do so. */
  | {
      readonly state: 'asked';
      readonly text: string;
      readonly expiresAtMs: number;
      readonly byDigits: boolean;
    }
  /** Digits were chosen here and on the phone: six of them, to be typed into the phone. */
  | { readonly state: 'digits'; readonly digits: string; readonly text: string; readonly expiresAtMs: number }
  /** An answer to the digits is here. It is opened once the person confirms that the phone itself says it approved. */
  | { readonly state: 'confirm' }
  /** The keys are open: proven by the scanned code, or by digits and the person's word that the phone took them. */
  | { readonly state: 'approved'; readonly provenBy: 'scan' | 'digits' }
  /** `approval_denied`, `approval_expired`, `approval_ended`, `approval_answer_wrong` or why the keys did not open. */
  | { readonly state: 'over'; readonly refusal: Refusal };

/** What an account does about its phones, on a client that is signed in or has proven its mailbox. */
export interface PhonePort {
  readonly phones: () => Promise<Result<readonly PhoneView[]>>;
  /** Draws a pairing; `pairing` in the snapshot follows it to its end. Needs a fresh session and open keys. */
  readonly beginPairing: () => Promise<Result<undefined>>;
  /** The digits are those of the person's own phone: adds it. Refused where the person has to confirm who they are first. */
  readonly confirmPairing: () => Promise<Result<undefined>>;
  readonly cancelPairing: () => Promise<void>;
  /** Takes a phone off the account: the account secret is drawn anew and all other sessions end. */
  readonly unpair: (
    method: KeyMethodId,
    password: string,
  ) => Promise<Result<{ readonly endedSessions: number }>>;
  /** Asks the phones of the account that waits for its key; `approval` in the snapshot follows it to its end. */
  readonly ask: () => Promise<Result<undefined>>;
  /** The phone has no camera: shows six digits once the phone is ready for them. Never done unasked. */
  readonly askByDigits: () => Promise<void>;
  /** The person has read on the phone that it approved: opens what answered the digits. */
  readonly confirmApproved: () => Promise<void>;
  readonly cancelAsking: () => Promise<void>;
}

/** What a phone knows without asking anybody. */
export interface PhoneSnapshot {
  /** `starting` until the phone's own store is read. */
  readonly phase: 'starting' | 'ready';
  readonly online: boolean;
  readonly pairings: readonly PairedAccount[];
  /** Open requests of all its accounts, the newest first. */
  readonly requests: readonly ApprovalRequest[];
}

/** An account that this phone holds a key of. */
export interface PairedAccount {
  readonly account: AccountId;
  readonly method: KeyMethodId;
  readonly email: string;
  readonly label: string;
  readonly pairedAtMs: number;
  /**
   * `waiting`: answered, and the other side has not listed the key yet. `lost`: the account lists it no more; the phone can
   * only forget it.
   */
  readonly state: 'waiting' | 'paired' | 'lost';
  /** Four, to be compared with those that the other side shows; while it waits. */
  readonly digits: string | undefined;
  readonly hasPush: boolean;
}

/** A device that asks for the account's key. Everything but the key's hash is the server's word. */
export interface ApprovalRequest {
  readonly id: PhoneApprovalId;
  readonly account: AccountId;
  readonly email: string;
  /** `sign_in`: a new device that knows the password. `reset`: somebody who has proven the mailbox. */
  readonly purpose: 'sign_in' | 'reset';
  readonly clientKind: ClientKind;
  readonly clientVersion: string;
  readonly userAgent: string;
  readonly address: string;
  readonly askedAtMs: number;
  readonly expiresAtMs: number;
  /** `digits`: both sides have shown what they were bound to; the six digits can be typed, once. */
  readonly state: 'open' | 'exchanging' | 'digits';
}

/** What a code that the phone read is for. */
export type PhoneCode =
  | { readonly kind: 'pairing'; readonly account: AccountId }
  | { readonly kind: 'approval'; readonly request: PhoneApprovalId };

/** The phone: works without signing in, by the keys it was paired with. */
export interface PhoneApprover {
  readonly snapshot: () => PhoneSnapshot;
  readonly subscribe: (listener: () => void) => () => void;
  /** What a scanned or pasted text is for; `undefined` when it is no code of Postern. */
  readonly readCode: (text: string) => PhoneCode | undefined;
  /** Answers a pairing. `label` names the phone, at most 60 characters. The pairing is `waiting` until it is listed. */
  readonly pair: (text: string, label: string) => Promise<Result<PairedAccount>>;
  /** Looks for requests at once. The snapshot follows by itself while the phone listens. */
  readonly refresh: () => Promise<Result<undefined>>;
  /** Approves the request whose code was scanned; `approval_code_wrong` when the code is not that device's. */
  readonly approveByCode: (text: string) => Promise<Result<undefined>>;
  /** Begins the way without a camera: the other device shows six digits. */
  readonly beginDigits: (request: PhoneApprovalId) => Promise<Result<undefined>>;
  /** One attempt: `approval_digits_wrong` ends the request. */
  readonly approveByDigits: (request: PhoneApprovalId, digits: string) => Promise<Result<undefined>>;
  /** `report`: somebody else asked. Their session or reset ends too, and the account is told by mail. */
  readonly deny: (request: PhoneApprovalId, report: boolean) => Promise<Result<undefined>>;
  /** What `pushManager.subscribe` takes as `applicationServerKey`, base64url. */
  readonly pushKey: () => Promise<Result<string>>;
  /** Has requests of all accounts pushed; `subscription` is what its `toJSON()` gives. */
  readonly usePush: (subscription: PushSubscriptionFacts) => Promise<Result<undefined>>;
  readonly stopPush: () => Promise<Result<undefined>>;
  /** Tells the account that this phone is no longer its, and forgets the key here. */
  readonly unpair: (account: AccountId) => Promise<Result<undefined>>;
  /** Forgets the key here although the server cannot be told. */
  readonly forget: (account: AccountId) => Promise<void>;
  /** The connection may be back: find out at once. */
  readonly wake: () => void;
  readonly close: () => Promise<void>;
}

/** A Web Push subscription as the browser gives it. */
export interface PushSubscriptionFacts {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}
