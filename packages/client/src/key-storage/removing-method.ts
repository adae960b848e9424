import { listKeyMethods } from '@postern/contract';
import { type KeyMethodId, ok, refuse } from '@postern/core';
import { removeMethod } from '@postern/crypto';
import type { Api } from '../api/api.ts';
import type { KeyStorageChange } from './apply-change.ts';

/**
 * Takes one method off the account, under a new account secret. `key_method_last` also where nothing would be left but phones
 * that let go of their keys: they are listed, and open nothing. That they did is the server's word, which can keep a method
 * listed by it, as it can refuse any change, and take off none.
 */
export function removingMethod(api: Api, method: KeyMethodId): KeyStorageChange['make'] {
  return async (base) => {
    const served = await api.call(listKeyMethods, {});
    if (!served.ok) return served;
    const opens = (id: KeyMethodId) =>
      served.value.methods.every((one) => one.id !== id || one.unpairedAtMs === undefined);
    const rest = base.statement.methods.filter(({ id }) => id !== method);
    if (opens(method) && !rest.some(({ id }) => opens(id))) return refuse('key_method_last');
    const set = await removeMethod(base, method);
    return set.ok ? ok({ set: set.value, added: [] }) : set;
  };
}
