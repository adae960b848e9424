import type { Bytes } from '@postern/core';

/**
 * Where a device keeps what it knows: names to bytes, in the order of names. Knows nothing of what the bytes mean and is
 * trusted with nothing: `SealedStore` stands in front of it. Names are ASCII text of at most {@link maxNameLength}
 * characters. Everything that goes wrong with the medium (full, closed, taken away) is thrown.
 */
export interface ReplicaStore {
  /** The value of a name, or `undefined`. */
  readonly get: (name: string) => Promise<Bytes | undefined>;
  /** The values of names, in their order; `undefined` where there is none. One turn of the medium for all of them. */
  readonly getMany: (names: readonly string[]) => Promise<readonly (Bytes | undefined)[]>;
  /** Names that begin with `prefix` and their values, in the order of names. */
  readonly range: (prefix: string) => Promise<readonly StoredValue[]>;
  /** As {@link ReplicaStore.range} without the values. */
  readonly names: (prefix: string) => Promise<readonly string[]>;
  /** All of the batch or nothing of it; once this answers, a crash does not undo it. */
  readonly write: (batch: StoreBatch) => Promise<void>;
  /** Removes everything. */
  readonly clear: () => Promise<void>;
  /** Lets go of the medium; nothing else is called afterwards. */
  readonly close: () => Promise<void>;
}

export type StoredValue = readonly [name: string, value: Bytes];

/** Removals come first, so that a batch can replace a whole prefix. */
export interface StoreBatch {
  readonly removePrefixes?: readonly string[];
  readonly remove?: readonly string[];
  readonly put?: readonly StoredValue[];
}

const maxNameLength = 512;

/** Throws for a name that not every medium could hold and order alike: that is a fault of the caller. */
export function checkName(name: string): void {
  if (name.length > maxNameLength || !/^[\x21-\x7e]*$/.test(name)) {
    throw new TypeError('a name in the store is printable ASCII without spaces');
  }
}
