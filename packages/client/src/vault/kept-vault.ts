import {
  type Bytes,
  type EntryId,
  fromBase64Url,
  fromUtf8,
  type Json,
  toBase64Url,
  utf8,
  type VaultId,
} from '@postern/core';
import type { SealedStore } from '../store/sealed-store.ts';
import { ChunkBook } from './chunk-book.ts';
import type { EntryRecord, KnownEntry } from './record.ts';
import { decodeKnown } from './record-chunk.ts';
import { chunkOf, headName, recordsPrefix } from './replica-names.ts';

/** What the device kept of a vault. Sealed by itself, so nobody else wrote it; that it is whole, the manifest shows. */
export interface KeptVault {
  readonly manifest: Bytes;
  readonly entries: readonly KnownEntry[];
  readonly book: ChunkBook;
}

/** The vault as kept, or `undefined` when nothing was kept or something of it does not open. */
export async function readKeptVault(store: SealedStore, vault: VaultId): Promise<KeptVault | undefined> {
  const values = await store.readAll(recordsPrefix(vault));
  if (!values.ok) return undefined;
  const book = new ChunkBook(vault);
  const entries = new Map<EntryId, KnownEntry>();
  let manifest: Bytes | undefined;
  for (const [name, value] of values.value) {
    const chunk = chunkOf(name);
    if (chunk === undefined) {
      if (name === headName(vault)) manifest = decodeHead(value);
      continue;
    }
    const { known, size } = decodeKnown(value);
    book.note(chunk, known, size);
    for (const one of known) {
      // Two windows of one browser keep the same vault, each by its own book: the later record counts.
      const other = entries.get(one.leaf.entry);
      if (other === undefined || other.seq < one.seq) entries.set(one.leaf.entry, one);
    }
  }
  return manifest === undefined ? undefined : { manifest, entries: [...entries.values()], book };
}

/** What stays in memory of a record. */
export function withoutSealed({ leaf, seq, bodySize, header }: EntryRecord): KnownEntry {
  return { leaf, seq, bodySize, header };
}

/** The value that names the manifest under which the kept records stand. */
export function encodeHead(manifest: Bytes): Bytes {
  return utf8(JSON.stringify({ manifestB64: toBase64Url(manifest), v: 1 }));
}

function decodeHead(bytes: Bytes): Bytes | undefined {
  const head = JSON.parse(fromUtf8(bytes) ?? 'null') as { readonly [name: string]: Json } | null;
  return head?.v === 1 ? fromBase64Url(String(head.manifestB64)) : undefined;
}
