import { type AccountId, type Bytes, ok, type Result, refuse } from '@postern/core';
import { ObjectType, open, type SealingKey, seal } from '@postern/crypto';
import type { ReplicaStore, StoredValue } from './replica-store.ts';

/**
 * The device's store as the client sees it: whatever goes in is sealed as a replica record (object `18`) bound to the
 * account, the device and its name, so that nothing on the device can be read, exchanged or renamed. What the protocol
 * has sealed or signed already (entries, manifests, ledger events) goes in and comes out as it is, by the calls named
 * *verbatim*, and is verified by whoever reads it.
 */
export interface SealedStore {
  /** What was kept under a name, `undefined` if nothing was; `opening_failed` for what this device did not seal there. */
  readonly read: (name: string) => Promise<Result<Bytes | undefined, 'opening_failed'>>;
  /** Everything under names that begin with `prefix`, in the order of names; `opening_failed` if one does not open. */
  readonly readAll: (prefix: string) => Promise<Result<readonly StoredValue[], 'opening_failed'>>;
  readonly readVerbatim: (names: readonly string[]) => Promise<readonly (Bytes | undefined)[]>;
  readonly readAllVerbatim: (prefix: string) => Promise<readonly StoredValue[]>;
  readonly names: (prefix: string) => Promise<readonly string[]>;
  /** All or nothing, removals first. Throws when a value to be sealed is larger than an object may be (1 MiB). */
  readonly write: (batch: SealedBatch) => Promise<void>;
}

export interface SealedBatch {
  readonly removePrefixes?: readonly string[];
  readonly remove?: readonly string[];
  readonly seal?: readonly StoredValue[];
  readonly verbatim?: readonly StoredValue[];
}

/** The largest value that still fits one sealed record, in bytes. */
export const maxRecordBytes = 1024 * 1024 - 64;

/** A sealed store over `store`; `key` is HKDF(account secret, "replica"). */
export function createSealedStore(
  store: ReplicaStore,
  key: SealingKey,
  { account, device }: { readonly account: AccountId; readonly device: string },
): SealedStore {
  const openRecord = (name: string, bytes: Bytes) =>
    open(ObjectType.replicaRecord, key, { account, device, name }, bytes);
  return {
    read: async (name) => {
      const bytes = await store.get(name);
      if (bytes === undefined) return ok(undefined);
      const opened = await openRecord(name, bytes);
      return opened === undefined ? refuse('opening_failed') : ok(opened);
    },
    readAll: async (prefix) => {
      const stored = await store.range(prefix);
      const opened = await Promise.all(stored.map(([name, bytes]) => openRecord(name, bytes)));
      const out: StoredValue[] = [];
      for (const [at, [name]] of stored.entries()) {
        const value = opened[at];
        if (value === undefined) return refuse('opening_failed');
        out.push([name, value]);
      }
      return ok(out);
    },
    readVerbatim: (names) => store.getMany(names),
    readAllVerbatim: (prefix) => store.range(prefix),
    names: (prefix) => store.names(prefix),
    write: async ({ seal: toSeal = [], verbatim = [], ...removals }) => {
      const sealed = await Promise.all(
        toSeal.map(
          async ([name, value]): Promise<StoredValue> => [
            name,
            await seal(ObjectType.replicaRecord, key, { account, device, name }, value),
          ],
        ),
      );
      await store.write({ ...removals, put: [...sealed, ...verbatim] });
    },
  };
}
