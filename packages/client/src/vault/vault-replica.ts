import { type HeaderRecord, readHeads } from '@postern/contract';
import { type Bytes, type EntryId, ok, type Refusal, type Result, refuse, type VaultId } from '@postern/core';
import type { EntryBody } from '@postern/crypto';
import {
  checkContents,
  type Head,
  type HeadComparison,
  type LeafChange,
  LeafSet,
  type ManifestContext,
  verifyManifest,
} from '@postern/ledger';
import { BodyReader } from './body-reader.ts';
import { checkBodyHash } from './check-body-hash.ts';
import { checkServedChanges, type VerifiedVault } from './check-served-changes.ts';
import { checkServedHead } from './check-served-head.ts';
import { manifestContextOf, type VaultContext } from './context.ts';
import { explainServedWrong } from './explain-served-wrong.ts';
import { giveBack } from './give-back.ts';
import { readKeptVault, withoutSealed } from './kept-vault.ts';
import { openChanges } from './open-changes.ts';
import { readServedChanges } from './read-served-changes.ts';
import type { KnownEntry } from './record.ts';
import { ReplicaKeeper, type VerifiedStep } from './replica-keeper.ts';
import { recordsPrefix } from './replica-names.ts';
import { Turn } from './turn.ts';
import { type IntentMaker, type VaultView, type WrittenVault, writeChanges } from './write-changes.ts';

/** What hears of a replica. */
export interface ReplicaListener {
  /** These entries are new or changed, those are gone. */
  readonly entriesChanged: (vault: VaultId, set: readonly KnownEntry[], removed: readonly EntryId[]) => void;
  /** The server is behind and what it lost could not be given back yet, or no longer. */
  readonly behindChanged: (vault: VaultId, behind: boolean) => void;
  /** Records of a first or large sync as they arrive. */
  readonly received: (vault: VaultId, records: number) => void;
}

/**
 * One vault on this device: verified leaves and opened headers in memory, everything on the device's disk. Starts from
 * the store, follows the server, and keeps the last verified state whatever the server says next.
 * INVARIANT: `#verified` only ever moves from one verified state to the next.
 */
export class VaultReplica {
  readonly vault: VaultId;
  readonly #context: VaultContext;
  readonly #listener: ReplicaListener;
  readonly #turn = new Turn();
  readonly #bodies: BodyReader;
  #keeper: ReplicaKeeper;
  #verified: VerifiedVault = { manifest: null, leaves: LeafSet.empty };
  #known = new Map<EntryId, KnownEntry>();
  #alarm: Refusal | undefined;
  #behind = false;
  #closed = false;
  /** Entries whose bodies this device may lack; before it was looked through, any. */
  #lacking: Set<EntryId> | undefined;

  constructor(context: VaultContext, vault: VaultId, listener: ReplicaListener) {
    this.vault = vault;
    this.#context = context;
    this.#listener = listener;
    this.#keeper = new ReplicaKeeper(context.store, vault, undefined);
    this.#bodies = new BodyReader(context, vault, (entry) => this.#known.get(entry));
  }

  /** The verified manifest this replica stands at; absent before the vault's first. */
  get head(): Head | undefined {
    const { manifest } = this.#verified;
    return manifest === null ? undefined : { seq: manifest.payload.seq, hash: manifest.hash };
  }

  /** What the server showed and cannot be true; from then on this vault is read-only. */
  get alarm(): Refusal | undefined {
    return this.#alarm;
  }

  get behind(): boolean {
    return this.#behind;
  }

  find(entry: EntryId): KnownEntry | undefined {
    return this.#known.get(entry);
  }

  entries(): Iterable<KnownEntry> {
    return this.#known.values();
  }

