import { type BodyRecord, decodeBodiesPack, readBodies } from '@postern/contract';
import { type Bytes, type EntryId, ok, type Result, refuse, type VaultId } from '@postern/core';
import { type EntryBody, openBody } from '@postern/crypto';
import type { StoredValue } from '../store/replica-store.ts';
import { checkBodyHash } from './check-body-hash.ts';
import { checkEntryContent } from './check-entry-content.ts';
import type { VaultContext } from './context.ts';
import type { KnownEntry } from './record.ts';
import { bodiesPrefix, bodyName } from './replica-names.ts';

/** Bodies asked for at once: as many entries, or as much as they are said to weigh. */
const batchEntries = 500;
const batchBytes = 4 * 1024 * 1024;

/** Finds bodies on the device or asks the server, and lets none through that its verified leaf does not vouch for. */
export class BodyReader {
  readonly #context: VaultContext;
  readonly #vault: VaultId;
  readonly #find: (entry: EntryId) => KnownEntry | undefined;

  constructor(context: VaultContext, vault: VaultId, find: (entry: EntryId) => KnownEntry | undefined) {
    this.#context = context;
    this.#vault = vault;
    this.#find = find;
  }

  /**
   * The entry as known and its body, opened. `sync` follows the server when it seems to have moved on. Refused with
   * `not_found`, as api and keys refuse, or with `manifest_wrong` or `opening_failed`.
   */
  async open(
    entry: EntryId,
    sync: () => Promise<Result<undefined>>,
  ): Promise<Result<{ readonly known: KnownEntry; readonly body: EntryBody }>> {
    for (let attempt = 1; ; attempt++) {
      const known = this.#find(entry);
      if (known === undefined) return refuse('not_found');
      const sealed = (await this.#findKept(known)) ?? (await this.#fetch(known));
      if (!sealed.ok) return sealed;
      if (sealed.value !== 'moved') return this.#open(known, sealed.value);
      // Twice in a row with a sync between: what the members signed is being withheld.
      if (attempt === 2) return refuse('manifest_wrong', { params: { entry } });
      const synced = await sync();
      if (!synced.ok) return synced;
    }
  }

  /** Those of these entries, which are all, whose bodies the device does not hold; drops bodies of entries that are gone. */
  async sweep(entries: readonly KnownEntry[]): Promise<readonly KnownEntry[]> {
    const { store } = this.#context;
    const held = new Set(await store.names(bodiesPrefix(this.#vault)));
    const missing: KnownEntry[] = [];
    for (const known of entries) if (!held.delete(this.#nameOf(known))) missing.push(known);
    // Whatever came meanwhile is not among `entries`: only what no entry has any more goes.
    const gone = [...held].filter((name) => !this.#isCurrent(name));
    if (gone.length > 0) await store.write({ remove: gone });
    return missing;
  }

  /**
   * Reads the bodies of these entries in batches and keeps them. Refused as the api refuses, with `manifest_wrong` for a
   * body that its leaf does not vouch for.
   */
  async fill(
    missing: readonly KnownEntry[],
    signal: AbortSignal,
    onProgress: (done: number, total: number) => void,
  ): Promise<Result<undefined>> {
    const { store } = this.#context;
    let done = 0;
    for (const batch of batchesOf(missing)) {
      if (signal.aborted) return ok();
      const fetched = await this.#request(batch.map(({ leaf }) => leaf.entry));
      if (!fetched.ok) return fetched;
      const kept: StoredValue[] = [];
      for (const known of batch) {
        const body = fetched.value.get(known.leaf.entry);
        // Changed or gone meanwhile: the next sync tells.
        if (body?.revision !== known.leaf.revision) continue;
        const checked = checkBodyHash(known.leaf, body.body as Bytes);
        if (!checked.ok) return checked;
        kept.push([this.#nameOf(known), body.body as Bytes]);
      }
      await store.write({ verbatim: kept });
      done += batch.length;
      onProgress(done, missing.length);
    }
    return ok();
  }

  /** The body on this device, if it is the leaf's. One that was damaged here is fetched like one that is missing. */
  async #findKept(known: KnownEntry): Promise<Result<Bytes> | undefined> {
    const [kept] = await this.#context.store.readVerbatim([this.#nameOf(known)]);
    return kept !== undefined && checkBodyHash(known.leaf, kept).ok ? ok(kept) : undefined;
  }

  async #fetch(known: KnownEntry): Promise<Result<Bytes | 'moved'>> {
    const { leaf } = known;
    const fetched = await this.#request([leaf.entry]);
    if (!fetched.ok) return fetched;
    const record = fetched.value.get(leaf.entry);
    if (record === undefined || record.revision !== leaf.revision) return ok('moved');
    const body = record.body.slice() as Bytes;
    const checked = checkBodyHash(leaf, body);
    if (!checked.ok) return checked;
    await this.#context.store.write({ verbatim: [[this.#nameOf(known), body]] });
    return ok(body);
  }

  async #request(entries: readonly EntryId[]): Promise<Result<ReadonlyMap<EntryId, BodyRecord>>> {
    const { api, organization } = this.#context;
    const answer = await api.callPack(readBodies, {
      params: { organization, vault: this.#vault },
      body: { entries: [...entries] },
    });
    if (!answer.ok) return answer;
    const pack = decodeBodiesPack(answer.value);
    if (pack === undefined) return refuse('server_refused_form');
    return ok(new Map(pack.records.map((record) => [record.entry, record])));
  }

  async #open(
    known: KnownEntry,
    sealed: Bytes,
  ): Promise<Result<{ readonly known: KnownEntry; readonly body: EntryBody }>> {
    const { entry, epoch, revision } = known.leaf;
    const keys = await this.#context.vaultKeys(this.#vault, epoch);
    if (!keys.ok) return keys;
    const body = checkEntryContent(await openBody(keys.value, { entry, revision }, sealed));
    return body.ok ? ok({ known, body: body.value }) : body;
  }

  #nameOf({ leaf }: KnownEntry): string {
    return bodyName(this.#vault, leaf.entry, leaf.revision);
  }

  #isCurrent(name: string): boolean {
    const [entry = '', revision = ''] = name.slice(bodiesPrefix(this.#vault).length).split('.');
    return this.#find(entry as EntryId)?.leaf.revision === Number(revision);
  }
}

function* batchesOf(entries: readonly KnownEntry[]): Generator<readonly KnownEntry[]> {
  let batch: KnownEntry[] = [];
  let bytes = 0;
  for (const known of entries) {
    if (batch.length === batchEntries || (batch.length > 0 && bytes + known.bodySize > batchBytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(known);
    bytes += known.bodySize;
  }
  if (batch.length > 0) yield batch;
}
