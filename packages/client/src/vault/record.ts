import type { Bytes, EntryId } from '@postern/core';
import type { EntryHeader, VaultHeader } from '@postern/crypto';
import type { Leaf } from '@postern/ledger';

/** An entry as this device knows it: its leaf is under the verified manifest, its header was opened against that leaf. */
export interface KnownEntry {
  readonly leaf: Leaf;
  /** The manifest of the entry's last change. */
  readonly seq: number;
  /** Size of the sealed body in bytes, as the server told it: a guess for planning, nothing rests on it. */
  readonly bodySize: number;
  readonly header: EntryHeader | VaultHeader;
}

/** The same with the sealed header, verbatim, which the device keeps so that it can give a lost one back. */
export interface EntryRecord extends KnownEntry {
  readonly sealedHeader: Bytes;
}

export type RecordChange =
  | { readonly kind: 'put'; readonly record: EntryRecord }
  | { readonly kind: 'purge'; readonly entry: EntryId; readonly seq: number };
