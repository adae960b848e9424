import { putAccountState } from '@postern/contract';
import {
  encodeCanonical,
  fromBase64Url,
  ok,
  parseCanonical,
  type Refusal,
  type Result,
  refuse,
  toBase64Url,
} from '@postern/core';
import {
  type AccountState,
  deriveSealingKey,
  type OpenedKeyStorage,
  openAccountState,
  sealAccountState,
} from '@postern/crypto';
import { z } from 'zod';
import type { Api } from '../api/api.ts';
import type { SealedStore } from '../store/sealed-store.ts';
import { mergeAccountStates } from './merge-account-state.ts';
import { readServedState } from './open-served-account.ts';
import { refuseOlder } from './refuse-older.ts';

/**
 * The account state on this device: changed here at once and kept, sent to the server by compare-and-swap, and merged
 * with what other devices sent. INVARIANT: its revision never goes back; a server that has an older one (a restored
 * backup, or a replay) is given back what it lost.
 */
export interface AccountStateKeeper {
  readonly current: () => AccountState;
  readonly revision: () => number;
  /** Whether the server may lack some of it. */
  readonly hasUnsent: () => boolean;
  /** Changes the state, keeps it on the device, and sends it; refused as sending was, the change stays. */
  readonly change: (change: (state: AccountState) => AccountState) => Promise<Result<undefined>>;
  /** As `change`, but answers once the device has it; sending follows within a moment. */
  readonly keep: (change: (state: AccountState) => AccountState) => Promise<void>;
  /**
   * As `keep`, for heads, of which every edit brings one: they go along with the next change, or once this device has
   * noted none for a while. What another device of the account wrote, that one sends; this one looks after a minute or two
   * whether it did.
   */
  readonly note: (
    change: (state: AccountState) => AccountState,
    by: 'this device' | 'another',
  ) => Promise<void>;
  /** Merges what the server has, then sends what it lacks. */
  readonly refresh: () => Promise<Result<undefined>>;
  /** Stops sending. */
  readonly close: () => void;
}

/** The state as a device keeps it. */
export interface KeptState {
  readonly state: AccountState;
  readonly revision: number;
  /** The server may lack some of it. */
  readonly unsent: boolean;
}

const recordName = 'account/state';
const sendAfterMs = 500;
/** SPEC: docs/protocol/objects.md, "Account state". */
const quietMs = 20_000;
const longestMs = 120_000;
const attempts = 8;

const keptShape = z.strictObject({
  revision: z.int().min(0),
  sealed: z.string(),
  unsent: z.boolean(),
});

/** The state this device kept, or `undefined` when it kept none that opens. */
export async function readKeptState(
  store: SealedStore,
  opened: OpenedKeyStorage,
): Promise<KeptState | undefined> {
  const record = await store.read(recordName);
  if (!record.ok || record.value === undefined) return undefined;
  const parsed = keptShape.safeParse(parseCanonical(record.value));
  const sealed = parsed.success ? fromBase64Url(parsed.data.sealed) : undefined;
  if (!parsed.success || sealed === undefined) return undefined;
  const { revision, unsent } = parsed.data;
  const state = await openAccountState(await stateKeyOf(opened), contextOf(opened, revision), sealed);
  return state && { state, revision, unsent };
}

/** Keeps a state on the device without sending it. */
export async function writeKeptState(
  store: SealedStore,
  opened: OpenedKeyStorage,
  { state, revision, unsent }: KeptState,
): Promise<void> {
  const sealed = await sealAccountState(await stateKeyOf(opened), contextOf(opened, revision), state);
  const record = encodeCanonical({ revision, sealed: toBase64Url(sealed), unsent });
  await store.write({ seal: [[recordName, record]] });
}

/**
 * A keeper around what was opened. `raise` hears alarms that sending met in the background, `onChange` each change.
 */