  /** Takes up what the device kept, without asking the server for anything. */
  load(): Promise<void> {
    return this.#turn.take(async () => {
      const { store } = this.#context;
      const kept = await readKeptVault(store, this.vault);
      if (kept === undefined || this.#closed) return;
      const manifest = await verifyManifest(this.#manifestContext(), null, kept.manifest);
      const leaves = LeafSet.from(kept.entries.map(({ leaf }) => leaf));
      if (!manifest.ok || !checkContents(manifest.value, leaves).ok) {
        // Damaged on the device, which is no word against the server: it is read anew, against the pin.
        await store.write({ removePrefixes: [recordsPrefix(this.vault)] });
        return;
      }
      if (this.#closed) return;
      this.#keeper = new ReplicaKeeper(store, this.vault, kept.book);
      this.#verified = { manifest: manifest.value, leaves };
      this.#known = new Map(kept.entries.map((entry) => [entry.leaf.entry, entry]));
      this.#listener.entriesChanged(this.vault, kept.entries, []);
    });
  }

  /** Forgets everything opened and keeps nothing more. */
  close(): void {
    this.#closed = true;
    this.#keeper.stop();
    this.#known = new Map();
    this.#verified = { manifest: null, leaves: LeafSet.empty };
  }

  /**
   * Follows the server up to its newest manifest. `hint` is a head that the server named for this vault a moment ago;
   * without one it is asked. Refused as the api refuses, with the alarm that was raised, or with `manifest_behind`.
   */
  sync(hint?: Head): Promise<Result<undefined>> {
    return this.#turn.take(() => this.#sync(hint));
  }

  /** Follows a head that the server told of unasked. One that this replica has reached or passed costs no request. */
  hear(head: Head): Promise<Result<undefined>> {
    return this.#turn.take(async () => {
      const own = this.head;
      const passed = own !== undefined && head.seq < own.seq && !this.#behind;
      if (passed && (await this.#keeper.hashAt(head.seq)) === head.hash) return ok();
      return this.#sync(head);
    });
  }

  /** Writes what `make` wants, as {@link writeChanges} does, and answers once the server has accepted it. */
  write(make: IntentMaker, onTheirs: 'conflict' | 'again'): Promise<Result<undefined>> {
    return this.#turn.take(() => writeChanges(this.#asWritten(), make, onTheirs));
  }

  /** An entry and its body as they stand, opened against the verified leaf. */
  async openEntry(entry: EntryId): Promise<Result<{ readonly known: KnownEntry; readonly body: EntryBody }>> {
    const opened = await this.#bodies.open(entry, () => this.sync());
    return opened.ok ? opened : this.#raiseIfWrong(opened);
  }

  /** Reads every body that the device does not hold yet, so that everything opens offline. */
  async fillBodies(
    signal: AbortSignal,
    onProgress: (done: number, total: number) => void,
  ): Promise<Result<undefined>> {
    const lacking = this.#lacking;
    if (lacking?.size === 0) return ok();
    // Whatever comes from here on is for the next round.
    this.#lacking = new Set();
    const missing =
      lacking === undefined
        ? await this.#bodies.sweep([...this.#known.values()])
        : [...lacking].flatMap((entry) => this.#known.get(entry) ?? []);
    const filled = await this.#bodies.fill(missing, signal, onProgress);
    if (filled.ok && !signal.aborted) return filled;
    this.#lacking = undefined;
    return filled.ok ? filled : this.#raiseIfWrong(filled);
  }

  async #sync(hint?: Head): Promise<Result<undefined>> {
    if (this.#closed) return refuse('locked');
    if (this.#alarm !== undefined) return this.#alarm;
    if (hint !== undefined) {
      const pin = this.#context.pinnedHead(this.vault);
      const standing = await this.#compare(hint, pin);
      if (standing === 'same' || standing === 'ahead') return this.#follow(standing, hint, pin);
      // Anything else may be a hint that a write, ours or another device's, has overtaken.
    }
    // INVARIANT: the pin is read before the server is asked, so that it can't have moved past an honest answer.
    const pin = this.#context.pinnedHead(this.vault);
    const asked = await this.#askHead();
    if (!asked.ok) return asked;
    return this.#follow(await this.#compare(asked.value, pin), asked.value, pin);
  }

  async #compare(served: Head | undefined, pin: Head | undefined): Promise<HeadComparison> {
    const own = this.head;
    const ownHashAt = async (seq: number) =>
      own === undefined || seq > own.seq ? undefined : seq === own.seq ? own.hash : this.#keeper.hashAt(seq);
    const ownHashThere = served && (await ownHashAt(served.seq));
    return checkServedHead(served, own, pin, ownHashThere, pin && (await ownHashAt(pin.seq)));
  }

  #follow(
    standing: HeadComparison,
    served: Head | undefined,
    pin: Head | undefined,
  ): Promise<Result<undefined>> | Result<undefined> {
    switch (standing) {
      case 'same':
        this.#setBehind(false);
        return ok();
      case 'ahead':
        return this.#pull(pin);
      case 'behind':
        return this.#giveBack(served?.seq ?? 0);
      case 'fork':
        return this.#raise(refuse('manifest_fork'));
      case 'older':
        return this.#raise(refuse('manifest_older'));
    }
  }

  async #askHead(): Promise<Result<Head | undefined>> {
    const { api, organization } = this.#context;
    const answer = await api.call(readHeads, { params: { organization }, query: {} });
    if (!answer.ok) return answer;
    if (answer.value.same) return refuse('server_refused_form');
    const { vaults } = answer.value.heads;
    return ok(Object.hasOwn(vaults, this.vault) ? vaults[this.vault] : undefined);
  }

