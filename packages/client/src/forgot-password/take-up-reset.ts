import type { Email, Result } from '@postern/core';
import type { AccountCore, OpenAccount } from '../account/account-core.ts';
import { keepOnDevice } from '../account/keep-on-device.ts';
import type { ServedAccount } from '../account/open-served-account.ts';
import type { NewSession } from '../account/sign-in.ts';

/** Makes this the device of an account whose password was just reset on it. What it kept under the former secret goes. */
export async function takeUpReset(
  core: AccountCore,
  { token }: NewSession,
  served: ServedAccount,
  password: string,
): Promise<Result<OpenAccount>> {
  core.useToken(token);
  return keepOnDevice(core, served, { email: served.email as Email, password, token });
}
