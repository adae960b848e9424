import type { KeyMethodId } from '@postern/core';
import {
  type KeptPhone,
  openSealedSeed,
  type PhoneKeyStore,
  type SealedSeed,
  sealSeed,
} from './phone-key-store.ts';

/** A phone's keys for as long as the process lives, sealed as they are in a browser: for clients that run in Node. */
export function createMemoryPhoneKeys(): PhoneKeyStore {
  const phones = new Map<KeyMethodId, { readonly phone: KeptPhone; readonly sealed: SealedSeed }>();
  return {
    list: async () => [...phones.values()].map(({ phone }) => phone),
    keep: async (phone, seed) => {
      phones.set(phone.method, { phone, sealed: await sealSeed(phone, seed) });
    },
    update: async (phone) => {
      const kept = phones.get(phone.method);
      if (kept !== undefined) phones.set(phone.method, { ...kept, phone });
    },
    openSeed: async (method) => {
      const kept = phones.get(method);
      return kept && openSealedSeed(kept.phone, kept.sealed);
    },
    remove: async (method) => {
      phones.delete(method);
    },
    close: () => {},
  };
}
