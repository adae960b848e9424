import type { KeyStorageSet } from '@postern/contract';
import { toBase64Url } from '@postern/core';
import type { Queries } from '../platform/db/database.ts';
import { type KeysOf, listKeyMethods } from './key-set-queries.ts';

/** The key storage of a generation as it travels; `row` holds its statement and bundle. */
export async function keySetOf(
  queries: Queries,
  of: KeysOf,
  row: { readonly key_storage: Uint8Array; readonly bundle: Uint8Array },
): Promise<KeyStorageSet> {
  const methods = await listKeyMethods(queries, of);
  return {
    keyStorage: toBase64Url(row.key_storage),
    methods: methods.map(({ id, kind, anchor, wrap }) => ({
      id,
      kind,
      anchor: toBase64Url(anchor),
      wrap: toBase64Url(wrap),
    })),
    bundle: toBase64Url(row.bundle),
  };
}
