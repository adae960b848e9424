import type { HashB64, OrganizationId } from '@postern/core';
import { ok, type Result, refuse } from '@postern/core';
import type {
  AccountState,
  DrawnWords,
  FormerKeys,
  KeyringItem,
  OpenedKeyStorage,
  SaidRefusal,
} from '@postern/crypto';

type LedgerHead = AccountState['heads'][number];
type VaultHead = AccountState['vaultHeads'][number];

/** What a new account starts with. */
export const emptyAccountState: AccountState = {
  keyStorageVersion: 1,
  keyring: [],
  heads: [],
  vaultHeads: [],
  confirmed: [],
  drawnWords: [],
  formerKeys: [],
};

/**
 * One state that holds everything two devices of an account know: of each head the further, of keys and confirmations
 * all. `ledger_fork` or `manifest_wrong` when the two have verified different things at one position: then the server
 * shows its devices different histories, and there is nothing to merge.
 */
export function mergeAccountStates(
  a: AccountState,
  b: AccountState,
): Result<AccountState, 'ledger_fork' | 'manifest_wrong'> {
  const bothHeads = mergeHeads(a.heads, b.heads, (head) => head.org);
  if (bothHeads === undefined) return refuse('ledger_fork');
  const heads = led(bothHeads.map((head) => turned(head, [...a.heads, ...b.heads])));
  const vaultHeads = mergeHeads(a.vaultHeads, b.vaultHeads, (head) => `${head.org}/${head.vault}`);
  if (vaultHeads === undefined) return refuse('manifest_wrong');
  return ok({
    keyStorageVersion: Math.max(a.keyStorageVersion, b.keyStorageVersion),
    keyring: mergeKeyrings(a.keyring, b.keyring),
    heads,
    vaultHeads,
    confirmed: [...new Set([...a.confirmed, ...b.confirmed])],
    drawnWords: openWords([...a.drawnWords, ...b.drawnWords], heads),
    ...refusalsIn([...(a.refusals ?? []), ...(b.refusals ?? [])]),
    formerKeys: newestFormer([...a.formerKeys, ...b.formerKeys]),
  });
}

/** The state with this ledger head, if it is further than the one it has and its address was not turned away from it. */
export function withLedgerHead(state: AccountState, head: LedgerHead): AccountState {
  const known = state.heads.find((one) => one.org === head.org);
  if (known !== undefined && known.seq >= head.seq) return state;
  const next = turned(head, known === undefined ? [] : [known]);
  const heads = led([...state.heads.filter((one) => one.org !== head.org), next]);
  if (!heads.includes(next)) return state;
  return { ...state, heads, drawnWords: openWords(state.drawnWords, heads) };
}

/**
 * The state with an organization to which its address leads from now on, on every device of the account. Only for what the
 * person has said: who founds something, and who joins where another organization was given up.
 */
export function withAddressTurned(state: AccountState, head: LedgerHead): AccountState {
  const before = state.heads.filter((one) => one.org !== head.org && one.address === head.address);
  if (before.length === 0) return withLedgerHead(state, head);
  const turn = 1 + Math.max(...before.map(turnOf));
  const known = withLedgerHead(state, { ...head, turn });
  return { ...known, heads: led(known.heads.map((one) => (one.org === head.org ? { ...one, turn } : one))) };
}

function turnOf({ turn = 0 }: LedgerHead): number {
  return turn;
}

/** The head with the last turn that is known of its organization. */
function turned(head: LedgerHead, known: readonly LedgerHead[]): LedgerHead {
  const turn = Math.max(turnOf(head), ...known.filter(({ org }) => org === head.org).map(turnOf));
  return turn === 0 ? head : { ...head, turn };
}

/** Without the heads of organizations from which their address was turned away: a device that had not heard of it brings them. */
function led(heads: readonly LedgerHead[]): readonly LedgerHead[] {
  const last = new Map<string, number>();
  for (const head of heads) last.set(head.address, Math.max(turnOf(head), last.get(head.address) ?? 0));
  return heads.filter((head) => turnOf(head) === last.get(head.address));
}

/** The state with this manifest head, if it is further than the one it has. */
export function withVaultHead(state: AccountState, head: VaultHead): AccountState {
  const same = (one: VaultHead) => one.org === head.org && one.vault === head.vault;
  const known = state.vaultHeads.find(same);
  if (known !== undefined && known.seq >= head.seq) return state;
  return { ...state, vaultHeads: [...state.vaultHeads.filter((one) => !same(one)), head] };
}

/** The state with these keys added to its keyring. */
export function withKeys(state: AccountState, items: readonly KeyringItem[]): AccountState {
  return { ...state, keyring: mergeKeyrings(state.keyring, items) };
}

/** Whoever replaces keys more often than this before an organization opens again is let in there as with forgotten keys. */
const mostFormer = 16;

/** The state with these former keys in it. */
export function withFormerKeys(state: AccountState, former: FormerKeys): AccountState {
  return { ...state, formerKeys: newestFormer([...state.formerKeys, former]) };
}

/** Each generation once, oldest first. INVARIANT: a number names one generation for good, so equal numbers are equal keys. */
function newestFormer(all: readonly FormerKeys[]): readonly FormerKeys[] {
  const byGeneration = new Map(all.map((one) => [one.generation, one]));
  return [...byGeneration.values()].sort((a, b) => a.generation - b.generation).slice(-mostFormer);
}

/** Whether the account once began anew without its keys, as far as its state tells: what it knew before is gone then. */
export function hasBegunAnew(
  { keys }: Pick<OpenedKeyStorage, 'keys'>,
  { formerKeys }: AccountState,
): boolean {
  return Math.min(keys.generation, ...formerKeys.map(({ generation }) => generation)) > 1;
}

