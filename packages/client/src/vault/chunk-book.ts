import { type EntryId, ok, type Result, type VaultId } from '@postern/core';
import type { StoredValue } from '../store/replica-store.ts';
import type { SealedStore } from '../store/sealed-store.ts';
import type { EntryRecord, KnownEntry, RecordChange } from './record.ts';
import { decodeChunk, encodeChunk, sizeInChunk } from './record-chunk.ts';
import { chunkName } from './replica-names.ts';

/** Few reads at the start, yet an edit rewrites little. */
const maxRecords = 256;
/** Below the largest sealed record (1 MiB), with room for what frames it. */
const maxBytes = 900 * 1024;

interface ChunkFill {
  count: number;
  bytes: number;
}

/** What to write for some changes. `settle` makes the book know of it, once it is written. */
export interface ChunkRewrite {
  readonly seal: readonly StoredValue[];
  readonly remove: readonly string[];
  readonly settle: () => void;
}

/** Which chunk of a vault's replica holds which entry. */
export class ChunkBook {
  readonly #vault: VaultId;
  readonly #chunkByEntry = new Map<EntryId, number>();
  readonly #fills = new Map<number, ChunkFill>();
  #last = 0;

  constructor(vault: VaultId) {
    this.#vault = vault;
  }

  /** Notes a chunk of so many bytes as it was read from the store, or as it was just written. No entries: it is gone. */
  note(chunk: number, entries: readonly KnownEntry[], bytes: number): void {
    this.#last = Math.max(this.#last, chunk);
    if (entries.length === 0) {
      this.#fills.delete(chunk);
      return;
    }
    for (const { leaf } of entries) this.#chunkByEntry.set(leaf.entry, chunk);
    this.#fills.set(chunk, { count: entries.length, bytes });
  }

  /** The chunks as they are after the changes; each entry at most once. Refused if one in the store does not open. */
  async rewrite(
    store: SealedStore,
    changes: readonly RecordChange[],
  ): Promise<Result<ChunkRewrite, 'opening_failed'>> {
    const touched = new Map<number, Map<EntryId, EntryRecord>>();
    const fills = new Map<number, ChunkFill>();
    const touch = async (chunk: number): Promise<Result<Map<EntryId, EntryRecord>, 'opening_failed'>> => {
      const open = touched.get(chunk);
      if (open !== undefined) return ok(open);
      const read = await store.read(chunkName(this.#vault, chunk));
      if (!read.ok) return read;
      const records = new Map(
        (read.value === undefined ? [] : decodeChunk(read.value)).map((r) => [r.leaf.entry, r]),
      );
      touched.set(chunk, records);
      fills.set(chunk, { count: 0, bytes: 0, ...this.#fills.get(chunk) });
      return ok(records);
    };

    for (const change of changes) {
      const entry = change.kind === 'put' ? change.record.leaf.entry : change.entry;
      const chunk = this.#chunkByEntry.get(entry);
      if (chunk === undefined) continue;
      const records = await touch(chunk);
      if (!records.ok) return records;
      const old = records.value.get(entry);
      const fill = fills.get(chunk);
      if (old === undefined || fill === undefined) continue;
      records.value.delete(entry);
      fill.count -= 1;
      fill.bytes -= sizeInChunk(old.sealedHeader);
    }

    let last = this.#last;
    for (const change of changes) {
      if (change.kind !== 'put') continue;
      const { record } = change;
      const size = sizeInChunk(record.sealedHeader);
      const hasRoom = (chunk: number | undefined): chunk is number => {
        const fill = chunk === undefined ? undefined : (fills.get(chunk) ?? this.#fills.get(chunk));
        return fill === undefined ? false : fill.count < maxRecords && fill.bytes + size <= maxBytes;
      };
      const own = this.#chunkByEntry.get(record.leaf.entry);
      const chunk = [own, last].find(hasRoom) ?? last + 1;
      last = Math.max(last, chunk);
      const records = await touch(chunk);
      if (!records.ok) return records;
      records.value.set(record.leaf.entry, record);
      const fill = fills.get(chunk) as ChunkFill;
      fill.count += 1;
      fill.bytes += size;
    }

    const written = [...touched].map(([chunk, records]) => ({ chunk, records: [...records.values()] }));
    return ok({
      seal: written
        .filter(({ records }) => records.length > 0)
        .map(({ chunk, records }): StoredValue => [chunkName(this.#vault, chunk), encodeChunk(records)]),
      remove: written
        .filter(({ records }) => records.length === 0)
        .map(({ chunk }) => chunkName(this.#vault, chunk)),
      settle: () => {
        for (const change of changes) if (change.kind === 'purge') this.#chunkByEntry.delete(change.entry);
        for (const { chunk, records } of written) {
          this.note(chunk, records, fills.get(chunk)?.bytes ?? 0);
        }
      },
    });
  }
}