export function createAccountStateKeeper(
  api: Api,
  store: SealedStore,
  opened: OpenedKeyStorage,
  start: KeptState,
  hooks: { readonly raise: (refusal: Refusal) => void; readonly onChange: () => void },
): AccountStateKeeper {
  let { state, revision, unsent } = start;
  /** Where the server was last found; behind `revision` after a backup was restored. */
  let serverRevision = revision;
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let quiet: ReturnType<typeof setTimeout> | undefined;
  let latest: ReturnType<typeof setTimeout> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  /** One after another: every step reads what the one before it wrote. */
  const inTurn = <Value>(step: () => Promise<Value>): Promise<Value> => {
    const next = last.then(step, step);
    last = next;
    return next;
  };
  const persist = () => writeKeptState(store, opened, { state, revision, unsent });
  const adopt = async (next: AccountState) => {
    if (next === state) return;
    state = next;
    unsent = true;
    await persist();
    hooks.onChange();
  };
  /** Changes that wait for the device: whatever has come until their turn is kept by one write, in the order it came. */
  let waiting: ((state: AccountState) => AccountState)[] = [];
  let turn: Promise<boolean> | undefined;
  /** Whether these changes, or others that were kept with them, changed anything. */
  const adoptTogether = (change: (state: AccountState) => AccountState): Promise<boolean> => {
    waiting.push(change);
    turn ??= inTurn(async () => {
      const changes = waiting;
      waiting = [];
      turn = undefined;
      const before = state;
      await adopt(changes.reduce((changed, one) => one(changed), state));
      return state !== before;
    });
    return turn;
  };
  const pull = async (): Promise<Result<undefined>> => {
    const served = await readServedState(api, opened);
    if (!served.ok) return served;
    // Merging takes the further of everything, so an older state adds nothing and takes nothing away (row X8).
    const merged = mergeAccountStates(served.value.state, state);
    if (!merged.ok) return merged;
    const behind = !refuseOlder(revision, served.value.revision).ok;
    serverRevision = served.value.revision;
    // Nothing is new on either side: nothing to keep, and no write that readers of the device would wait for.
    if (serverRevision === revision && !unsent && sameState(state, served.value.state)) return ok();
    if (!behind) revision = serverRevision;
    unsent = behind || !sameState(merged.value, served.value.state);
    state = merged.value;
    await persist();
    hooks.onChange();
    return ok();
  };
  /** A restored server is counted up to where the other devices of the account have seen it. */
  const send = async (): Promise<Result<undefined>> => {
    for (let lost = 0; unsent && !closed && lost < attempts; ) {
      const sent = state;
      const next = serverRevision + 1;
      const sealed = await sealAccountState(await stateKeyOf(opened), contextOf(opened, next), sent);
      const put = await api.call(putAccountState, { body: { revision: next, sealed: toBase64Url(sealed) } });
      if (put.ok) {
        serverRevision = next;
        if (serverRevision < revision) continue;
        revision = serverRevision;
        unsent = state !== sent;
        await persist();
        hooks.onChange();
      } else if (put.code === 'state_moved') {
        lost += 1;
        const pulled = await pull();
        if (!pulled.ok) return pulled;
      } else {
        return put;
      }
    }
    return unsent && !closed ? refuse('state_moved') : ok();
  };
  const pullAndSend = async () => {
    const pulled = await pull();
    return pulled.ok ? send() : pulled;
  };
  const clearTimers = () => {
    for (const one of [timer, quiet, latest]) clearTimeout(one);
    timer = quiet = latest = undefined;
  };
  /** Whichever time comes first carries everything that is unsent. */
  const at = (ms: number, step: () => Promise<Result<undefined>>) => {
    const set = setTimeout(() => {
      clearTimers();
      if (!unsent) return;
      void inTurn(step).then((done) => {
        if (!done.ok && !closed) hooks.raise(done);
      });
    }, ms);
    // In Node a client that waits to send heads keeps no process alive: it sends them when it is opened again.
    if (ms > sendAfterMs && typeof set === 'object') set.unref();
    return set;
  };
  const sendSoon = () => {
    if (!closed) timer ??= at(sendAfterMs, send);
  };
  const sendLater = (by: 'this device' | 'another') => {
    if (closed) return;
    // The devices of an account do not all look at once.
    latest ??= at(longestMs * (0.5 + Math.random() / 2), pullAndSend);
    if (by === 'another') return;
    clearTimeout(quiet);
    quiet = at(quietMs, send);
  };

  return {
    current: () => state,
    revision: () => revision,
    hasUnsent: () => unsent,
    change: (change) =>
      inTurn(async () => {
        await adopt(change(state));
        return send();
      }),
    keep: async (change) => {
      if (await adoptTogether(change)) sendSoon();
    },
    note: async (change, by) => {
      if (await adoptTogether(change)) sendLater(by);
    },
    refresh: () => inTurn(pullAndSend),
    close: () => {
      closed = true;
      clearTimers();
    },
  };
}

function stateKeyOf({ accountSecret }: OpenedKeyStorage) {
  return deriveSealingKey(accountSecret, 'state');
}

function contextOf({ keys, statement }: OpenedKeyStorage, revision: number) {
  return { account: keys.account, revision, secretVersion: statement.secretVersion };
}

/** Whether both know the same; lists may be in another order. */
function sameState(a: AccountState, b: AccountState): boolean {
  return (
    a.keyStorageVersion === b.keyStorageVersion &&
    a.keyring.length === b.keyring.length &&
    a.confirmed.length === b.confirmed.length &&
    sameWords(a.drawnWords, b.drawnWords) &&
    sameRefusals(a.refusals, b.refusals) &&
    sameHeads(a.heads, b.heads) &&
    sameHeads(a.vaultHeads, b.vaultHeads)
  );
}

function sameWords(a: AccountState['drawnWords'], b: AccountState['drawnWords']): boolean {
  const proofs = new Set(b.map(({ proof }) => proof));
  return a.length === b.length && a.every(({ proof }) => proofs.has(proof));
}

function sameRefusals(a: AccountState['refusals'] = [], b: AccountState['refusals'] = []): boolean {
  const names = new Set(b.map((one) => `${one.org}/${one.statementHash}/${one.told}`));
  return a.length === b.length && a.every((one) => names.has(`${one.org}/${one.statementHash}/${one.told}`));
}

function sameHeads(
  a: readonly { readonly hash: string; readonly turn?: number }[],
  b: readonly { readonly hash: string; readonly turn?: number }[],
): boolean {
  const names = new Set(b.map(({ hash, turn = 0 }) => `${hash}/${turn}`));
  return a.length === b.length && a.every(({ hash, turn = 0 }) => names.has(`${hash}/${turn}`));
}