/** Of all organizations together so many words wait for an answer. */
const mostWords = 64;

/** The state with these words in it. Those of before stay: somebody may have heard them. */
export function withDrawnWords(state: AccountState, drawn: DrawnWords): AccountState {
  const all = openWords([...state.drawnWords, drawn], state.heads);
  return { ...state, drawnWords: all.toSorted(byAge).slice(-mostWords) };
}

/** Of one account's keys in one organization so many words wait for an answer, the newest. */
const mostWordsOfOne = 8;

/**
 * Every words once, without those that have done their work: whoever takes an organization up knows its ledger, and tells it
 * to the other devices by the head.
 */
function openWords(all: readonly DrawnWords[], heads: readonly LedgerHead[]): readonly DrawnWords[] {
  const known = new Map(heads.map(({ org, seq }) => [org, seq]));
  const bySubject = new Map<string, Map<string, DrawnWords>>();
  for (const one of all) {
    if ((known.get(one.org) ?? -1) >= one.nextSeq) continue;
    const subject = `${one.org}/${one.member}/${one.statementHash}`;
    bySubject.set(subject, (bySubject.get(subject) ?? new Map()).set(one.proof, one));
  }
  return [...bySubject.values()].flatMap((words) => [...words.values()].sort(byAge).slice(-mostWordsOfOne));
}

/** Oldest first, and the same order on every device. What a head ends first is oldest. */
function byAge(a: DrawnWords, b: DrawnWords): number {
  return a.nextSeq - b.nextSeq || a.drawnAtMs - b.drawnAtMs || (a.proof < b.proof ? -1 : 1);
}

/** What is left to tell of this statement, or of any. */
export function untoldRefusals(state: AccountState, statementHash?: HashB64): readonly SaidRefusal[] {
  return (state.refusals ?? []).filter(
    (one) => !one.told && (statementHash === undefined || one.statementHash === statementHash),
  );
}

/** The state with a statement refused, to be told to every organization that it knows. */
export function withRefusal(state: AccountState, statementHash: HashB64, atMs: number): AccountState {
  const said = state.heads.map(({ org }) => ({ atMs, org, statementHash, told: false }));
  return { ...state, ...refusalsIn([...(state.refusals ?? []), ...said]) };
}

/** The state with nothing left to tell of a statement, to one organization or to any. */
export function withRefusalTold(
  state: AccountState,
  statementHash: HashB64,
  org?: OrganizationId,
): AccountState {
  const told = untoldRefusals(state, statementHash)
    .filter((one) => org === undefined || one.org === org)
    .map((one) => ({ ...one, told: true }));
  return told.length === 0 ? state : { ...state, ...refusalsIn([...(state.refusals ?? []), ...told]) };
}

/** So many are remembered, the newest. */
const mostRefusals = 64;

/** Each refusal once; what one device has told is told. */
function refusalsIn(all: readonly SaidRefusal[]): Pick<AccountState, 'refusals'> {
  const byName = new Map<string, SaidRefusal>();
  for (const one of all) {
    const name = `${one.org}/${one.statementHash}`;
    const known = byName.get(name);
    const told = one.told || known?.told === true;
    byName.set(name, { ...one, atMs: Math.max(one.atMs, known?.atMs ?? 0), told });
  }
  const names = (one: SaidRefusal) => `${one.org}/${one.statementHash}`;
  const newest = [...byName.values()]
    .sort((a, b) => b.atMs - a.atMs || (names(a) < names(b) ? -1 : 1))
    .slice(0, mostRefusals);
  return newest.length === 0 ? {} : { refusals: newest };
}

function mergeKeyrings(a: readonly KeyringItem[], b: readonly KeyringItem[]): readonly KeyringItem[] {
  // INVARIANT: every key was compared with the ledger's commitment before it came here, so equal names are equal keys.
  const all = [...new Map([...b, ...a].map((item) => [keyName(item), item])).values()];
  return all.length <= mostKeys ? all : newestKeys(all);
}

/** A sealed account state is at most 1 MiB, and a key takes less than 230 bytes of it. */
const mostKeys = 3000;

/**
 * The newest keys of everything before the second newest of anything: older epochs are opened again through the links
 * from newer ones. The same for the same keys, in whatever order they came.
 */
function newestKeys(items: readonly KeyringItem[]): readonly KeyringItem[] {
  const bySubject = new Map<string, KeyringItem[]>();
  for (const item of items) {
    const subject = subjectOf(item);
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), item]);
  }
  const ranked = [...bySubject.values()].flatMap((epochs) =>
    [...epochs].sort((a, b) => b.epoch - a.epoch).map((item, rank) => ({ item, rank })),
  );
  ranked.sort((a, b) => a.rank - b.rank || (keyName(a.item) < keyName(b.item) ? -1 : 1));
  return ranked.slice(0, mostKeys).map(({ item }) => item);
}

function keyName(item: KeyringItem): string {
  return `${subjectOf(item)}/${item.epoch}`;
}

function subjectOf(item: KeyringItem): string {
  switch (item.kind) {
    case 'vault':
      return `${item.org}/${item.vault}`;
    case 'group':
      return `${item.org}/group:${item.group}`;
    case 'organization':
      return `${item.org}/organization`;
  }
}

function mergeHeads<Head extends { readonly seq: number; readonly hash: string }>(
  a: readonly Head[],
  b: readonly Head[],
  nameOf: (head: Head) => string,
): readonly Head[] | undefined {
  const merged = new Map(a.map((head) => [nameOf(head), head]));
  for (const head of b) {
    const known = merged.get(nameOf(head));
    if (known?.seq === head.seq && known.hash !== head.hash) return undefined;
    if (known === undefined || head.seq > known.seq) merged.set(nameOf(head), head);
  }
  return [...merged.values()];
}
