import { readLedger } from '@postern/contract';
import { type Bytes, type HashB64, type OrganizationId, ok, type Result, refuse } from '@postern/core';
import { hashB64 } from '@postern/crypto';
import { furtherHead, type Head, type LedgerState, verifyChain } from '@postern/ledger';
import { bytesOfWire } from '../account/key-storage-wire.ts';
import type { Api } from '../api/api.ts';
import type { SealedStore } from '../store/sealed-store.ts';
import type { VerifiedLedger } from '../vault/context.ts';
import { Turn } from '../vault/turn.ts';
import { judgeServedLedger, type LedgerStanding } from './judge-served-ledger.ts';
import { type KeptLedger, keptEventsBatch, readKeptEvents, readKeptLedger } from './ledger-records.ts';

/** An organization's ledger on this device: verified once, kept, and carried forward event by event. */
export interface LedgerKeeper {
  /** What is verified so far; `undefined` before the first verification. */
  readonly known: () => VerifiedLedger | undefined;
  /** Where the server stood when it was last asked. */
  readonly standing: () => LedgerStanding;
  /** The head down to which the server's history reached when it was last found behind. */
  readonly servedHead: () => Head | undefined;
  /** Takes up what this device kept. */
  readonly load: () => Promise<void>;
  /**
   * Reads and verifies what the server has beyond what is known. A refusal is the gate's, the network's, or an alarm:
   * `ledger_fork`, `ledger_older`, `ledger_invalid`, `signature_wrong`, `organization_unknown`.
   */
  readonly sync: (onProgress?: (done: number, total: number) => void) => Promise<Result<LedgerStanding>>;
  /**
   * Takes up events of our own that the server has accepted, `state` being the verified fold with them. A sync may have
   * brought them first; another event in their place is a `ledger_fork`.
   */
  readonly adopt: (state: LedgerState, events: readonly Bytes[]) => Promise<Result<undefined>>;
  /** The events from `from` on (all, without it), as they were signed. */
  readonly events: (from?: number) => Promise<readonly Bytes[] | undefined>;
}

/**
 * A keeper of one organization's ledger. `pin` is the head in the sealed account state; `onHead` hears each new
 * verified head.
 */
