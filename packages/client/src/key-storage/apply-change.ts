import { changeKeyStorage, getAccount, type NewKeyMethod } from '@postern/contract';
import {
  type Bytes,
  equalBytes,
  type KeyMethodId,
  ok,
  type Result,
  refuse,
  toBase64Url,
} from '@postern/core';
import {
  deriveSealingKey,
  hashB64,
  type KeyStorageSet,
  type OpenedKeyStorage,
  sealAccountState,
  verifyKeyStorage,
} from '@postern/crypto';
import { type AccountCore, type OpenAccount, startOpenAccount } from '../account/account-core.ts';
import { type KeptState, writeKeptState } from '../account/account-state-keeper.ts';
import type { DeviceRecord } from '../account/device-record.ts';
import { bytesOfWire, keyStorageToWire } from '../account/key-storage-wire.ts';
import { moveDevice } from '../account/move-device.ts';
import { refuseOlder } from '../account/refuse-older.ts';
import type { Api } from '../api/api.ts';

/** A key storage, with what the server keeps of the methods that are new in it. */
export interface NextKeyStorage {
  readonly set: KeyStorageSet;
  readonly added: readonly NewKeyMethod[];
}

/** A change of an account's key storage. */
export interface KeyStorageChange {
  /** The set that follows `base`; asked again when another device was faster. */
  readonly make: (base: OpenedKeyStorage) => Promise<Result<NextKeyStorage>>;
  /** Makes this device's own copy of a new account secret; without one, this device asks the server next time. */
  readonly password?: string | undefined;
}

/** The account after a change; the one that was passed in is closed. */
export interface ChangedKeyStorage {
  readonly open: OpenAccount;
  readonly endedSessions: number;
}

const attempts = 4;

/**
 * Changes the ways to the keys of an open account, in a session that has to be fresh. Where the change draws a new account
 * secret, this device's copy, state and replica are sealed again under it (attack row X15). Nothing else may use the account
 * meanwhile. Refused as `make` refuses, or with `state_moved`, `state_older_than_known`, `opening_failed`, or
 * `sign_in_required` where the account secret is another one already, by a change whose answer never came.
 */
export async function applyKeyStorageChange(
  core: AccountCore,
  open: OpenAccount,
  change: KeyStorageChange,
): Promise<Result<ChangedKeyStorage>> {
  // The copy under a secret that goes must not come after the one under the next.
  await core.unlockSealed();
  for (let attempt = 0; attempt < attempts; attempt++) {
    const newest = await readNewest(core.api, open);
    if (!newest.ok) return newest;
    const { base, anchors } = newest.value;
    const made = await change.make(base);
    if (!made.ok) return made;
    const { set, added } = made.value;
    // What other devices sent comes in first, so that nothing of it is lost under a new secret.
    const refreshed = await open.state.refresh();
    if (!refreshed.ok) return refreshed;
    const { accountSecret, statement } = set;
    const state = { ...open.state.current(), keyStorageVersion: statement.version };
    const revision = open.state.revision() + 1;
    const sealed = await sealAccountState(
      await deriveSealingKey(accountSecret, 'state'),
      { account: base.keys.account, revision, secretVersion: statement.secretVersion },
      state,
    );
    const stored = await core.api.call(changeKeyStorage, {
      body: {
        keys: keyStorageToWire(set, (method) => anchors.get(method)),
        state: { revision, sealed: toBase64Url(sealed) },
        added: [...added],
      },
    });
    // The answer may be lost on its way, and the change made.
    const isLost = !stored.ok && stored.code === 'server_unreachable';
    if (stored.ok || (isLost && (await hasTaken(core.api, set)))) {
      const record = open.record();
      open.close();
      const kept = { state, revision, unsent: false };
      const reopened =
        statement.secretVersion === base.statement.secretVersion
          ? await keepSecret(core, open, record, set, kept)
          : await moveDevice(core, record, base, set, change.password, kept);
      return ok({ open: reopened, endedSessions: stored.ok ? stored.value.endedSessions : 0 });
    }
    if (stored.code !== 'state_moved') return stored;
  }
  return refuse('state_moved');
}

/** Whether the server has this very key storage. */
async function hasTaken(api: Api, { statement }: KeyStorageSet): Promise<boolean> {
  const served = await api.call(getAccount, {});
  return served.ok && equalBytes(bytesOfWire(served.value.keys.keyStorage), statement.bytes);
}

/**
 * The key storage as it is now, which another device may have added to, with the anchors of its methods, each the one that
 * the signed statement lists. `sign_in_required` under another account secret, or other keys, than this device has.
 */
export async function readNewest(
  api: Api,
  open: OpenAccount,
): Promise<Result<{ readonly base: OpenedKeyStorage; readonly anchors: ReadonlyMap<KeyMethodId, Bytes> }>> {
  const { opened } = open;
  const served = await api.call(getAccount, {});
  if (!served.ok) return served;
  if (served.value.generation !== opened.keys.generation) return refuse('sign_in_required');
  const { keyStorage, methods } = served.value.keys;
  const verified = await verifyKeyStorage(bytesOfWire(keyStorage), opened.keys.signing.publicKey);
  if (!verified.ok) return refuse('opening_failed');
  const statement = verified.value;
  const known = refuseOlder(opened.statement.version, statement.version);
  if (!known.ok) return known;
  if (statement.account !== opened.keys.account) return refuse('opening_failed');
  if (statement.secretCommit !== opened.statement.secretCommit) return refuse('sign_in_required');
  const anchors = new Map<KeyMethodId, Bytes>();
  for (const { id, anchorHash } of statement.methods) {
    const method = methods.find((one) => one.id === id);
    const anchor = method && bytesOfWire(method.anchor);
    if (anchor === undefined || hashB64(anchor) !== anchorHash) return refuse('opening_failed');
    anchors.set(id, anchor);
  }
  return ok({ base: { ...opened, statement }, anchors });
}

/** Goes on under the same account secret: only what says which methods there are is new. */
async function keepSecret(
  core: AccountCore,
  { opened, store }: OpenAccount,
  before: DeviceRecord,
  { accountSecret, statement, bundle }: KeyStorageSet,
  kept: KeptState,
): Promise<OpenAccount> {
  const next: OpenedKeyStorage = { keys: opened.keys, accountSecret, statement };
  const record: DeviceRecord = {
    ...before,
    keyStorage: statement.bytes,
    bundle,
    seen: { stateRevision: kept.revision, keyStorageVersion: statement.version },
  };
  await writeKeptState(store, next, kept);
  core.keepRecord(record);
  return startOpenAccount(core, { record, opened: next, store, kept });
}
