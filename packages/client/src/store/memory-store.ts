import type { Bytes } from '@postern/core';
import { checkName, type ReplicaStore, type StoreBatch } from './replica-store.ts';

/** A store that lasts as long as its object: for clients that keep nothing, and for tests. */
export function createMemoryStore(): ReplicaStore {
  const values = new Map<string, Bytes>();
  const names = (prefix: string) => [...values.keys()].filter((name) => name.startsWith(prefix)).sort();
  const find = (name: string) => {
    checkName(name);
    // A copy, as every other medium gives one.
    return values.get(name)?.slice();
  };
  return {
    get: async (name) => find(name),
    getMany: async (wanted) => wanted.map(find),
    range: async (prefix) => names(prefix).map((name) => [name, find(name) as Bytes] as const),
    names: async (prefix) => names(prefix),
    write: async ({ removePrefixes = [], remove = [], put = [] }: StoreBatch) => {
      for (const [name] of put) checkName(name);
      for (const prefix of removePrefixes) for (const name of names(prefix)) values.delete(name);
      for (const name of remove) values.delete(name);
      for (const [name, value] of put) values.set(name, value.slice());
    },
    clear: async () => values.clear(),
    close: async () => values.clear(),
  };
}
