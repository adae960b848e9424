import { writeVault } from '@postern/contract';
import {
  type Bytes,
  type EntryId,
  ok,
  type Refusal,
  type Result,
  refuse,
  toBase64Url,
  type VaultId,
} from '@postern/core';
import type { EntryBody } from '@postern/crypto';
import {
  currentEpoch,
  epochIsStale,
  findVault,
  type Head,
  mergeWrite,
  verifyManifest,
} from '@postern/ledger';
import { checkPredecessor } from './check-predecessor.ts';
import type { VerifiedVault } from './check-served-changes.ts';
import { manifestContextOf, type VaultContext } from './context.ts';
import {
  type Intent,
  type PreparedWrite,
  prepareWrite,
  type SealedIntent,
  sealIntent,
} from './prepare-write.ts';
import type { KnownEntry, RecordChange } from './record.ts';
import type { VerifiedStep } from './replica-keeper.ts';

/** What a write can look at while it decides. */
export interface VaultView {
  readonly find: (entry: EntryId) => KnownEntry | undefined;
  readonly openBody: (entry: EntryId) => Promise<Result<EntryBody>>;
}

export type IntentMaker = (view: VaultView) => Promise<Result<readonly Intent[]>>;

/** The replica as a write sees it: what it stands on, and what it does with what came of it. */
export interface WrittenVault {
  readonly vault: VaultId;
  readonly context: VaultContext;
  readonly view: VaultView;
  readonly verified: () => VerifiedVault;
  /** Why nothing may be written any more. */
  readonly stoppedBy: () => Refusal | undefined;
  readonly sync: () => Promise<Result<undefined>>;
  readonly accept: (
    verified: VerifiedVault & Pick<VerifiedStep, 'manifest'>,
    step: Pick<VerifiedStep, 'manifests' | 'changes' | 'bodies'>,
  ) => Promise<void>;
  /** Raises what the server did and cannot have done honestly; answers with the alarm. */
  readonly raise: (refusal: Refusal) => Refusal;
  /** The same for a refusal that may also be the api's. */
  readonly raiseIfWrong: (refusal: Refusal) => Refusal;
}

/** Writers race; each loss costs one sync. So many in a row mean that something else is wrong. */
const maxAttempts = 8;

/**
 * Writes what `make` wants, all or nothing. When others wrote first: an entry that nobody else touched is written again
 * on top; for one that somebody did, `conflict` refuses with `edit_conflict` (`params.entry`) while `again` asks `make`
 * anew. Offline: `offline_read_only`.
 */
export async function writeChanges(
  replica: WrittenVault,
  make: IntentMaker,
  onTheirs: 'conflict' | 'again',
): Promise<Result<undefined>> {
  const { api, organization } = replica.context;
  const stoppedBefore = replica.stoppedBy();
  if (stoppedBefore !== undefined) return stoppedBefore;
  const reached = await reachPin(replica);
  if (!reached.ok) return reached;
  let made = await make(replica.view);
  if (!made.ok) return made;
  let sealed: readonly SealedIntent[] = [];
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const stopped = replica.stoppedBy();
    if (stopped !== undefined) return stopped;
    if (made.value.length === 0) return ok();
    const { seq: judgedAt } = replica.context.ledger().state.head;
    const prepared = await prepare(replica, made.value, sealed);
    if (!prepared.ok) return prepared;
    sealed = prepared.value.sealed;
    const { manifest, changes } = prepared.value;
    const answer = await api.call(writeVault, {
      params: { organization, vault: replica.vault },
      body: { manifest: toBase64Url(manifest), changes: [...changes] },
    });
    if (answer.ok) return acceptOwn(replica, prepared.value, answer.value.head);

    const synced = await afterRefusal(replica, answer, judgedAt);
    if (!synced.ok) return synced;
    const { leaves } = replica.verified();
    const standing = sealed.map(({ intent, change }) =>
      mergeWrite(intent.base, change, leaves.find(intent.entry)),
    );
    if (standing.every(({ kind }) => kind === 'settled')) return ok();
    if (onTheirs === 'again') {
      made = await make(replica.view);
      if (!made.ok) return made;
      continue;
    }
    const conflict = standing.find(({ kind }) => kind === 'conflict');
    if (conflict !== undefined) return refuse('edit_conflict', { params: { entry: conflict.entry } });
    const open = new Set(standing.filter(({ kind }) => kind === 'rebase').map(({ entry }) => entry));
    made = ok(made.value.filter(({ entry }) => open.has(entry)));
  }
  return refuse('manifest_moved');
}

