import type { MemberId, Result } from '@postern/core';

/** The six words of this device for a denial of keys that an organization does not know. */
export interface RelinkWords {
  readonly words: readonly string[];
  /**
   * Whether these are the words that count for the open request: another device of the account may have asked since.
   * Undefined while there is no open request.
   */
  readonly count: boolean | undefined;
}

/** A member who has other keys since, and shares vaults with this one. */
export interface KeysChanged {
  readonly member: MemberId;
  readonly email: string;
  /** Email address of who linked them anew. */
  readonly by: string;
  readonly atMs: number;
  readonly seq: number;
  readonly sharedVaults: number;
}

/** Being invited again after the keys were lost, and what others see of it. */
export interface RelinkPort {
  /** The words for the denial at this address, drawn at the first time. `nothing_to_ask` where it is of another kind. */
  readonly words: (address: string) => Promise<Result<RelinkWords>>;
  /** Other words, which count for the open request from now on. */
  readonly drawWords: (address: string) => Promise<Result<RelinkWords>>;
  /** Who has other keys since this person last said that it was read, in the entered organization. */
  readonly keysChanged: () => Promise<Result<readonly KeysChanged[]>>;
  /** Says that everything up to the event at `seq` was read. */
  readonly noteKeysChanged: (seq: number) => Promise<Result<undefined>>;
}
