import { changesMeta, decodeChangesPack, type HeaderRecord, readChanges } from '@postern/contract';
import {
  type Bytes,
  type EntryId,
  fromBase64Url,
  ok,
  type Result,
  refuse,
  type VaultId,
} from '@postern/core';
import { type Head, parseManifest } from '@postern/ledger';
import type { ServedChanges } from './check-served-changes.ts';
import type { VaultContext } from './context.ts';

/** A vault that is written to without pause moves on between two pages; then its changes are read anew. */
const maxAttempts = 4;

/**
 * What the server gives as changed since manifest `since` (0: all), in one piece, and the manifests after `pin` when
 * they are not among them. `onProgress` hears how many records have come. Refused as the api refuses, or with
 * `server_refused_form` for what is not a pack.
 */
export async function readServedChanges(
  { api, organization }: Pick<VaultContext, 'api' | 'organization'>,
  vault: VaultId,
  since: number,
  pin: Head | undefined,
  onProgress: (records: number) => void = () => {},
): Promise<Result<ServedChanges>> {
  const readPage = async (from: number, after: EntryId | undefined): Promise<Result<Page>> => {
    const pack = await api.callPack(readChanges, {
      params: { organization, vault },
      query: after === undefined ? { since: from } : { since: from, after },
    });
    return pack.ok ? parsePage(pack.value) : pack;
  };
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const first = await readPage(since, undefined);
    if (!first.ok) return first;
    const { manifests } = first.value;
    const newest = manifests.at(-1);
    const records = [...first.value.records];
    onProgress(records.length);
    let { next } = first.value;
    let moved = false;
    while (next !== undefined && !moved) {
      const page = await readPage(since, next);
      if (!page.ok) return page;
      moved = !sameManifest(newest, page.value.manifests.at(-1));
      if (page.value.records.length === 0 && page.value.next !== undefined)
        return refuse('server_refused_form');
      records.push(...page.value.records);
      onProgress(records.length);
      next = page.value.next;
    }
    if (moved) continue;
    const newestSeq = newest === undefined ? 0 : seqOf(newest);
    if (since > 0 || pin === undefined || newestSeq <= pin.seq) return ok({ manifests, records });
    // The manifests alone: records come in the order of their ids, and behind the last of all there is none.
    const later = await readPage(pin.seq, records.at(-1)?.entry);
    if (!later.ok) return later;
    // The vault may have moved on since the first page: what came later is for the next sync.
    const sincePin = later.value.manifests.filter((manifest) => seqOf(manifest) <= newestSeq);
    return ok({ manifests, records, sincePin });
  }
  return refuse('manifest_moved');
}

interface Page {
  readonly manifests: readonly Bytes[];
  readonly records: readonly HeaderRecord[];
  readonly next: EntryId | undefined;
}

function parsePage(bytes: Bytes): Result<Page, 'server_refused_form'> {
  const pack = decodeChangesPack(bytes);
  const meta = changesMeta.safeParse(pack?.meta);
  if (pack === undefined || !meta.success) return refuse('server_refused_form');
  const manifests = meta.data.manifests.map((text) => fromBase64Url(text) as Bytes);
  return ok({ manifests, records: pack.records, next: meta.data.next });
}

function sameManifest(a: Bytes | undefined, b: Bytes | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/** The position a manifest claims, unverified; what can't be parsed is left for the check to refuse. */
function seqOf(manifest: Bytes): number {
  const parsed = parseManifest(manifest);
  return parsed.ok ? parsed.value.payload.seq : 0;
}
