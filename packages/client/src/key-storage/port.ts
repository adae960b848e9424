import type { KeyMethodView } from '@postern/contract';
import type { Bytes, KeyMethodId, Result } from '@postern/core';
import type { NeedOfNewKeys } from '@postern/ledger';
import type { GivenKey } from './given-key.ts';

export type { GivenKey, KeyMethodView, NeedOfNewKeys };

/** Ways to the account's keys. docs/protocol/key-storage.md. */
export interface KeyStoragePort {
  /** Every way that the account's own signed statement lists, with what the server knows of its use. */
  readonly read: () => Promise<Result<KeyStorageFacts>>;
  /**
   * What each organization would need if every way to the keys were lost now, by the ledgers that this device has verified.
   * One that it has never entered is not among them.
   */
  readonly atStake: () => Promise<Result<readonly NeedOfNewKeys[]>>;
  /** Draws a key sheet. It counts once it is confirmed; drawing another forgets the one before. */
  readonly makeSheet: () => Promise<Result<DrawnSheet>>;
  /**
   * Adds the drawn sheet, or puts it in the place of the one there was: then the password is needed, and all other sessions
   * end. `read`: the asked group typed back, or what the QR code says.
   */
  readonly confirmSheet: (read: string, password?: string) => Promise<Result<KeyStorageChanged>>;
  readonly addPasskey: (passkey: NewKeyPasskey) => Promise<Result<KeyStorageChanged>>;
  /** Lets the password bring the keys back again. */
  readonly addPassword: (password: string) => Promise<Result<KeyStorageChanged>>;
  /** Takes a way off: the account secret is drawn anew and all other sessions end. The password still signs in. */
  readonly remove: (method: KeyMethodId, password: string) => Promise<Result<KeyStorageChanged>>;
  /**
   * Replaces the account's keys, so that whoever came by those of before opens nothing newer by them and signs nothing more.
   * The password alone brings the new ones back, and all other sessions end. Every organization that can be entered hears of it
   * at once, the others when they are entered next.
   */
  readonly replaceKeys: (password: string) => Promise<Result<KeysReplaced>>;
  /** In the phase `keys-needed`: opens the account. `key_opens_nothing` when it is none of its ways. */
  readonly getBack: (given: GivenKey) => Promise<Result<undefined>>;
}

export interface KeyStorageFacts {
  readonly generation: number;
  /** Counts up with every change. */
  readonly version: number;
  readonly methods: readonly KeyMethodView[];
}

export interface KeyStorageChanged {
  readonly endedSessions: number;
}

export interface KeysReplaced {
  readonly endedSessions: number;
  /** What each organization of the account says; `code`: why it goes on with the keys of before for now. */
  readonly organizations: readonly { readonly address: string; readonly code?: string }[];
}

export interface DrawnSheet {
  /** `Postern key sheet <mail address>.pdf` */
  readonly fileName: string;
  readonly pdf: Bytes;
  /** How many groups the printed code has, and which one (from 1) is asked for. */
  readonly groupCount: number;
  readonly askedGroup: number;
  /** The sheet that this one ends, if there is one. */
  readonly replaces: KeyMethodId | undefined;
}

/** A passkey that was just made, with what its PRF gave. That stays behind the port: nothing of it is sent. */
export interface NewKeyPasskey {
  readonly label: string;
  readonly prf: Bytes;
  readonly credential: { readonly id: string; readonly transports: readonly string[] };
}

export interface KeysNeeded {
  readonly email: string;
  readonly methods: readonly KeyMethodView[];
}
