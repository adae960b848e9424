import { ok, type Result } from '@postern/core';
import type { ClientCore } from '../client-core.ts';
import { applyKeyStorageChange, type KeyStorageChange } from './apply-change.ts';
import type { KeyStorageChanged } from './port.ts';

/** Changes the ways of the open account; the organization that was entered is entered again afterwards. */
export async function changeOpenAccount(
  core: ClientCore,
  change: KeyStorageChange,
): Promise<Result<KeyStorageChanged>> {
  const account = core.account();
  if (!account.ok) return account;
  const address = core.entered?.address;
  core.leave();
  const changed = await applyKeyStorageChange(core.accountCore, account.value, change);
  if (changed.ok) await core.open(changed.value.open);
  // What is open here is of a secret that is no more: the password opens what there is now.
  else if (changed.code === 'sign_in_required') core.lock();
  const open = core.account();
  if (address !== undefined && open.ok) await core.turnTo(open.value, address)?.enter();
  return changed.ok ? ok({ endedSessions: changed.value.endedSessions }) : changed;
}
