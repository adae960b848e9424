import {
  type Bytes,
  concatBytes,
  encodeCanonical,
  type HashB64,
  type Json,
  type OrganizationId,
  parseCanonical,
  uint32,
} from '@postern/core';
import type { LedgerState } from '@postern/ledger';
import { maxRecordBytes, type SealedBatch, type SealedStore } from '../store/sealed-store.ts';

/** How a device keeps an organization's verified ledger: the fold in sealed pieces, the events in sealed batches. */

/** A fold that this device verified, and the hash of each event below it. */
export interface KeptLedger {
  readonly state: LedgerState;
  readonly hashes: readonly HashB64[];
}

const foldPrefix = (organization: OrganizationId) => `ledger/${organization}/fold/`;
const eventsPrefix = (organization: OrganizationId) => `ledger/${organization}/events/`;
const numbered = (prefix: string, at: number) => `${prefix}${String(at).padStart(10, '0')}`;

/** The fold this device kept, or `undefined` when there is none that opens: then it is verified anew from genesis. */
export async function readKeptLedger(
  store: SealedStore,
  organization: OrganizationId,
): Promise<KeptLedger | undefined> {
  const pieces = await store.readAll(foldPrefix(organization));
  if (!pieces.ok || pieces.value.length === 0) return undefined;
  // INVARIANT: sealed by this device from a verified fold, hence not parsed field by field again.
  const kept = parseCanonical(concatBytes(...pieces.value.map(([, piece]) => piece)));
  return kept === undefined ? undefined : (kept as unknown as KeptLedger);
}

/** The batch that keeps a fold in place of the one before, with the events that are new in it. */
export function keptLedgerBatch(
  organization: OrganizationId,
  kept: KeptLedger,
  newEvents: readonly Bytes[],
): SealedBatch {
  const bytes = encodeCanonical(kept as unknown as Json);
  const prefix = foldPrefix(organization);
  const pieces: [string, Bytes][] = [];
  for (let at = 0; at < bytes.length; at += maxRecordBytes) {
    pieces.push([numbered(prefix, pieces.length), bytes.slice(at, at + maxRecordBytes)]);
  }
  const firstSeq = kept.hashes.length - newEvents.length;
  return {
    removePrefixes: [prefix, ...(firstSeq === 0 ? [eventsPrefix(organization)] : [])],
    seal: [...pieces, ...batchEvents(organization, firstSeq, newEvents)],
  };
}

/** The bytes of kept events from `from` on, in order, or `undefined` when one of them does not open. */
export async function readKeptEvents(
  store: SealedStore,
  organization: OrganizationId,
  from = 0,
): Promise<readonly Bytes[] | undefined> {
  const prefix = eventsPrefix(organization);
  const names = await store.names(prefix);
  const firsts = names.map((name) => Number(name.slice(prefix.length)));
  const start = Math.max(
    0,
    firsts.findLastIndex((first) => first <= from),
  );
  const events: Bytes[] = [];
  for (const name of names.slice(start)) {
    const batch = await store.read(name);
    if (!batch.ok || batch.value === undefined) return undefined;
    events.push(...splitEvents(batch.value));
  }
  return events.slice(Math.max(0, from - (firsts[start] ?? 0)));
}

function batchEvents(organization: OrganizationId, firstSeq: number, events: readonly Bytes[]) {
  const records: [string, Bytes][] = [];
  let parts: Bytes[] = [];
  let size = 0;
  let from = firstSeq;
  const flush = (next: number) => {
    if (parts.length > 0) records.push([numbered(eventsPrefix(organization), from), concatBytes(...parts)]);
    parts = [];
    size = 0;
    from = next;
  };
  for (const [at, event] of events.entries()) {
    if (size > 0 && size + event.length + 4 > maxRecordBytes) flush(firstSeq + at);
    parts.push(uint32(event.length), event);
    size += event.length + 4;
  }
  flush(firstSeq + events.length);
  return records;
}

function splitEvents(batch: Bytes): Bytes[] {
  const events: Bytes[] = [];
  const view = new DataView(batch.buffer, batch.byteOffset, batch.byteLength);
  for (let at = 0; at < batch.length; ) {
    const length = view.getUint32(at);
    events.push(batch.slice(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return events;
}
