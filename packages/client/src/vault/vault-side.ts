import { readHeads } from '@postern/contract';
import { encodeCanonical, type Json, ok, type Result, refuse, type VaultId } from '@postern/core';
import { hashB64, vaultEntryId } from '@postern/crypto';
import { findVault, type Head, hasRight, isName, vaultsOf } from '@postern/ledger';
import type { EntryRef, SyncState, VaultFacts, VaultPort, WriteAnswer } from '../port.ts';
import type { VaultContext, VaultSide } from './context.ts';
import { EntryCatalogue } from './entry-catalogue.ts';
import { isVaultHeader, openedEntryOf } from './entry-content.ts';
import {
  addEntries,
  changeHeaders,
  createFolder,
  editEntry,
  moveEntry,
  nameVault,
  purgeEntries,
  restore,
  setFavourite,
  trash,
} from './entry-writes.ts';
import { type ReplicaListener, VaultReplica } from './vault-replica.ts';

/** The page draws its first rows in this time. */
const warmAfterMs = 100;
/** One change is drawn at once; of many, drawing each would cost more than taking them in. */
const drawEveryMs = 100;
/** As many requests as a browser has under way at one server. */
const vaultsAtOnce = 6;
/** Fewer are as quickly made by the search that needs them. */
const manyChanged = 500;

/**
 * The vault side of an organization that was entered: its replicas, what they list, and what people do with them.
 * Nothing is read before `load`.
 */
