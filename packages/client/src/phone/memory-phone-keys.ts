import type { AccountId } from '@postern/core';
import {
  type KeptPhone,
  openSealedSeed,
  type PhoneKeyStore,
  type SealedSeed,
  sealSeed,
} from './phone-key-store.ts';

/** A phone's keys for as long as the process lives, sealed as they are in a browser: for clients that run in Node. */
export function createMemoryPhoneKeys(): PhoneKeyStore {
  const phones = new Map<AccountId, { readonly phone: KeptPhone; readonly sealed: SealedSeed }>();
  return {
    list: async () => [...phones.values()].map(({ phone }) => phone),
    keep: async (phone, seed) => {
      phones.set(phone.account, { phone, sealed: await sealSeed(phone, seed) });
    },
    update: async (phone) => {
      const kept = phones.get(phone.account);
      if (kept?.phone.method === phone.method) phones.set(phone.account, { ...kept, phone });
    },
    openSeed: async (account) => {
      const kept = phones.get(account);
      return kept && openSealedSeed(kept.phone, kept.sealed);
    },
    remove: async (account) => {
      phones.delete(account);
    },
    close: () => {},
  };
}
