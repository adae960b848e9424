import { type KeyMethodId, maxKeyStorageMethods, ok, type Result, refuse } from '@postern/core';
import {
  type KeyStorageSet,
  type ListedMethod,
  type NewMethod,
  type OpenedKeyStorage,
  writeKeyStorage,
} from './key-storage.ts';
import { type AccountSecret, drawSecret } from './secrets.ts';

/**
 * Changes of an account's key storage. Adding keeps the account secret; removing and replacing draw a new one, so that
 * old copies of the removed wrap open nothing newer (attack row X15). After a new secret the caller seals the account
 * state and its replica again.
 */

/** The first key storage of an account: one or more methods around a fresh account secret. */
export function startKeyStorage(
  keys: OpenedKeyStorage['keys'],
  methods: readonly NewMethod[],
): Promise<KeyStorageSet> {
  return writeKeyStorage({
    keys,
    accountSecret: drawSecret<AccountSecret>(),
    secretVersion: 1,
    version: 1,
    kept: [],
    added: methods,
  });
}

/** The set with one method more, under the same account secret. Refused with `key_methods_full` beyond the limit. */
export async function addMethod(
  opened: OpenedKeyStorage,
  method: NewMethod,
): Promise<Result<KeyStorageSet, 'key_methods_full'>> {
  const { keys, accountSecret, statement } = opened;
  if (statement.methods.length >= maxKeyStorageMethods) return refuse('key_methods_full');
  return ok(
    await writeKeyStorage({
      keys,
      accountSecret,
      secretVersion: statement.secretVersion,
      version: statement.version + 1,
      kept: statement.methods,
      added: [method],
    }),
  );
}

/** The set with one method in another's place, under a new account secret. `key_method_unknown`: no such method. */
export async function replaceMethod(
  opened: OpenedKeyStorage,
  replaced: KeyMethodId,
  method: NewMethod,
): Promise<Result<KeyStorageSet, 'key_method_unknown'>> {
  const kept = listWithout(opened, replaced);
  return kept === undefined ? refuse('key_method_unknown') : ok(await underNewSecret(opened, kept, [method]));
}

/** The set without one method, under a new account secret. `key_method_last`: an account keeps at least one. */
export async function removeMethod(
  opened: OpenedKeyStorage,
  removed: KeyMethodId,
): Promise<Result<KeyStorageSet, 'key_method_unknown' | 'key_method_last'>> {
  const kept = listWithout(opened, removed);
  if (kept === undefined) return refuse('key_method_unknown');
  if (kept.length === 0) return refuse('key_method_last');
  return ok(await underNewSecret(opened, kept, []));
}

/** The set with the same methods under a new account secret. */
export function renewSecret(opened: OpenedKeyStorage): Promise<KeyStorageSet> {
  return underNewSecret(opened, opened.statement.methods, []);
}

function underNewSecret(
  { keys, statement }: OpenedKeyStorage,
  kept: readonly ListedMethod[],
  added: readonly NewMethod[],
): Promise<KeyStorageSet> {
  return writeKeyStorage({
    keys,
    accountSecret: drawSecret<AccountSecret>(),
    secretVersion: statement.secretVersion + 1,
    version: statement.version + 1,
    kept,
    added,
  });
}

function listWithout(opened: OpenedKeyStorage, method: KeyMethodId): readonly ListedMethod[] | undefined {
  const kept = opened.statement.methods.filter((one) => one.id !== method);
  return kept.length === opened.statement.methods.length ? undefined : kept;
}
