import { mustBeOk } from '@postern/core';
import type { Place } from './mayas-place.ts';

/**
 * Maya locks her desk and opens it again: what it has seen is in the account's sealed state afterwards, where her other
 * devices find it. It would be a moment later anyway.
 */
export async function tellAccountState({ desk, password }: Pick<Place, 'desk' | 'password'>): Promise<void> {
  await desk.client.account.lock();
  mustBeOk(await desk.client.account.unlock(password));
}
