import {
  type Bytes,
  type EntryId,
  fromUtf8,
  type HashB64,
  type Json,
  utf8,
  type VaultId,
} from '@postern/core';
import { hashB64 } from '@postern/crypto';
import type { VerifiedManifest } from '@postern/ledger';
import type { StoredValue } from '../store/replica-store.ts';
import type { SealedStore } from '../store/sealed-store.ts';
import { ChunkBook } from './chunk-book.ts';
import { encodeHead } from './kept-vault.ts';
import type { EntryRecord, KnownEntry, RecordChange } from './record.ts';
import { decodeChunk } from './record-chunk.ts';
import {
  bodyName,
  chunkOf,
  headName,
  manifestName,
  manifestsPrefix,
  purgeName,
  purgesPrefix,
  recordsPrefix,
} from './replica-names.ts';

/** One step of a vault that has been verified or accepted, ready to be kept. */
export interface VerifiedStep {
  readonly manifest: VerifiedManifest;
  /** Every manifest since the last step, the newest included, verbatim. */
  readonly manifests: readonly { readonly seq: number; readonly bytes: Bytes }[];
  readonly changes: readonly RecordChange[];
  /** Bodies that came along, by entry, sealed. */
  readonly bodies: ReadonlyMap<EntryId, Bytes>;
  /** What was known before, to take its body out. */
  readonly before: (entry: EntryId) => KnownEntry | undefined;
}

/** As many as a server takes back at once (contract, `returnVault`). */
const manifestsKept = 10_000;

/**
 * Keeps a vault on the device, one verified step at a time, each wholly or not at all. When the medium fails, nothing
 * more is kept for the rest of the session: what is there stays a consistent older state, from which the next one goes on.
 */
export class ReplicaKeeper {
  readonly #store: SealedStore;
  readonly #vault: VaultId;
  #book: ChunkBook;
  #stopped = false;

  constructor(store: SealedStore, vault: VaultId, book: ChunkBook | undefined) {
    this.#store = store;
    this.#vault = vault;
    this.#book = book ?? new ChunkBook(vault);
  }

  async keep({ manifest, manifests, changes, bodies, before }: VerifiedStep): Promise<void> {
    if (this.#stopped) return;
    const rewrite = await this.#book.rewrite(this.#store, changes);
    if (!rewrite.ok) return this.#giveUp();
    if (this.#stopped) return;
    const outdated: string[] = [];
    const purged = new Map<number, EntryId[]>();
    for (const change of changes) {
      const entry = change.kind === 'put' ? change.record.leaf.entry : change.entry;
      const old = before(entry);
      if (old !== undefined) outdated.push(bodyName(this.#vault, entry, old.leaf.revision));
      if (change.kind === 'purge') purged.set(change.seq, [...(purged.get(change.seq) ?? []), entry]);
    }
    const newBodies = changes.flatMap((change): StoredValue[] => {
      if (change.kind !== 'put') return [];
      const { entry, revision } = change.record.leaf;
      const body = bodies.get(entry);
      return body === undefined ? [] : [[bodyName(this.#vault, entry, revision), body]];
    });
    const tooOld = manifest.payload.seq - manifestsKept;
    try {
      await this.#store.write({
        remove: [
          ...rewrite.value.remove,
          ...outdated,
          ...(tooOld > 0 ? [manifestName(this.#vault, tooOld), purgeName(this.#vault, tooOld)] : []),
        ],
        seal: [
          ...rewrite.value.seal,
          [headName(this.#vault), encodeHead(manifest.bytes)],
          ...[...purged].map(
            ([seq, entries]): StoredValue => [purgeName(this.#vault, seq), utf8(JSON.stringify(entries))],
          ),
        ],
        verbatim: [
          ...manifests.map(({ seq, bytes }): StoredValue => [manifestName(this.#vault, seq), bytes]),
          ...newBodies,
        ],
      });
    } catch {
      this.#stopped = true;
      return;
    }
    rewrite.value.settle();
  }

  /** Keeps nothing from here on: another session may have begun to. */
  stop(): void {
    this.#stopped = true;
  }

  /** The hash of a manifest this device kept, or `undefined`. */
  async hashAt(seq: number): Promise<HashB64 | undefined> {
    const [bytes] = await this.#store.readVerbatim([manifestName(this.#vault, seq)]);
    return bytes === undefined ? undefined : hashB64(bytes);
  }

  /** What this device has beyond manifest `seq`, for a server that lost it; `undefined` when it is not all there. */
  async tailAfter(seq: number, head: number): Promise<KeptTail | undefined> {
    const prefix = manifestsPrefix(this.#vault);
    const manifests = (await this.#store.readAllVerbatim(prefix))
      .filter(([name]) => Number(name.slice(prefix.length)) > seq)
      .map(([, bytes]) => bytes);
    if (manifests.length !== head - seq) return undefined;
    const values = await this.#store.readAll(recordsPrefix(this.#vault));
    const purges = await this.#store.readAll(purgesPrefix(this.#vault));
    if (!values.ok || !purges.ok) return undefined;
    const records = values.value
      .filter(([name]) => chunkOf(name) !== undefined)
      .flatMap(([, chunk]) => decodeChunk(chunk))
      .filter((record) => record.seq > seq);
    const bodies = await this.#store.readVerbatim(
      records.map(({ leaf }) => bodyName(this.#vault, leaf.entry, leaf.revision)),
    );
    const purgedFrom = purgesPrefix(this.#vault).length;
    const purged = purges.value
      .filter(([name]) => Number(name.slice(purgedFrom)) > seq)
      .flatMap(([, list]) => JSON.parse(fromUtf8(list) ?? '[]') as Json as EntryId[]);
    const written: { record: EntryRecord; body: Bytes }[] = [];
    for (const [at, record] of records.entries()) {
      const body = bodies[at];
      if (body === undefined) return undefined;
      written.push({ record, body });
    }
    return { manifests, written, purged: [...new Set(purged)] };
  }

  async #giveUp(): Promise<void> {
    this.#stopped = true;
    // Damaged on the device: the next session reads it anew from the server, against the pin.
    await this.#store.write({ removePrefixes: [recordsPrefix(this.#vault)] });
  }
}

export interface KeptTail {
  readonly manifests: readonly Bytes[];
  readonly written: readonly { readonly record: EntryRecord; readonly body: Bytes }[];
  readonly purged: readonly EntryId[];
}