export function createVaultSide(context: VaultContext): VaultSide {
  let catalogue = new EntryCatalogue();
  const replicas = new Map<VaultId, VaultReplica>();
  const closing = new AbortController();
  const now = () => context.clock.nowMs();
  let revision = 0;
  let warming: ReturnType<typeof setTimeout> | undefined;
  let progress: SyncState | undefined;
  let filling: Promise<void> = Promise.resolve();
  /** Vaults are being read: what has changed is drawn a few times a second, and at the end. */
  let reading = 0;
  let drawnAtMs = 0;
  let drawLater = false;
  const draw = () => {
    drawLater = reading > 0 && performance.now() - drawnAtMs < drawEveryMs;
    if (drawLater) return;
    drawnAtMs = performance.now();
    context.changed();
  };

  /** Gets the first search ready: after the list is drawn, before somebody has typed. */
  const warmSoon = () => {
    clearTimeout(warming);
    const warm = () => {
      if (!closing.signal.aborted && !catalogue.warm()) warming = setTimeout(warm, 0);
    };
    warming = setTimeout(warm, warmAfterMs);
  };

  const listener: ReplicaListener = {
    entriesChanged: (vault, set, removed) => {
      if (closing.signal.aborted) return;
      catalogue.update(vault, set, removed);
      if (set.length > manyChanged) warmSoon();
      revision += 1;
      draw();
    },
    behindChanged: draw,
    received: (_vault, done) => {
      progress = { state: 'syncing', done, total: undefined };
      draw();
    },
  };

  /** The replicas of the vaults that the ledger grants now; one that is no longer granted goes from the lists. */
  const granted = (): readonly VaultReplica[] => {
    if (closing.signal.aborted) return [];
    const vaults = vaultsOf(context.ledger().state, context.member);
    const ids = new Set(vaults.map(({ id }) => id));
    for (const [id, replica] of replicas) {
      if (ids.has(id)) continue;
      replicas.delete(id);
      const gone = [...replica.entries()].map(({ leaf }) => leaf.entry);
      listener.entriesChanged(id, [], gone);
    }
    return vaults.map(({ id }) => {
      const existing = replicas.get(id);
      if (existing !== undefined) return existing;
      const replica = new VaultReplica(context, id, listener);
      replicas.set(id, replica);
      return replica;
    });
  };

  const find = (vault: VaultId): VaultReplica | undefined =>
    granted().find((replica) => replica.vault === vault);
  const within = async <Value>(
    vault: VaultId,
    work: (replica: VaultReplica) => Promise<Result<Value>>,
  ): Promise<Result<Value>> => {
    if (closing.signal.aborted) return refuse('locked');
    const replica = find(vault);
    return replica === undefined ? refuse('vault_not_shared', { params: { vault } }) : work(replica);
  };

  const openEntry: VaultPort['openEntry'] = ({ vault, entry }) =>
    within(vault, async (replica) => {
      const opened = await replica.openEntry(entry);
      if (!opened.ok) return opened;
      const { known, body } = opened.value;
      if (isVaultHeader(known.header)) return refuse('not_found');
      return ok(openedEntryOf(vault, known, known.header, body));
    });

  /** A conflict goes to the person with the other version; whatever else was refused, as it was. */
  const answerWrite = async (ref: EntryRef, written: Result<unknown>): Promise<WriteAnswer> => {
    if (written.ok) return ok(ref);
    if (written.code !== 'edit_conflict') return written;
    const theirs = await openEntry(ref);
    return theirs.ok ? { ok: false, code: 'edit_conflict', theirs: theirs.value } : theirs;
  };

  const port: VaultPort = {
    listEntries: async (scope, query) => catalogue.list(scope, query),
    listPart: async (scope, query, window) => catalogue.part(scope, query, window),
    openEntry,
    addEntry: (vault, draft) =>
      within(vault, async (replica) => {
        const added = await addEntries(replica, [draft], now());
        if (!added.ok) return added;
        const [entry] = added.value;
        return entry === undefined ? refuse('changes_empty') : ok({ vault, entry });
      }),
    editEntry: async (ref, seen, draft) =>
      answerWrite(
        ref,
        await within(ref.vault, (replica) => editEntry(replica, ref.entry, seen, draft, now())),
      ),
    setFavourite: ({ vault, entry }, favourite) =>
      within(vault, (replica) => changeHeaders(replica, [entry], setFavourite(favourite, now()))),
    moveEntry: ({ vault, entry }, to) =>
      within(vault, (from) =>
        within(to, async (target) => {
          if (from === target) return ok({ vault, entry });
          const { state } = context.ledger();
          // Asked before anything is written: a move is two writes.
          for (const [of, right] of [
            [vault, 'delete'],
            [vault, 'edit'],
            [to, 'edit'],
          ] as const) {
            if (!hasRight(state, context.member, of, right) || !canWrite(of))
              return refuse('permission_missing', { params: { right, vault: of } });
          }
          const moved = await moveEntry(from, entry, target);
          return moved.ok ? ok({ vault: to, entry: moved.value }) : moved;
        }),
      ),
    trashEntry: ({ vault, entry }) =>
      within(vault, (replica) => changeHeaders(replica, [entry], trash(now()))),
    restoreEntry: ({ vault, entry }) => within(vault, (replica) => changeHeaders(replica, [entry], restore)),
    purgeEntry: ({ vault, entry }) => within(vault, (replica) => purgeEntries(replica, [entry])),
    createVault: async (name) => {
      if (!isName(name)) return refuse('name_invalid', { field: '/name' });
      const created = await context.createVault('shared');
      if (!created.ok) return created;
      const named = await within(created.value, (replica) => nameVault(replica, name, now()));
      context.changed();
      return named.ok ? created : named;
    },
    createPersonalVault: async () => {
      const created = await context.createVault('personal');
      context.changed();
      return created;
    },
    createFolder: (vault, name) => within(vault, (replica) => createFolder(replica, name, now())),
  };

  const canWrite = (vault: VaultId): boolean => {
    const { state } = context.ledger();
    return findVault(state, vault)?.archived === false && hasRight(state, context.member, vault, 'edit');
  };

  const factsOf = ({ vault: id }: VaultReplica, count: number): VaultFacts => {
    const header = replicas.get(id)?.find(vaultEntryId)?.header;
    const own = header !== undefined && isVaultHeader(header) ? header : undefined;
    const kind = findVault(context.ledger().state, id)?.kind ?? 'shared';
    return {
      id,
      name: own?.name ?? '',
      kind,
      count,
      canEdit: canWrite(id),
      folders: own?.folders ?? [],
    };
  };

  const syncState = (): SyncState => {
    if ([...replicas.values()].some((replica) => replica.behind)) return { state: 'behind' };
    return progress ?? { state: 'synced' };
  };

  /** Reads missing bodies in the background, one round after another, as long as this side is open. */
  const fill = (): void => {
    filling = filling.then(async () => {
      for (const replica of granted()) {
        if (closing.signal.aborted) return;
        const filled = await replica.fillBodies(closing.signal, () => {});
        // The next sync tries again; what is wrong has been raised.
        if (!filled.ok) return;
      }
    });
  };

  /** Heads of the vaults as the server has them, or `same` when they are those that we have. */
  const askHeads = async (): Promise<Result<'same' | Readonly<Record<string, Head>>>> => {
    const own: Record<string, Head> = {};
    for (const replica of granted()) if (replica.head !== undefined) own[replica.vault] = replica.head;
    const known = hashB64(encodeCanonical({ ledger: context.ledger().state.head, vaults: own } as Json));
    const { api, organization } = context;
    const answer = await api.call(readHeads, { params: { organization }, query: { known } });
    if (!answer.ok) return answer;
    return ok(answer.value.same ? 'same' : answer.value.heads.vaults);
  };

  /** INVARIANT: `same` is only believed of what is at or beyond its pin. */
  const isAtPin = (replica: VaultReplica): boolean => {
    const pin = context.pinnedHead(replica.vault);
    return pin === undefined || (replica.head?.seq === pin.seq && replica.head.hash === pin.hash);
  };

  const syncAll = async (): Promise<Result<undefined>> => {
    const heads = await askHeads();
    if (!heads.ok) return heads;
    const served = heads.value;
    const waiting = granted().filter((replica) => {
      if (served === 'same') return replica.behind || !isAtPin(replica);
      // A vault nobody wrote to yet has no head, and needs no asking.
      return served[replica.vault] !== undefined || replica.head !== undefined || !isAtPin(replica);
    });
    let refused: Result<undefined> = ok();
    const syncNext = async (): Promise<void> => {
      for (let replica = waiting.shift(); replica !== undefined; replica = waiting.shift()) {
        if (closing.signal.aborted) {
          refused = refuse('locked');
          return;
        }
        const synced = await replica.sync(served === 'same' ? undefined : served[replica.vault]);
        if (!synced.ok) refused = synced;
      }
    };
    await Promise.all(Array.from({ length: vaultsAtOnce }, syncNext));
    return refused;
  };

  return {
    port,
    load: async () => {
      await Promise.all(granted().map((replica) => replica.load()));
    },
    sync: async (vault, hint) => {
      if (closing.signal.aborted) return refuse('locked');
      reading += 1;
      const synced = await (vault === undefined
        ? syncAll()
        : within(vault, (replica) => (hint === undefined ? replica.sync() : replica.hear(hint)))
      ).finally(() => {
        reading -= 1;
      });
      const shown = progress !== undefined;
      if (reading === 0) progress = undefined;
      if (shown || drawLater) draw();
      fill();
      return synced;
    },
    facts: () => {
      const { tags, counts, perVault } = catalogue.summary();
      const vaults = granted().map((replica) => factsOf(replica, perVault.get(replica.vault) ?? 0));
      return { vaults, tags, counts, revision, sync: syncState() };
    },
    heads: () =>
      granted().flatMap((replica) => {
        const { head, vault } = replica;
        return head === undefined ? [] : [{ vault, name: factsOf(replica, 0).name, head }];
      }),
    close: () => {
      closing.abort();
      clearTimeout(warming);
      for (const replica of replicas.values()) replica.close();
      replicas.clear();
      catalogue = new EntryCatalogue();
    },
    addEntries: (vault, drafts) =>
      within(vault, async (replica) => {
        const added = await addEntries(replica, drafts, now());
        return added.ok ? ok(added.value.map((entry) => ({ vault, entry }))) : added;
      }),
    filled: () => filling,
  };
}
