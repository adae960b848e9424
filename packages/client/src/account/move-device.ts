import {
  type AccountKeys,
  deriveSealingKey,
  isSealed,
  type KeyStorageSet,
  ObjectType,
  type OpenedKeyStorage,
  open as openSealed,
  seal,
  sealDeviceUnlock,
} from '@postern/crypto';
import type { StoredValue } from '../store/replica-store.ts';
import { type AccountCore, type OpenAccount, sealedStoreOf, startOpenAccount } from './account-core.ts';
import { type KeptState, writeKeptState } from './account-state-keeper.ts';
import { type DeviceRecord, deviceRecordEntry } from './device-record.ts';

/**
 * Seals everything this device keeps under the new secret, in one batch with the record that opens it. Without a password
 * there is no copy that opens without the server. `set.keys`: the account's keys, where these are new as well.
 */
export async function moveDevice(
  core: AccountCore,
  before: DeviceRecord,
  opened: OpenedKeyStorage,
  set: KeyStorageSet & { readonly keys?: AccountKeys },
  password: string | undefined,
  kept: KeptState,
): Promise<OpenAccount> {
  const { account, device } = before;
  const { accountSecret, statement } = set;
  const keys = set.keys ?? opened.keys;
  const next: OpenedKeyStorage = { keys, accountSecret, statement };
  const record: DeviceRecord = {
    ...before,
    unlock:
      password === undefined
        ? undefined
        : await sealDeviceUnlock(password, { account, device }, accountSecret),
    keyStatement: keys.statement.bytes,
    keyStorage: statement.bytes,
    bundle: set.bundle,
    seen: { stateRevision: kept.revision, keyStorageVersion: statement.version },
  };
  const oldKey = await deriveSealingKey(opened.accountSecret, 'replica');
  const newKey = await deriveSealingKey(accountSecret, 'replica');
  const put: StoredValue[] = [deviceRecordEntry(record)];
  const remove: string[] = [];
  for (const [name, bytes] of await core.replica.range('')) {
    if (!isSealed(bytes, ObjectType.replicaRecord)) continue;
    const context = { account, device, name };
    const value = await openSealed(ObjectType.replicaRecord, oldKey, context, bytes);
    // What this device cannot open it does not have; it is read from the server again.
    if (value === undefined) remove.push(name);
    else put.push([name, await seal(ObjectType.replicaRecord, newKey, context, value)]);
  }
  await core.replica.write({ remove, put });
  const store = await sealedStoreOf(core.replica, record, next);
  await writeKeptState(store, next, kept);
  return startOpenAccount(core, { record, opened: next, store, kept });
}