  async #pull(pin: Head | undefined): Promise<Result<undefined>> {
    const since = this.#verified.manifest?.payload.seq ?? 0;
    const served = await readServedChanges(this.#context, this.vault, since, pin, (records) =>
      this.#listener.received(this.vault, records),
    );
    if (!served.ok) return served;
    const check = () => checkServedChanges(this.#manifestContext(), this.#verified, pin, served.value);
    let checked = await check();
    if (!checked.ok && checked.code === 'ledger_behind') {
      const refreshed = await this.#context.refreshLedger();
      if (!refreshed.ok) return refreshed;
      checked = await check();
    }
    if (!checked.ok) return this.#raise(checked);
    const changes = await openChanges(this.#context, this.vault, checked.value.changes, served.value.records);
    if (!changes.ok) return this.#raiseIfWrong(changes);
    const bodies = bodiesAlong(checked.value.changes, served.value.records);
    if (!bodies.ok) return this.#raise(bodies);
    const manifests = served.value.manifests.map((bytes, at, { length }) => ({
      seq: checked.value.manifest.payload.seq - (length - 1 - at),
      bytes,
    }));
    await this.#accept(checked.value, { manifests, changes: changes.value, bodies: bodies.value }, 'another');
    this.#setBehind(false);
    return ok();
  }

  /** INVARIANT: called with what `checkServedChanges` let through, or with a write of our own that was accepted. */
  async #accept(
    verified: VerifiedVault & { readonly manifest: VerifiedStep['manifest'] },
    step: Pick<VerifiedStep, 'manifests' | 'changes' | 'bodies'>,
    by: 'this device' | 'another',
  ): Promise<void> {
    if (this.#closed) return;
    const before = (entry: EntryId) => this.#known.get(entry);
    await this.#keeper.keep({ ...step, manifest: verified.manifest, before });
    if (this.#closed) return;
    this.#verified = { manifest: verified.manifest, leaves: verified.leaves };
    const set: KnownEntry[] = [];
    const removed: EntryId[] = [];
    for (const change of step.changes) {
      if (change.kind === 'put') {
        const known = withoutSealed(change.record);
        this.#known.set(known.leaf.entry, known);
        set.push(known);
        if (!step.bodies.has(known.leaf.entry)) this.#lacking?.add(known.leaf.entry);
      } else {
        this.#known.delete(change.entry);
        this.#lacking?.delete(change.entry);
        removed.push(change.entry);
      }
    }
    const { hash, payload } = verified.manifest;
    await this.#context.pin(this.vault, { seq: payload.seq, hash }, by);
    this.#listener.entriesChanged(this.vault, set, removed);
  }

  async #giveBack(servedSeq: number): Promise<Result<undefined>> {
    this.#setBehind(true);
    const tail = await this.#keeper.tailAfter(servedSeq, this.head?.seq ?? 0);
    if (tail === undefined) return refuse('manifest_behind', { params: { vault: this.vault } });
    const returned = await giveBack(this.#context, this.vault, tail, (entry) => this.#known.has(entry));
    if (returned.ok) this.#setBehind(false);
    return returned;
  }

  readonly #view: VaultView = {
    find: (entry) => this.#known.get(entry),
    openBody: async (entry) => {
      const opened = await this.#bodies.open(entry, () => this.#sync());
      return opened.ok ? ok(opened.value.body) : this.#raiseIfWrong(opened);
    },
  };

  /** INVARIANT: for use within a turn only. */
  #asWritten(): WrittenVault {
    return {
      vault: this.vault,
      context: this.#context,
      view: this.#view,
      verified: () => this.#verified,
      stoppedBy: () => (this.#closed ? refuse('locked') : this.#alarm),
      sync: () => this.#sync(),
      accept: (verified, step) => this.#accept(verified, step, 'this device'),
      raise: (refusal) => this.#raise(refusal),
      raiseIfWrong: (refusal) => this.#raiseIfWrong(refusal),
    };
  }

  #manifestContext(): ManifestContext {
    return manifestContextOf(this.#context, this.vault);
  }

  #setBehind(behind: boolean): void {
    if (this.#behind === behind) return;
    this.#behind = behind;
    this.#listener.behindChanged(this.vault, behind);
  }

  /** Raises the alarm for what a check of ours refused. */
  #raise(refusal: Refusal): Refusal {
    const alarm = explainServedWrong(this.vault, refusal);
    // A server that is only older may catch up, and a key may still come; nothing else is believed again this session.
    if (!passing.has(alarm.code)) this.#alarm = alarm;
    this.#context.raise(alarm);
    return alarm;
  }

  /** As {@link VaultReplica.#raise} where the api may have refused as well, which says nothing of the vault. */
  #raiseIfWrong(refusal: Refusal): Refusal {
    return wrongContents.has(refusal.code) ? this.#raise(refusal) : refusal;
  }
}

/**
 * The bodies that came along with changed headers, each as its verified leaf has it; `manifest_wrong` for another one.
 * `served` are the records that the changes were made from, in the same order.
 */
function bodiesAlong(
  changes: readonly LeafChange[],
  served: readonly HeaderRecord[],
): Result<VerifiedStep['bodies']> {
  const bodies = new Map<EntryId, Bytes>();
  for (const [at, change] of changes.entries()) {
    const body = served[at]?.body;
    if (body === undefined || change.kind === 'purge') continue;
    // Copied, so that a body does not keep the whole pack in memory.
    const own = body.slice() as Bytes;
    const checked = checkBodyHash(change.leaf, own);
    if (!checked.ok) return checked;
    bodies.set(change.leaf.entry, own);
  }
  return ok(bodies);
}

/** What opening may find wrong with what was served. */
const wrongContents: ReadonlySet<string> = new Set([
  'manifest_wrong',
  'opening_failed',
  'keys_missing',
  'key_commitment_wrong',
]);

/** Alarms that may end by themselves. */
const passing: ReadonlySet<string> = new Set(['manifest_behind', 'keys_missing', 'key_commitment_wrong']);
