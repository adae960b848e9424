import { noteKeyMethodUsed } from '@postern/contract';
import type { AccountId, Email, Result } from '@postern/core';
import type { OpenedKeyStorage } from '@postern/crypto';
import type { AccountCore, OpenAccount } from '../account/account-core.ts';
import { keepOnDevice } from '../account/keep-on-device.ts';
import { openServed } from '../account/open-served-account.ts';
import { type GivenKey, readGivenKey } from './given-key.ts';
import { openWithSeed, type ServedKeys } from './open-with-seed.ts';

/** A session that has begun, of an account whose password brings no keys back. */
export interface WaitingForKeys {
  readonly account: AccountId;
  readonly email: Email;
  /** Makes this device's own copy of the account secret once there is one. */
  readonly password: string;
  readonly token: string | undefined;
}

/** Opens the account of a waiting session with what somebody gave: a key sheet or a passkey. */
export async function getKeysBack(
  core: AccountCore,
  waiting: WaitingForKeys,
  given: GivenKey,
): Promise<Result<OpenAccount>> {
  const key = await readGivenKey(given);
  if (!key.ok) return key;
  const { kind, seed, seen, proofB64 } = key.value;
  const open = await openWaiting(core, waiting, seen, async (served) => {
    const opened = await openWithSeed(served, kind, seed);
    return opened.ok ? { ok: true, value: opened.value.opened } : opened;
  });
  // That it was used is for the person to see later; the keys are here without it, too.
  if (open.ok) await core.api.call(noteKeyMethodUsed, { body: { proof: proofB64 } });
  return open;
}

/** Opens the account of a waiting session by whatever opens its served keys. `seen`: nothing older is accepted. */
export async function openWaiting(
  core: AccountCore,
  { account, email, password, token }: WaitingForKeys,
  seen: { readonly keyStorageVersion: number; readonly stateRevision: number },
  open: (served: ServedKeys) => Promise<Result<OpenedKeyStorage>>,
): Promise<Result<OpenAccount>> {
  const served = await openServed(core.api, account, open, seen);
  return served.ok ? keepOnDevice(core, served.value, { email, password, token }) : served;
}
