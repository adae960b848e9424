import { type Bytes, concatBytes, type EntryId, fromUtf8, uint32, utf8 } from '@postern/core';
import type { EntryHeader, VaultHeader } from '@postern/crypto';
import type { EntryRecord, KnownEntry } from './record.ts';

/**
 * A few hundred records in one value of the store: reading ten thousand one by one would cost more than opening them.
 * Length of the JSON (4) · entries and headers as two JSON lists · for each: revision (4) · epoch (4) · seq (4) · header
 * hash (32) · body hash (32) · body size (4) · length (4) and bytes of the sealed header. Written and read by this device
 * alone, always inside a sealed record (object `18`), so that the opened headers in it need no second check.
 */
const fixedBytes = 4 + 4 + 4 + 32 + 32 + 4 + 4;
/** What an entry's id takes in the JSON. */
const idBytes = 25;

export function encodeChunk(records: readonly EntryRecord[]): Bytes {
  const lists = [records.map(({ leaf }) => leaf.entry), records.map(({ header }) => header)];
  const json = utf8(JSON.stringify(lists));
  const parts: Uint8Array[] = [uint32(json.length), json];
  for (const { leaf, seq, bodySize, sealedHeader } of records) {
    parts.push(
      uint32(leaf.revision),
      uint32(leaf.epoch),
      uint32(seq),
      leaf.headerHash,
      leaf.bodyHash,
      uint32(bodySize),
      uint32(sealedHeader.length),
      sealedHeader,
    );
  }
  return concatBytes(...parts);
}

/** The records of a chunk. Throws for bytes that `encodeChunk` did not make: this device sealed them itself. */
export function decodeChunk(bytes: Bytes): readonly EntryRecord[] {
  return decode(bytes, (known, sealedHeader) => ({ ...known, sealedHeader })).kept;
}

/** As {@link decodeChunk} without the sealed headers, so that nothing of the chunk stays in memory; and its size. */
export function decodeKnown(bytes: Bytes): { readonly known: readonly KnownEntry[]; readonly size: number } {
  const { kept, size } = decode(bytes, (known) => known);
  return { known: kept, size };
}

function decode<Kept>(
  bytes: Bytes,
  keep: (known: KnownEntry, sealedHeader: Bytes) => Kept,
): { readonly kept: readonly Kept[]; readonly size: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const jsonEnd = 4 + view.getUint32(0);
  const [entries, headers] = JSON.parse(fromUtf8(bytes.subarray(4, jsonEnd)) ?? '') as readonly [
    readonly EntryId[],
    readonly (EntryHeader | VaultHeader)[],
  ];
  // The hashes of all leaves in one array: they stay in memory when the chunk does not.
  const hashes = new Uint8Array(entries.length * 64);
  let at = jsonEnd;
  let size = 0;
  const kept = entries.map((entry, index) => {
    const from = index * 64;
    hashes.set(bytes.subarray(at + 12, at + 76), from);
    const sealedStart = at + fixedBytes;
    const sealedEnd = sealedStart + view.getUint32(at + 80);
    const known: KnownEntry = {
      leaf: {
        entry,
        revision: view.getUint32(at),
        epoch: view.getUint32(at + 4),
        headerHash: hashes.subarray(from, from + 32),
        bodyHash: hashes.subarray(from + 32, from + 64),
      },
      seq: view.getUint32(at + 8),
      bodySize: view.getUint32(at + 76),
      header: headers[index] as EntryHeader | VaultHeader,
    };
    at = sealedEnd;
    const sealedHeader = bytes.subarray(sealedStart, sealedEnd);
    size += sizeInChunk(sealedHeader);
    return keep(known, sealedHeader);
  });
  return { kept, size };
}

/** No less than what the record takes in a chunk: a header's JSON is shorter than the header sealed and padded. */
export function sizeInChunk(sealedHeader: Bytes): number {
  return fixedBytes + idBytes + 2 * sealedHeader.length;
}
