import { getAccount, getAccountState } from '@postern/contract';
import { type AccountId, type Bytes, type Email, ok, type Result, refuse } from '@postern/core';
import {
  type AccountState,
  deriveSealingKey,
  type MethodSeed,
  type OpenedKeyStorage,
  openAccountState,
} from '@postern/crypto';
import type { Api } from '../api/api.ts';
import { openWithSeed, type ServedKeys } from '../key-storage/open-with-seed.ts';
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
 * reason, `keys_needed` when the account keeps its keys under other ways than the password, `state_older_than_known` when
 * the key storage is older than the state remembers. What this device has seen, `keepOnDevice` asks.
 */
export function openServedAccount(
  api: Api,
  expected: AccountId,
  seed: MethodSeed,
): Promise<Result<ServedAccount>> {
  const byPassword = async (served: ServedKeys) => {
    if (!served.keys.methods.some(({ kind }) => kind === 'password')) return refuse('keys_needed');
    const opened = await openWithSeed(served, 'password', seed);
    return opened.ok ? ok(opened.value.opened) : refuse('opening_failed');
  };
  return openServed(api, expected, byPassword, { keyStorageVersion: 0, stateRevision: 0 });
}

/** As {@link openServedAccount}, by whatever opens the served keys. `seen`: nothing older is accepted. */
export async function openServed(
  api: Api,
  expected: AccountId,
  open: (served: ServedKeys) => Promise<Result<OpenedKeyStorage>>,
  seen: { readonly keyStorageVersion: number; readonly stateRevision: number },
): Promise<Result<ServedAccount>> {
  const answer = await api.call(getAccount, {});
  if (!answer.ok) return answer;
  const { account, email, createdAtMs, keys } = answer.value;
  if (account !== expected) return refuse('opening_failed');
  const opened = await open(answer.value);
  if (!opened.ok) return opened;
  const { statement } = opened.value;
  const storageKnown = refuseOlder(seen.keyStorageVersion, statement.version);
  if (!storageKnown.ok) return storageKnown;

  const state = await readServedState(api, opened.value);
  if (!state.ok) return state;
  const stateKnown = refuseOlder(seen.stateRevision, state.value.revision);
  if (!stateKnown.ok) return stateKnown;
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