/** Follows the server up to what the account has seen of this vault: nothing is signed on less. */
async function reachPin({ context, vault, verified, sync }: WrittenVault): Promise<Result<undefined>> {
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const { manifest } = verified();
    if (checkPredecessor(manifest?.payload.seq ?? 0, context.pinnedHead(vault)).ok) return ok();
    const synced = await sync();
    if (!synced.ok) return synced.code === 'server_unreachable' ? refuse('offline_read_only') : synced;
  }
  return refuse('manifest_moved');
}

interface SealedWrite extends PreparedWrite {
  readonly sealed: readonly SealedIntent[];
}

/** Seals the intents, those already sealed for the same base and epoch as they were, and signs over them. */
async function prepare(
  { context, vault: id, verified, raiseIfWrong }: WrittenVault,
  intents: readonly Intent[],
  earlier: readonly SealedIntent[],
): Promise<Result<SealedWrite>> {
  let vault = findVault(context.ledger().state, id);
  if (vault !== undefined && epochIsStale(vault)) {
    // Nothing is sealed under a key that somebody who left holds (attack row X5).
    const renewed = await context.renewKey(id);
    if (!renewed.ok) return renewed.code === 'server_unreachable' ? refuse('offline_read_only') : renewed;
    vault = findVault(context.ledger().state, id);
  }
  if (vault === undefined) return refuse('vault_not_shared', { params: { vault: id } });
  const { epoch } = currentEpoch(vault);
  const keys = await context.vaultKeys(id, epoch);
  if (!keys.ok) return raiseIfWrong(keys);
  const sealedBefore = new Map(earlier.map((one) => [one.intent, one]));
  const sealed: SealedIntent[] = [];
  const all = await Promise.all(
    intents.map((intent) => {
      const before = sealedBefore.get(intent);
      const holds =
        before !== undefined && (before.change.kind === 'purge' || before.change.leaf.epoch === epoch);
      return holds ? ok(before) : sealIntent(keys.value, intent);
    }),
  );
  for (const one of all) {
    if (!one.ok) return one;
    sealed.push(one.value);
  }
  const prepared = await prepareWrite(context, keys.value, verified(), sealed);
  if (!prepared.ok) return prepared;
  // Asked last: who may not write here is told that instead.
  const seals = sealed.some(({ change }) => change.kind === 'put');
  if (seals && !(await context.maySeal(id))) return refuse('device_unconfirmed');
  return ok({ ...prepared.value, sealed });
}

async function acceptOwn(
  replica: WrittenVault,
  written: SealedWrite,
  head: Head,
): Promise<Result<undefined>> {
  const context = manifestContextOf(replica.context, replica.vault);
  const verified = await verifyManifest(context, replica.verified().manifest, written.manifest);
  if (!verified.ok) throw new Error(`a manifest of our own does not hold: ${verified.code}`);
  const manifest = verified.value;
  const { seq } = manifest.payload;
  const bodies = new Map<EntryId, Bytes>();
  const changes = written.sealed.map(({ intent, change, header, body }): RecordChange => {
    if (change.kind === 'purge' || intent.content === 'purge')
      return { kind: 'purge', entry: intent.entry, seq };
    bodies.set(intent.entry, body);
    const { leaf } = change;
    const record = {
      leaf,
      seq,
      bodySize: body.length,
      header: intent.content.header,
      sealedHeader: header,
    };
    return { kind: 'put', record };
  });
  await replica.accept(
    { manifest, leaves: written.leaves },
    { manifests: [{ seq, bytes: manifest.bytes }], changes, bodies },
  );
  // It acknowledged something else than what was written.
  if (head.seq !== seq || head.hash !== manifest.hash) return replica.raise(refuse('manifest_fork'));
  return ok();
}

/** Makes good what a write was refused for, where that is ours to do; any other refusal is the answer. */
async function afterRefusal(
  { context, sync }: WrittenVault,
  refusal: Refusal,
  judgedAt: number,
): Promise<Result<undefined>> {
  switch (refusal.code) {
    case 'manifest_moved':
    case 'edit_conflict':
      return sync();
    case 'server_unreachable': {
      // It may have arrived all the same, and only the answer was lost.
      const synced = await sync();
      return !synced.ok && synced.code === 'server_unreachable' ? refuse('offline_read_only') : synced;
    }
    default: {
      // Refused by a ledger that is further than the one it was signed on: what it says now may allow it.
      const refreshed = await context.refreshLedger();
      if (!refreshed.ok) return refreshed;
      return context.ledger().state.head.seq > judgedAt ? sync() : refusal;
    }
  }
}
