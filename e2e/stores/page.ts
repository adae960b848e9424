import { type AccountId, equalBytes, type KeyMethodId, newId } from '@postern/core';
import { drawSecret, type MethodSeed } from '@postern/crypto';
import { openIndexedDbPhoneKeys } from '../../packages/client/src/phone/indexed-db-phone-keys.ts';
import { type KeptPhone, sealSeed } from '../../packages/client/src/phone/phone-key-store.ts';
import { openIndexedDbStore } from '../../packages/client/src/store/indexed-db-store.ts';
import { storeCases } from '../../packages/client/test/store-contract.ts';

/** What the page of the store offers to the test that drives it. */
export interface StorePage {
  readonly names: readonly string[];
  /** Runs one case on a database of its own; throws as the case does. */
  readonly run: (at: number) => Promise<void>;
  /** Opens the keys of a phone that were kept by account, as they once were; whether they are all there and open. */
  readonly openEarlierPhoneKeys: () => Promise<boolean>;
}

const offered: StorePage = {
  names: storeCases.map(({ name }) => name),
  run: async (at) => {
    const storeCase = storeCases[at];
    if (storeCase === undefined) throw new RangeError(`there is no case ${at}`);
    await storeCase.run(() => openIndexedDbStore(`case-${at}`), true);
  },
  openEarlierPhoneKeys: async () => {
    const name = 'phones-by-account';
    const phones = ['maya@northwind.example', 'noor@northwind.example'].map((email) => ({
      phone: pairedPhone(email),
      seed: drawSecret<MethodSeed>(),
    }));
    const sealed = await Promise.all(phones.map(({ phone, seed }) => sealSeed(phone, seed)));
    await keepByAccount(
      name,
      phones.map(({ phone }, at) => ({ phone, sealed: sealed[at] })),
    );
    for (const _ of ['moved', 'opened again']) {
      const keys = await openIndexedDbPhoneKeys(name);
      const listed = await keys.list();
      if (listed.length !== phones.length) return false;
      for (const { phone, seed } of phones) {
        const isListed = listed.some((one) => JSON.stringify(one) === JSON.stringify(phone));
        const opened = await keys.openSeed(phone.method);
        if (!isListed || opened === undefined || !equalBytes(opened, seed)) return false;
      }
      keys.close();
    }
    return true;
  },
};

function pairedPhone(email: string): KeptPhone {
  return {
    account: newId<AccountId>(),
    method: newId<KeyMethodId>(),
    email,
    label: 'Phone',
    pairedAtMs: 1,
    state: 'paired',
    waitsUntilMs: 2,
    hasPush: false,
    seen: { keyStorageVersion: 1, stateRevision: 1 },
  };
}

/** The first form of the database, written without the code that reads it today. */
function keepByAccount(name: string, all: readonly { readonly phone: KeptPhone }[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('phones');
    };
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction('phones', 'readwrite');
      for (const one of all) transaction.objectStore('phones').put(one, one.phone.account);
      transaction.onerror = () => reject(transaction.error);
      transaction.oncomplete = () => {
        opening.result.close();
        resolve();
      };
    };
  });
}

Object.assign(globalThis, { storePage: offered });
