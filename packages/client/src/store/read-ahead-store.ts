import type { ReplicaStore, StoredValue } from './replica-store.ts';

/** A store that can be told beforehand what will be asked for. */
export interface ReadAheadStore extends ReplicaStore {
  /** Begins to read a range, for `range` to answer from: each name once, and only while nothing of it is written. */
  readonly readAhead: (prefix: string) => void;
  /** Drops what was read ahead and not asked for. */
  readonly dropAhead: () => void;
}

/** The same store, which reads while the password is still being stretched: sealed values need no key to be fetched. */
export function withReadAhead(store: ReplicaStore): ReadAheadStore {
  let ahead: { readonly prefix: string; values: Promise<readonly StoredValue[] | undefined> } | undefined;
  const dropAhead = () => {
    ahead = undefined;
  };
  return {
    ...store,
    readAhead: (prefix) => {
      // What fails here fails again for whoever asks.
      ahead = { prefix, values: store.range(prefix).catch(() => undefined) };
    },
    dropAhead,
    range: async (prefix) => {
      const begun = ahead;
      const values = begun !== undefined && prefix.startsWith(begun.prefix) ? await begun.values : undefined;
      if (begun === undefined || values === undefined || ahead !== begun) return store.range(prefix);
      const [asked, others] = [[] as StoredValue[], [] as StoredValue[]];
      for (const value of values) (value[0].startsWith(prefix) ? asked : others).push(value);
      // A range that answers empty is asked of the store: it may have been answered from here before.
      if (asked.length === 0) return store.range(prefix);
      begun.values = Promise.resolve(others);
      return asked;
    },
    write: (batch) => {
      const { prefix } = ahead ?? {};
      const within = (name: string) => prefix !== undefined && name.startsWith(prefix);
      const touched =
        batch.removePrefixes?.some((removed) => within(removed) || prefix?.startsWith(removed)) ||
        batch.remove?.some(within) ||
        batch.put?.some(([name]) => within(name));
      if (touched) dropAhead();
      return store.write(batch);
    },
    clear: () => {
      dropAhead();
      return store.clear();
    },
  };
}
