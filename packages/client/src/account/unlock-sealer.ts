import type { AccountId, Bytes } from '@postern/core';
import { type AccountSecret, type DeviceUnlock, sealDeviceUnlock } from '@postern/crypto';

/** Whose copy is sealed: of this device, under this version of the account's keys. */
export interface SealedFor {
  readonly account: AccountId;
  readonly device: string;
  /** The signed key storage statement that goes with the account secret. */
  readonly keyStorage: Bytes;
}

/**
 * Makes the device's own copy of the account secret after sign-in has answered: it stretches the password a second time,
 * with the device's salt, which nobody waits for. Until it is done the device is unlocked by signing in. INVARIANT: the
 * password and the secret it holds are let go of once the copy is made, at most a second or two after a lock.
 */
export interface UnlockSealer {
  readonly begin: (password: string, sealedFor: SealedFor, accountSecret: AccountSecret) => void;
  /** Goes about it at once. */
  readonly hurry: () => void;
  /** Hurries, and ends when nothing is left to do. */
  readonly settled: () => Promise<void>;
  /** What has not begun to be stretched is not. */
  readonly abandon: () => void;
}

/** The pages that follow a sign-in come first: stretching takes the thread for a third of a second. */
const afterMs = 1000;

/** A sealer whose copies go to `keep`, which looks whether the device still is whose it was. */
export function createUnlockSealer(
  keep: (sealedFor: SealedFor, unlock: DeviceUnlock) => Promise<void>,
): UnlockSealer {
  let pending: { readonly go: (wanted: boolean) => void; readonly done: Promise<void> } | undefined;

  return {
    begin: (password, sealedFor, accountSecret) => {
      pending?.go(false);
      let go: (wanted: boolean) => void = () => {};
      const wanted = new Promise<boolean>((resolve) => {
        go = resolve;
        const timer = setTimeout(() => resolve(true), afterMs);
        // In Node it keeps no process alive; a client that is closed waits for it.
        if (typeof timer === 'object') timer.unref();
      });
      const { account, device } = sealedFor;
      const done = wanted
        .then(async (isWanted) => {
          if (isWanted) {
            await keep(sealedFor, await sealDeviceUnlock(password, { account, device }, accountSecret));
          }
        })
        // A medium that fails leaves the device without a copy, as one that was closed too soon.
        .catch(() => {})
        .then(() => {
          if (pending === begun) pending = undefined;
        });
      const begun = { go, done };
      pending = begun;
    },
    hurry: () => pending?.go(true),
    settled: async () => {
      pending?.go(true);
      await pending?.done;
    },
    abandon: () => pending?.go(false),
  };
}
