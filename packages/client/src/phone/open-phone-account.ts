import { type PhoneProof, readPhoneAccount } from '@postern/contract';
import { type HashB64, ok, type Result, refuse, toBase64Url } from '@postern/core';
import {
  deriveSealingKey,
  hashB64,
  type MethodSeed,
  methodProof,
  type OpenedKeyStorage,
  openAccountState,
  openKeyStorage,
} from '@postern/crypto';
import { bytesOfWire } from '../account/key-storage-wire.ts';
import { refuseOlder } from '../account/refuse-older.ts';
import type { Api } from '../api/api.ts';
import type { KeptPhone } from './phone-key-store.ts';

/** An account as the phone opened it, verified by what the phone alone holds. */
export interface OpenedOnPhone {
  readonly opened: OpenedKeyStorage;
  readonly statementHash: HashB64;
  /** Of the state that opened; not older than this phone has seen. */
  readonly stateRevision: number;
  readonly hasPush: boolean;
}

/** How a phone shows the server which it is. */
export async function phoneProofOf(
  { account, method }: Pick<KeptPhone, 'account' | 'method'>,
  seed: MethodSeed,
): Promise<PhoneProof> {
  return { account, method, proof: toBase64Url(await methodProof(seed)) };
}

/**
 * Opens the account with the phone's seed. What the server hands out counts only as far as the seed vouches for it:
 * `opening_failed`, or `state_older_than_known` when key storage or state are older than this phone has seen.
 * `phone_unknown` when the account lists no such phone.
 */
export async function openOnPhone(
  api: Api,
  phone: KeptPhone,
  seed: MethodSeed,
): Promise<Result<OpenedOnPhone>> {
  const served = await api.call(readPhoneAccount, { body: { phone: await phoneProofOf(phone, seed) } });
  if (!served.ok) return served;
  const { keys, hasPush } = served.value;
  const method = keys.methods.find(({ id, kind }) => id === phone.method && kind === 'phone');
  if (method === undefined) return refuse('phone_unknown');
  const keyStatement = bytesOfWire(served.value.keyStatement);
  const opened = await openKeyStorage(seed, {
    account: phone.account,
    method,
    anchor: bytesOfWire(method.anchor),
    wrap: bytesOfWire(method.wrap),
    statement: bytesOfWire(keys.keyStorage),
    bundle: bytesOfWire(keys.bundle),
    keyStatement,
    rekeys: [],
  });
  if (!opened.ok) return opened;
  const { accountSecret, statement } = opened.value;
  const known = refuseOlder(phone.seen.keyStorageVersion, statement.version);
  if (!known.ok) return known;
  // A revision counts once the state opens under it: what the server merely says would be remembered for good.
  const { revision, sealed } = served.value.state;
  const context = { account: phone.account, revision, secretVersion: statement.secretVersion };
  const stateKey = await deriveSealingKey(accountSecret, 'state');
  if ((await openAccountState(stateKey, context, bytesOfWire(sealed))) === undefined) {
    return refuse('opening_failed');
  }
  const stateKnown = refuseOlder(phone.seen.stateRevision, revision);
  if (!stateKnown.ok) return stateKnown;
  return ok({
    opened: opened.value,
    statementHash: hashB64(keyStatement),
    stateRevision: revision,
    hasPush,
  });
}
