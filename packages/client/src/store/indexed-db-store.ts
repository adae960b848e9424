import type { Bytes } from '@postern/core';
import { type DBSchema, openDB } from 'idb';
import { checkName, type ReplicaStore, type StoreBatch, type StoredValue } from './replica-store.ts';

interface Schema extends DBSchema {
  readonly values: { readonly key: string; readonly value: Bytes };
}

/**
 * A store in the browser's IndexedDB. Opened by several tabs of one origin at once; a batch of one is never seen half
 * by another. Throws what the browser throws when storage is full or was taken away.
 */
export async function openIndexedDbStore(name: string): Promise<ReplicaStore> {
  const db = await openDB<Schema>(name, 1, {
    upgrade: (upgraded) => {
      upgraded.createObjectStore('values');
    },
    // Another tab deletes the database (signing out): hold it up no longer.
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close();
    },
  });
  const read = () => db.transaction('values', 'readonly').objectStore('values');

  return {
    get: (wanted) => {
      checkName(wanted);
      return db.get('values', wanted);
    },
    getMany: (wanted) => {
      wanted.forEach(checkName);
      const store = read();
      return Promise.all(wanted.map((one) => store.get(one)));
    },
    range: async (prefix) => {
      const store = read();
      // Both requests are on their way before either answers: one transaction, hence one state.
      const [keys, values] = await Promise.all([
        store.getAllKeys(within(prefix)),
        store.getAll(within(prefix)),
      ]);
      return keys.map((key, at): StoredValue => [key, values[at] as Bytes]);
    },
    names: (prefix) => db.getAllKeys('values', within(prefix)),
    write: async ({ removePrefixes = [], remove = [], put = [] }: StoreBatch) => {
      for (const [name] of put) checkName(name);
      const transaction = db.transaction('values', 'readwrite', { durability: 'strict' });
      const store = transaction.objectStore('values');
      const requests: Promise<unknown>[] = [];
      for (const prefix of removePrefixes) requests.push(store.delete(within(prefix)));
      for (const name of remove) requests.push(store.delete(name));
      for (const [name, value] of put) requests.push(store.put(alone(value), name));
      await Promise.all([...requests, transaction.done]);
    },
    clear: () => db.clear('values'),
    close: async () => db.close(),
  };
}

/** Every name that begins with `prefix`: names are ASCII, so nothing sorts after this end. */
function within(prefix: string): IDBKeyRange {
  return IDBKeyRange.bound(prefix, `${prefix}\uffff`);
}

/** The bytes in a buffer of their own: the browser stores a view together with everything behind it. */
function alone(value: Bytes): Bytes {
  return value.byteLength === value.buffer.byteLength ? value : value.slice();
}
