import { type Bytes, ok, type Result, type VaultId } from '@postern/core';
import {
  type EntryHeader,
  openHeader,
  openVaultHeader,
  type VaultHeader,
  type VaultKeys,
  vaultEntryId,
} from '@postern/crypto';
import type { Leaf } from '@postern/ledger';
import { checkEntryContent } from './check-entry-content.ts';
import type { VaultContext } from './context.ts';

/** Enough at once to keep every core busy, few enough that a worker still hears other calls in between. */
const batchSize = 500;

export interface SealedHeader {
  readonly leaf: Leaf;
  readonly bytes: Bytes;
}

/**
 * The headers under verified leaves, in their order, opened side by side with one imported key per epoch. Refused as
 * `vaultKeys` refuses an epoch's key, or with `opening_failed` when one header does not open.
 */
export async function openHeaders(
  context: Pick<VaultContext, 'vaultKeys'>,
  vault: VaultId,
  sealed: readonly SealedHeader[],
): Promise<Result<readonly (EntryHeader | VaultHeader)[]>> {
  const keysByEpoch = new Map<number, VaultKeys>();
  for (const epoch of new Set(sealed.map(({ leaf }) => leaf.epoch))) {
    const keys = await context.vaultKeys(vault, epoch);
    if (!keys.ok) return keys;
    keysByEpoch.set(epoch, keys.value);
  }
  const headers: (EntryHeader | VaultHeader)[] = [];
  for (let start = 0; start < sealed.length; start += batchSize) {
    const batch = sealed.slice(start, start + batchSize);
    const opened = await Promise.all(
      batch.map(({ leaf, bytes }) => openOne(keysByEpoch.get(leaf.epoch) as VaultKeys, leaf, bytes)),
    );
    for (const one of opened) {
      const checked = checkEntryContent(one);
      if (!checked.ok) return checked;
      headers.push(checked.value);
    }
  }
  return ok(headers);
}

function openOne(
  keys: VaultKeys,
  { entry, revision }: Leaf,
  bytes: Bytes,
): Promise<EntryHeader | VaultHeader | undefined> {
  return entry === vaultEntryId
    ? openVaultHeader(keys, revision, bytes)
    : openHeader(keys, { entry, revision }, bytes);
}
