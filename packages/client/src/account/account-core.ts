import type { Clock, Refusal } from '@postern/core';
import { deriveSealingKey, type OpenedKeyStorage } from '@postern/crypto';
import type { Api } from '../api/api.ts';
import type { WaitingForKeys } from '../key-storage/get-keys-back.ts';
import type { ReplicaStore } from '../store/replica-store.ts';
import { createSealedStore, type SealedStore } from '../store/sealed-store.ts';
import { type AccountStateKeeper, createAccountStateKeeper, type KeptState } from './account-state-keeper.ts';
import type { DeviceRecord } from './device-record.ts';
import type { ClientIdentity } from './password-proof.ts';
import type { UnlockSealer } from './unlock-sealer.ts';

/** What the account's steps stand on. */
export interface AccountCore {
  readonly api: Api;
  readonly replica: ReplicaStore;
  readonly clock: Clock;
  readonly identity: ClientIdentity;
  /** The session's token from now on, where it is no cookie. */
  readonly useToken: (token: string | undefined) => void;
  readonly raise: (refusal: Refusal) => void;
  /** Keeps a session whose password brings no keys back until they are got back another way. */
  readonly needKeys: (waiting: WaitingForKeys) => Promise<void>;
  /** Writes a newer record of the same account on this device, after the writes before it. */
  readonly keepRecord: (record: DeviceRecord) => void;
  /** The account's state has changed. */
  readonly changed: () => void;
  /** Makes the device's own copy of the secret in a moment, so that the password opens it without the server. */
  readonly sealUnlock: UnlockSealer['begin'];
  /** Ends once the device's copy is made, or is not going to be. */
  readonly unlockSealed: () => Promise<void>;
  /** Begins to fetch what is kept, sealed, while the key to it is still being made. */
  readonly readAhead: () => void;
  /** Begins to take up what the account was last used for, while the server is asked; with none, lets go of that. */
  readonly prepare: (account: OpenAccount | undefined) => Promise<void>;
}

/** An account whose keys are open. Locking drops the one reference to it. */
export interface OpenAccount {
  readonly record: () => DeviceRecord;
  readonly opened: OpenedKeyStorage;
  readonly store: SealedStore;
  readonly state: AccountStateKeeper;
  /** Stops all work on it. */
  readonly close: () => void;
}

/** The sealed store of this device for an opened account. */
export async function sealedStoreOf(
  replica: ReplicaStore,
  { account, device }: Pick<DeviceRecord, 'account' | 'device'>,
  { accountSecret }: Pick<OpenedKeyStorage, 'accountSecret'>,
): Promise<SealedStore> {
  return createSealedStore(replica, await deriveSealingKey(accountSecret, 'replica'), { account, device });
}

/** Starts to work with an opened account whose record and state the device has kept. */
export function startOpenAccount(
  core: AccountCore,
  start: {
    readonly record: DeviceRecord;
    readonly opened: OpenedKeyStorage;
    readonly store: SealedStore;
    readonly kept: KeptState;
  },
): OpenAccount {
  let { record } = start;
  const { opened, store } = start;
  const state = createAccountStateKeeper(core.api, store, opened, start.kept, {
    raise: core.raise,
    onChange: () => {
      const stateRevision = state.revision();
      const learns = record.knowsNothing === true && state.current().heads.length > 0;
      if (stateRevision > record.seen.stateRevision || learns) {
        const { knowsNothing, ...rest } = record;
        record = { ...rest, seen: { ...record.seen, stateRevision } };
        if (knowsNothing && !learns) record = { ...record, knowsNothing };
        core.keepRecord(record);
      }
      core.changed();
    },
  });
  return { record: () => record, opened, store, state, close: () => state.close() };
}
