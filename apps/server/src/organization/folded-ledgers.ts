import type { HashB64, OrganizationId } from '@postern/core';
import { type HashAt, type Head, type LedgerState, type VerifiedChain, verifyChain } from '@postern/ledger';
import type { Db } from '../platform/db/database.ts';
import { findHead, listEvents } from './ledger-queries.ts';

/** A ledger folded up to its head, and the hashes of its events. */
export interface FoldedLedger {
  readonly state: LedgerState;
  readonly hashAt: HashAt;
}

interface Kept extends FoldedLedger {
  /** Grows with the chain and is shared by the folds along it; `hashAt` does not look past its own head. */
  readonly hashes: HashB64[];
}

/** Hashes kept in memory, over all organizations: about 60 MB. */
const defaultMaxEvents = 500_000;

/**
 * The folded ledgers of this process. INVARIANT: the database is believed, never the memory: a fold is handed out only
 * for a head that was just read, when position and hash are the same. What is missing is read and verified; a fold
 * that the stored chain contradicts is dropped and made anew.
 */
export class FoldedLedgers {
  readonly #db: Db;
  readonly #maxEvents: number;
  /** The least recently used first. */
  readonly #kept = new Map<OrganizationId, Kept>();
  readonly #loading = new Map<OrganizationId, Promise<Kept>>();
  #eventCount = 0;

  constructor(db: Db, maxEvents = defaultMaxEvents) {
    this.#db = db;
    this.#maxEvents = maxEvents;
  }

  /** The ledger at the head that was just read, if it is in memory. */
  keptAt(organization: OrganizationId, head: Head): FoldedLedger | undefined {
    const kept = this.#kept.get(organization);
    if (kept === undefined || !isAt(kept, head)) return undefined;
    this.#keep(organization, kept);
    return kept;
  }

  /** The ledger at the head that was just read, or at a later one if others have written since. */
  async at(organization: OrganizationId, head: Head): Promise<FoldedLedger> {
    const kept = this.keptAt(organization, head);
    if (kept) return kept;
    // One at a time per organization, so that many requests after a restart fold it once.
    const before = this.#loading.get(organization);
    const turn = (before ?? Promise.resolve()).then(
      () => this.#bringTo(organization, head),
      () => this.#bringTo(organization, head),
    );
    this.#loading.set(organization, turn);
    try {
      return await turn;
    } finally {
      if (this.#loading.get(organization) === turn) this.#loading.delete(organization);
    }
  }

  /** The ledger at its stored head, read now; undefined for an organization that is not there. */
  async current(organization: OrganizationId): Promise<FoldedLedger | undefined> {
    const head = await findHead(this.#db.kysely, organization);
    return head && this.at(organization, head);
  }

  /** Takes over what was verified and stored as the continuation of `from`, which spares verifying it again. */
  advance(from: LedgerState, { state, hashes }: VerifiedChain): void {
    const kept = this.#kept.get(state.organization);
    if (kept === undefined || !isAt(kept, from.head)) return;
    kept.hashes.length = from.head.seq + 1;
    kept.hashes.push(...hashes);
    this.#keep(state.organization, fold(state, kept.hashes));
  }

  async #bringTo(organization: OrganizationId, read: Head): Promise<Kept> {
    let head = read;
    let kept = this.#kept.get(organization);
    if (kept && kept.state.head.seq > head.seq) {
      // Somebody wrote between that reading and now; or the database was restored to an earlier moment.
      head = (await findHead(this.#db.kysely, organization)) ?? head;
      if (kept.state.head.seq > head.seq) kept = undefined;
    }
    if (kept && isAt(kept, head)) return kept;
    const fresh =
      (kept && (await this.#read(organization, head, kept))) ?? (await this.#read(organization, head));
    if (fresh === undefined) throw new Error('a stored ledger does not verify');
    this.#keep(organization, fresh);
    return fresh;
  }

  /** The fold at `head`, from `base` or from genesis; undefined when the stored events do not lead there. */
  async #read(organization: OrganizationId, head: Head, base?: Kept): Promise<Kept | undefined> {
    const from = base === undefined ? 0 : base.state.head.seq + 1;
    const events = await listEvents(this.#db.kysely, organization, { from, to: head.seq });
    const verified = await verifyChain(base?.state ?? null, events);
    if (!verified.ok) return undefined;
    const { state, hashes } = verified.value;
    if (state.organization !== organization) return undefined;
    const read = fold(state, [...(base?.hashes.slice(0, from) ?? []), ...hashes]);
    return isAt(read, head) ? read : undefined;
  }

  #keep(organization: OrganizationId, kept: Kept): void {
    const before = this.#kept.get(organization);
    this.#eventCount += eventsOf(kept) - (before ? eventsOf(before) : 0);
    this.#kept.delete(organization);
    this.#kept.set(organization, kept);
    for (const [oldest, dropped] of this.#kept) {
      if (this.#eventCount <= this.#maxEvents || oldest === organization) break;
      this.#kept.delete(oldest);
      this.#eventCount -= eventsOf(dropped);
    }
  }
}

function fold(state: LedgerState, hashes: HashB64[]): Kept {
  const { seq: last } = state.head;
  return { state, hashes, hashAt: (seq) => (seq <= last ? hashes[seq] : undefined) };
}

function eventsOf(kept: Kept): number {
  return kept.state.head.seq + 1;
}

function isAt({ state }: FoldedLedger, head: Head): boolean {
  return state.head.seq === head.seq && state.head.hash === head.hash;
}