export function createLedgerKeeper(setup: {
  readonly api: Api;
  readonly store: SealedStore;
  readonly organization: OrganizationId;
  readonly pin: () => Head | undefined;
  readonly onHead: (state: LedgerState) => Promise<void>;
}): LedgerKeeper {
  const { api, store, organization } = setup;
  let kept: KeptLedger | undefined;
  /** Where the fold stands that is on the device. */
  let keptFoldSeq: number | undefined;
  const writing = new Turn();
  let standing: LedgerStanding = 'same';
  let servedHead: Head | undefined;
  const reading = new Turn();
  let toRead: Promise<Result<LedgerStanding>> | undefined;

  const hashAt = (seq: number): HashB64 | undefined => kept?.hashes[seq];
  /** INVARIANT: `events` continue what is kept now; nothing is awaited between looking and this. */
  const takeUp = async (
    state: LedgerState,
    events: readonly Bytes[],
    hashes: readonly HashB64[],
  ): Promise<void> => {
    const next = { state, hashes: [...(kept?.hashes ?? []), ...hashes] };
    kept = next;
    // One after the other: an older fold must not be the last that is written.
    await writing.take(async () => {
      const { batch, foldSeq } = keptEventsBatch(organization, next, events, keptFoldSeq);
      // What could not be written is made good by the next fold.
      keptFoldSeq = undefined;
      await store.write(batch);
      keptFoldSeq = foldSeq;
    });
    await setup.onHead(state);
  };
  const adopt = async (state: LedgerState, events: readonly Bytes[]): Promise<Result<undefined>> => {
    const from = state.head.seq + 1 - events.length;
    const known = kept?.hashes.slice(from) ?? [];
    const own = events.map((event) => hashB64(event));
    if (known.some((hash, at) => at < own.length && hash !== own[at])) return refuse('ledger_fork');
    if (known.length < own.length) {
      await takeUp(state, events.slice(known.length), own.slice(known.length));
    }
    return ok();
  };
  const readFrom = async (from: number): Promise<Result<readonly Bytes[]>> => {
    const events: Bytes[] = [];
    for (;;) {
      const page = await api.call(readLedger, {
        params: { organization },
        query: { from: from + events.length },
      });
      if (!page.ok) return page;
      events.push(...page.value.events.map(bytesOfWire));
      if (!page.value.more) return ok(events);
      if (page.value.events.length === 0) return refuse('server_refused_form');
    }
  };

  /** The server shows no event at a position that this device knows: is it behind, or does it tell another history? */
  const judgeShorter = async (own: Head): Promise<Result<LedgerStanding>> => {
    const served = await readFrom(0);
    if (!served.ok) return served;
    const hashes = served.value.map((event) => hashB64(event));
    const last = hashes.at(-1);
    if (last === undefined) return refuse('ledger_invalid');
    const head = { seq: hashes.length - 1, hash: last };
    const judged = judgeServedLedger(organization, own, { head, hashAt: (seq) => hashes[seq] }, hashAt);
    // Longer after all: something was appended between the two questions, and the next one will show it.
    if (judged.ok && judged.value === 'behind') servedHead = head;
    return judged;
  };

  const syncOnce = async (
    onProgress?: (done: number, total: number) => void,
  ): Promise<Result<LedgerStanding>> => {
    const base = kept;
    const own = base?.state.head;
    const pinned = setup.pin();
    const pin = own && pinned ? furtherHead(own, pinned) : (own ?? pinned);
    // The last known event is read once more: a server that shows another one there has another history.
    const served = await readFrom(own?.seq ?? 0);
    if (!served.ok) return served;
    // What was read continues a state that an append of our own has moved on from.
    if (kept !== base) return syncOnce(onProgress);
    let events = served.value;
    if (own !== undefined) {
      const [first] = events;
      if (first === undefined) return judgeShorter(own);
      if (hashB64(first) !== own.hash) return refuse('ledger_fork');
      events = events.slice(1);
    }
    const verified = await verifyChain(base?.state ?? null, events, onProgress);
    if (!verified.ok) return explainInvalid(verified);
    if (kept !== base) return syncOnce(onProgress);
    const { state, hashes } = verified.value;
    const knownBefore = base?.hashes.length ?? 0;
    const judged = judgeServedLedger(
      organization,
      pin,
      {
        head: state.head,
        hashAt: (seq) => (seq < knownBefore ? hashAt(seq) : hashes[seq - knownBefore]),
      },
      hashAt,
    );
    if (!judged.ok) return judged;
    if (events.length > 0) await takeUp(state, events, hashes);
    return judged;
  };

  return {
    known: () => (kept === undefined ? undefined : { state: kept.state, hashAt }),
    standing: () => standing,
    servedHead: () => servedHead,
    load: async () => {
      if (kept !== undefined) return;
      const found = await readKeptLedger(store, organization);
      // A kept fold of another organization would be a fault of the device; it is verified anew.
      if (found?.state.organization !== organization || kept !== undefined) return;
      kept = { state: found.state, hashes: found.hashes };
      keptFoldSeq = found.foldSeq;
    },
    sync: (onProgress) => {
      // Whoever asks while the server is being read may have heard of what it was read without: that takes one more.
      toRead ??= reading.take(() => {
        toRead = undefined;
        return syncOnce(onProgress);
      });
      return toRead.then((result) => {
        if (result.ok) standing = result.value;
        return result;
      });
    },
    adopt,
    // What is known may still be on its way to the device.
    events: (from) => writing.take(() => readKeptEvents(store, organization, from)),
  };
}

/** A served event that does not hold. What this client is too old to read is no alarm. */
export function explainInvalid(refusal: { readonly code: string; readonly params?: unknown }) {
  if (refusal.code === 'client_outdated') return refuse('client_outdated');
  return refuse(refusal.code === 'signature_wrong' ? 'signature_wrong' : 'ledger_invalid');
}
