import {
  type Bytes,
  concatBytes,
  fromUtf8,
  type HashB64,
  type OrganizationId,
  uint32,
  utf8,
} from '@postern/core';
import { type LedgerState, stateForm, verifyChain } from '@postern/ledger';
import { maxRecordBytes, type SealedBatch, type SealedStore } from '../store/sealed-store.ts';

/**
 * How a device keeps an organization's verified ledger: the events in sealed batches, and the fold in sealed pieces. A
 * fold is as large as its organization and an event is not, so the fold is written anew only once some have come after
 * it; those are folded again when it is taken up.
 */

/** A fold that this device verified, and the hash of each event below it. */
export interface KeptLedger {
  readonly state: LedgerState;
  readonly hashes: readonly HashB64[];
}

/** Folding so many again takes about as long as writing the fold of a few hundred members. */
const eventsPerFold = 50;

const foldPrefix = (organization: OrganizationId) => `ledger/${organization}/fold/`;
const eventsPrefix = (organization: OrganizationId) => `ledger/${organization}/events/`;
const numbered = (prefix: string, at: number) => `${prefix}${String(at).padStart(10, '0')}`;

/** What this device kept: `foldSeq` is where the fold that was written last stands. */
export interface FoundLedger extends KeptLedger {
  readonly foldSeq: number;
}

/** The ledger this device kept, or `undefined` when there is none that opens: then it is verified anew from genesis. */
export async function readKeptLedger(
  store: SealedStore,
  organization: OrganizationId,
): Promise<FoundLedger | undefined> {
  const pieces = await store.readAll(foldPrefix(organization));
  if (!pieces.ok || pieces.value.length === 0) return undefined;
  const fold = parseFold(concatBytes(...pieces.value.map(([, piece]) => piece)));
  if (fold === undefined) return undefined;
  const foldSeq = fold.state.head.seq;
  // A fold is written together with the last event below it, so that a batch lies wholly on one side of it.
  const events = await readBatches(store, organization, (first) => first > foldSeq);
  if (events === undefined) return undefined;
  if (events.length === 0) return { ...fold, foldSeq };
  const verified = await verifyChain(fold.state, events);
  if (!verified.ok) return undefined;
  const { state, hashes } = verified.value;
  return { state, hashes: [...fold.hashes, ...hashes], foldSeq };
}

/** INVARIANT: sealed by this device from a verified fold, hence not parsed field by field again. */
function parseFold(bytes: Bytes): KeptLedger | undefined {
  try {
    const { form, ...kept } = JSON.parse(fromUtf8(bytes) ?? '') as KeptLedger & { readonly form?: number };
    return form === stateForm ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** The batch that keeps the events that are new in `kept`, with its fold when the one at `foldSeq` is too far back. */
export function keptEventsBatch(
  organization: OrganizationId,
  kept: KeptLedger,
  newEvents: readonly Bytes[],
  foldSeq: number | undefined,
): { readonly batch: SealedBatch; readonly foldSeq: number } {
  const { seq } = kept.state.head;
  if (foldSeq === undefined || seq - foldSeq >= eventsPerFold) {
    return { batch: keptLedgerBatch(organization, kept, newEvents), foldSeq: seq };
  }
  const firstSeq = kept.hashes.length - newEvents.length;
  return { batch: { seal: batchEvents(organization, firstSeq, newEvents) }, foldSeq };
}

/** The batch that keeps a fold in place of the one before, with the events that are new in it. */
export function keptLedgerBatch(
  organization: OrganizationId,
  kept: KeptLedger,
  newEvents: readonly Bytes[],
): SealedBatch {
  const { state, hashes } = kept;
  const bytes = utf8(JSON.stringify({ form: stateForm, state, hashes }));
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
  const firsts = (await store.names(eventsPrefix(organization))).map((name) => firstOf(organization, name));
  const start = firsts.findLast((first) => first <= from) ?? 0;
  const events = await readBatches(store, organization, (first) => first >= start);
  return events?.slice(from - start);
}

function firstOf(organization: OrganizationId, name: string): number {
  return Number(name.slice(eventsPrefix(organization).length));
}

/** The events of the batches whose first event is wanted, in order, or `undefined` when one of them does not open. */
async function readBatches(
  store: SealedStore,
  organization: OrganizationId,
  wanted: (first: number) => boolean,
): Promise<readonly Bytes[] | undefined> {
  const events: Bytes[] = [];
  for (const name of await store.names(eventsPrefix(organization))) {
    if (!wanted(firstOf(organization, name))) continue;
    const batch = await store.read(name);
    if (!batch.ok || batch.value === undefined) return undefined;
    events.push(...splitEvents(batch.value));
  }
  return events;
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
