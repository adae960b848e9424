import { beginPasswordChange, finishPasswordChange, getAccount } from '@postern/contract';
import { type Bytes, type KeyMethodId, ok, type Result, refuse, toBase64Url } from '@postern/core';
import {
  createMethod,
  deriveSealingKey,
  hashB64,
  isSealed,
  type KeyStorageSet,
  ObjectType,
  type OpenedKeyStorage,
  open as openSealed,
  passwordMethodSeed,
  registerFinish,
  registerStart,
  replaceMethod,
  seal,
  sealAccountState,
  sealDeviceUnlock,
} from '@postern/crypto';
import type { StoredValue } from '../store/replica-store.ts';
import { type AccountCore, type OpenAccount, sealedStoreOf, startOpenAccount } from './account-core.ts';
import { type readKeptState, writeKeptState } from './account-state-keeper.ts';
import { checkPassword } from './check-password.ts';
import { type DeviceRecord, deviceRecordEntry } from './device-record.ts';
import { bytesOfWire, keyStorageToWire } from './key-storage-wire.ts';
import { confirmByPassword } from './password-proof.ts';

/** The account under its new secret; the one that was passed in is closed. */
export interface ChangedPassword {
  readonly open: OpenAccount;
  readonly endedSessions: number;
}

const attempts = 4;

/**
 * Puts another password in the place of the current one. The account secret is drawn anew, so that neither the old
 * password nor what it once opened opens anything newer (attack row X15); state, device copy and replica are sealed
 * again under it. Nothing else may use the account meanwhile.
 */
export async function changePassword(
  core: AccountCore,
  open: OpenAccount,
  current: string,
  next: string,
): Promise<Result<ChangedPassword>> {
  const acceptable = checkPassword(next);
  if (!acceptable.ok) return acceptable;
  const record = open.record();
  const { email } = record;
  const confirmed = await confirmByPassword(core.api, email, current);
  if (!confirmed.ok) return confirmed;

  const start = await registerStart(next);
  const begun = await core.api.call(beginPasswordChange, { body: { registrationRequest: start.message } });
  if (!begun.ok) return begun;
  const registration = await registerFinish({
    password: next,
    email,
    state: start.state,
    response: begun.value.registrationResponse,
  });
  if (registration === undefined) return refuse('opaque_malformed');
  const { keys, statement } = open.opened;
  const replaced = statement.methods.find((method) => method.kind === 'password');
  if (replaced === undefined) return refuse('key_method_unknown');
  const anchors = await readKeptAnchors(core, open.opened, replaced.id);
  if (!anchors.ok) return anchors;
  const seed = await passwordMethodSeed(registration.exportKey);
  const set = await replaceMethod(open.opened, replaced.id, await createMethod('password', seed, keys));
  if (!set.ok) return set;

  for (let attempt = 0; attempt < attempts; attempt++) {
    // What other devices sent comes in first, so that nothing of it is lost under the new secret.
    const refreshed = await open.state.refresh();
    if (!refreshed.ok) return refreshed;
    const state = { ...open.state.current(), keyStorageVersion: set.value.statement.version };
    const revision = open.state.revision() + 1;
    const sealed = await sealAccountState(
      await deriveSealingKey(set.value.accountSecret, 'state'),
      { account: keys.account, revision, secretVersion: set.value.statement.secretVersion },
      state,
    );
    const finished = await core.api.call(finishPasswordChange, {
      body: {
        registrationRecord: registration.record,
        keys: keyStorageToWire(set.value, (method) => anchors.value.get(method)),
        state: { revision, sealed: toBase64Url(sealed) },
      },
    });
    if (finished.ok) {
      open.close();
      const reopened = await moveDevice(core, record, open.opened, set.value, next, {
        state,
        revision,
        unsent: false,
      });
      return ok({ open: reopened, endedSessions: finished.value.endedSessions });
    }
    if (finished.code !== 'state_moved') return finished;
  }
  return refuse('state_moved');
}

/** The anchors of the methods that stay, each the one that the signed statement lists. */
async function readKeptAnchors(
  core: AccountCore,
  { statement }: OpenedKeyStorage,
  replaced: KeyMethodId,
): Promise<Result<ReadonlyMap<KeyMethodId, Bytes>>> {
  const served = await core.api.call(getAccount, {});
  if (!served.ok) return served;
  const anchors = new Map<KeyMethodId, Bytes>();
  for (const { id, anchorHash } of statement.methods) {
    if (id === replaced) continue;
    const method = served.value.keys.methods.find((one) => one.id === id);
    const anchor = method && bytesOfWire(method.anchor);
    if (anchor === undefined || hashB64(anchor) !== anchorHash) return refuse('opening_failed');
    anchors.set(id, anchor);
  }
  return ok(anchors);
}

/** Seals everything this device keeps under the new secret, in one batch with the record that opens it. */
async function moveDevice(
  core: AccountCore,
  before: DeviceRecord,
  opened: OpenedKeyStorage,
  set: KeyStorageSet,
  password: string,
  kept: NonNullable<Awaited<ReturnType<typeof readKeptState>>>,
): Promise<OpenAccount> {
  const { account, device } = before;
  const { accountSecret, statement } = set;
  const next: OpenedKeyStorage = { keys: opened.keys, accountSecret, statement };
  const record: DeviceRecord = {
    ...before,
    unlock: await sealDeviceUnlock(password, { account, device }, accountSecret),
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
