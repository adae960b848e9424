import { getAccount, getAccountState, type KeyStorageSet } from '@postern/contract';
import { type AccountId, type Bytes, type Email, ok, type Result, refuse } from '@postern/core';
import {
  type AccountState,
  deriveSealingKey,
  type MethodSeed,
  type OpenedKeyStorage,
  openAccountState,
  openKeyStorage,
} from '@postern/crypto';
import type { Api } from '../api/api.ts';
import { bytesOfWire } from './key-storage-wire.ts';
import { refuseOlder } from './refuse-older.ts';

/** An account opened from what the server handed out, every part of it verified. */
export interface ServedAccount {
  readonly account: AccountId;
  readonly email: Email;
  readonly createdAtMs: number;
  readonly opened: OpenedKeyStorage;
  readonly bundle: Bytes;
  readonly state: AccountState;
  readonly stateRevision: number;
}

/**
 * The account of this session by its password's seed. Everything is asked of the server and believed only as far as
 * the seed vouches for it; what is missing is refused, never made anew (attack row BW11). `opening_failed` without a
 * reason, `state_older_than_known` when the key storage is older than this device has seen or the state remembers.
 */
export async function openServedAccount(
  api: Api,
  expected: AccountId,
  seed: MethodSeed,
  seenKeyStorageVersion: number,
): Promise<Result<ServedAccount>> {
  const answer = await api.call(getAccount, {});
  if (!answer.ok) return answer;
  const { account, email, createdAtMs, keyStatement, keys } = answer.value;
  if (account !== expected) return refuse('opening_failed');
  const opened = await openByPassword(account, seed, keys, bytesOfWire(keyStatement));
  if (!opened.ok) return opened;
  const { statement } = opened.value;
  const storageKnown = refuseOlder(seenKeyStorageVersion, statement.version);
  if (!storageKnown.ok) return storageKnown;

  const state = await readServedState(api, opened.value);
  if (!state.ok) return state;
  // The sealed state remembers for devices that have seen nothing yet.
  const storageInState = refuseOlder(state.value.state.keyStorageVersion, statement.version);
  if (!storageInState.ok) return storageInState;
  return ok({
    account,
    email: email as Email,
    createdAtMs,
    opened: opened.value,
    bundle: bytesOfWire(keys.bundle),
    state: state.value.state,
    stateRevision: state.value.revision,
  });
}

/** The account state that the server has, opened. Whether its revision is recent enough, the caller knows. */
export async function readServedState(
  api: Api,
  { keys, accountSecret, statement }: OpenedKeyStorage,
): Promise<Result<{ readonly state: AccountState; readonly revision: number }>> {
  const served = await api.call(getAccountState, {});
  if (!served.ok) return served;
  const { revision, sealed } = served.value;
  const state = await openAccountState(
    await deriveSealingKey(accountSecret, 'state'),
    { account: keys.account, revision, secretVersion: statement.secretVersion },
    bytesOfWire(sealed),
  );
  return state === undefined ? refuse('opening_failed') : ok({ state, revision });
}

async function openByPassword(
  account: AccountId,
  seed: MethodSeed,
  keys: KeyStorageSet,
  keyStatement: Bytes,
): Promise<Result<OpenedKeyStorage>> {
  for (const method of keys.methods) {
    if (method.kind !== 'password') continue;
    const opened = await openKeyStorage(seed, {
      account,
      method,
      anchor: bytesOfWire(method.anchor),
      wrap: bytesOfWire(method.wrap),
      statement: bytesOfWire(keys.keyStorage),
      bundle: bytesOfWire(keys.bundle),
      keyStatement,
      rekeys: [],
    });
    if (opened.ok) return opened;
  }
  return refuse('opening_failed');
}
