import {
  type Bytes,
  concatBytes,
  type EntryId,
  fromBase64Url,
  fromUtf8,
  toBase64Url,
  uint32,
  utf8,
} from '@postern/core';
import type { EntryHeader, VaultHeader } from '@postern/crypto';
import type { EntryRecord } from './record.ts';

/**
 * A few hundred records in one value of the store: reading ten thousand one by one would cost more than opening them.
 * Length of the JSON (4) · headers as a JSON list · for each: entry (16) · revision (4) · epoch (4) · seq (4) · header hash
 * (32) · body hash (32) · body size (4) · length (4) and bytes of the sealed header. Written and read by this device
 * alone, always inside a sealed record (object `18`), so that the opened headers in it need no second check.
 */
const fixedBytes = 16 + 4 + 4 + 4 + 32 + 32 + 4 + 4;

export function encodeChunk(records: readonly EntryRecord[]): Bytes {
  const headers = utf8(JSON.stringify(records.map(({ header }) => header)));
  const parts: Uint8Array[] = [uint32(headers.length), headers];
  for (const { leaf, seq, bodySize, sealedHeader } of records) {
    parts.push(
      fromBase64Url(leaf.entry) as Bytes,
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
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const headersEnd = 4 + view.getUint32(0);
  const headers = JSON.parse(fromUtf8(bytes.subarray(4, headersEnd)) ?? '') as readonly (
    | EntryHeader
    | VaultHeader
  )[];
  // The hashes of all leaves in one array: they stay in memory when the chunk does not.
  const hashes = new Uint8Array(headers.length * 64);
  let at = headersEnd;
  return headers.map((header, index): EntryRecord => {
    hashes.set(bytes.subarray(at + 28, at + 92), index * 64);
    const sealedStart = at + fixedBytes;
    const sealedEnd = sealedStart + view.getUint32(at + 96);
    const record: EntryRecord = {
      leaf: {
        entry: toBase64Url(bytes.subarray(at, at + 16)) as EntryId,
        revision: view.getUint32(at + 16),
        epoch: view.getUint32(at + 20),
        headerHash: hashes.subarray(index * 64, index * 64 + 32),
        bodyHash: hashes.subarray(index * 64 + 32, index * 64 + 64),
      },
      seq: view.getUint32(at + 24),
      bodySize: view.getUint32(at + 92),
      header,
      sealedHeader: bytes.subarray(sealedStart, sealedEnd),
    };
    at = sealedEnd;
    return record;
  });
}

/** No less than what the record takes in a chunk: a header's JSON is shorter than the header sealed and padded. */
export function chunkBytesOf(record: EntryRecord): number {
  return fixedBytes + 2 * record.sealedHeader.length;
}
