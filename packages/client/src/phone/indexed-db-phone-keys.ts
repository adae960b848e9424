import type { AccountId } from '@postern/core';
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
  readonly phones: { readonly key: AccountId; readonly value: Kept };
}

/**
 * A phone's keys in the browser's IndexedDB, which keeps the wrapping key as an object that no code can read out. Throws
 * what the browser throws when storage is full or was taken away.
 */
export async function openIndexedDbPhoneKeys(name: string): Promise<PhoneKeyStore> {
  const db = await openDB<Schema>(name, 1, {
    upgrade: (upgraded) => {
      upgraded.createObjectStore('phones');
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
      await Promise.all([transaction.store.put({ phone, sealed }, phone.account), transaction.done]);
    },
    update: async (phone) => {
      const transaction = db.transaction('phones', 'readwrite');
      const kept = await transaction.store.get(phone.account);
      if (kept?.phone.method === phone.method) await transaction.store.put({ ...kept, phone }, phone.account);
      await transaction.done;
    },
    openSeed: async (account) => {
      const kept = await db.get('phones', account);
      return kept && openSealedSeed(kept.phone, kept.sealed);
    },
    remove: async (account) => {
      const transaction = db.transaction('phones', 'readwrite', { durability: 'strict' });
      await Promise.all([transaction.store.delete(account), transaction.done]);
    },
    close: () => db.close(),
  };
}
