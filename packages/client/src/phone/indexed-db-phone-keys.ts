import type { KeyMethodId } from '@postern/core';
import { type DBSchema, openDB } from 'idb';
import {
  type KeptPhone,
  openSealedSeed,
  type PhoneKeyStore,
  type SealedSeed,
  sealSeed,
} from './phone-key-store.ts';

interface Kept {
  readonly phone: KeptPhone;
  readonly sealed: SealedSeed;
}

interface Schema extends DBSchema {
  readonly phones: { readonly key: KeyMethodId; readonly value: Kept };
}

/**
 * A phone's keys in the browser's IndexedDB, which keeps the wrapping key as an object that no code can read out. Throws
 * what the browser throws when storage is full or was taken away.
 */
export async function openIndexedDbPhoneKeys(name: string): Promise<PhoneKeyStore> {
  const db = await openDB<Schema>(name, 2, {
    upgrade: async (upgraded, before, _now, transaction) => {
      if (before === 0) {
        upgraded.createObjectStore('phones');
        return;
      }
      // Once they were kept by account.
      const store = transaction.objectStore('phones');
      const all = await store.getAll();
      await store.clear();
      for (const one of all) await store.put(one, one.phone.method);
    },
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close();
    },
  });
  return {
    list: async () => (await db.getAll('phones')).map(({ phone }) => phone),
    keep: async (phone, seed) => {
      const sealed = await sealSeed(phone, seed);
      const transaction = db.transaction('phones', 'readwrite', { durability: 'strict' });
      await Promise.all([transaction.store.put({ phone, sealed }, phone.method), transaction.done]);
    },
    update: async (phone) => {
      const transaction = db.transaction('phones', 'readwrite');
      const kept = await transaction.store.get(phone.method);
      if (kept !== undefined) await transaction.store.put({ ...kept, phone }, phone.method);
      await transaction.done;
    },
    openSeed: async (method) => {
      const kept = await db.get('phones', method);
      return kept && openSealedSeed(kept.phone, kept.sealed);
    },
    remove: async (method) => {
      const transaction = db.transaction('phones', 'readwrite', { durability: 'strict' });
      await Promise.all([transaction.store.delete(method), transaction.done]);
    },
    close: () => db.close(),
  };
}
