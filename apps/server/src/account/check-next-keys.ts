import type { KeyStorageSet } from '@postern/contract';
import { type Bytes, mustBeOk, ok, type Result, refuse } from '@postern/core';
import { parseKeyStatement } from '@postern/crypto/public';
import { checkKeySet, checkSealedState, type KeyObjectsCode } from './check-key-set.ts';
import type { findAccount, KeyMethodRow, NextKeys } from './key-set-queries.ts';

type StoredKeys = Pick<
  NonNullable<Awaited<ReturnType<typeof findAccount>>>,
  'key_statement' | 'key_storage_version' | 'secret_version' | 'state_revision'
>;

/** Keys that follow those that are stored, as they are stored themselves. */
export interface CheckedKeys {
  readonly next: NextKeys;
  readonly methods: readonly KeyMethodRow[];
}

/**
 * The key storage and the state that were sent, if they follow the stored ones: signed by the account's own key, the next
 * version, the next revision. What overtook them is asked for first, for a statement that another device's change has
 * overtaken is honest: that is a lost race (`state_moved`), not a wrong object. Whether they still follow when they are
 * stored, the storing asks again.
 */
export async function checkNextKeys(
  stored: StoredKeys,
  sent: {
    readonly keys: KeyStorageSet;
    readonly state: { readonly revision: number; readonly sealed: string };
  },
  nowMs: number,
): Promise<Result<CheckedKeys, KeyObjectsCode | 'state_moved'>> {
  if (sent.state.revision !== stored.state_revision + 1) return refuse('state_moved');
  const signer = mustBeOk(await parseKeyStatement(stored.key_statement as Bytes));
  const keys = await checkKeySet(sent.keys, signer, {
    version: stored.key_storage_version,
    secretVersion: stored.secret_version,
    nowMs,
  });
  if (!keys.ok) return keys;
  const sealed = checkSealedState(sent.state.sealed, '/state/sealed');
  if (!sealed.ok) return sealed;
  const { statement, bundle, methods } = keys.value;
  return ok({
    methods,
    next: {
      key_storage: statement.bytes,
      key_storage_version: statement.version,
      secret_version: statement.secretVersion,
      bundle,
      state_sealed: sealed.value,
      state_revision: sent.state.revision,
    },
  });
}
