import type { Email, Result } from '@postern/core';
import type { AccountCore, OpenAccount } from './account-core.ts';
import { readDeviceRecord } from './device-record.ts';
import { keepOnDevice } from './keep-on-device.ts';
import { openServedAccount } from './open-served-account.ts';
import { signInByPassword } from './password-proof.ts';

/**
 * Signs in on this device, which may be new: the password gives the session and, apart from it, brings back the keys.
 * A device that knew the account before accepts nothing older than it has seen.
 */
export async function signIn(
  core: AccountCore,
  email: Email,
  password: string,
): Promise<Result<OpenAccount>> {
  const session = await signInByPassword(core.api, email, password, core.identity);
  if (!session.ok) return session;
  const { account, token, seed } = session.value;
  core.useToken(token);
  const known = await readDeviceRecord(core.replica);
  const seen = known?.account === account ? known.seen.keyStorageVersion : 0;
  const served = await openServedAccount(core.api, account, seed, seen);
  if (!served.ok) return served;
  return keepOnDevice(core, served.value, { email, password, token });
}
