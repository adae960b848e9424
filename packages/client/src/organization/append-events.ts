import { appendLedger, readVaultHeads, type SealedKey } from '@postern/contract';
import {
  type Bytes,
  type Clock,
  type GroupId,
  type MemberId,
  type OrganizationId,
  ok,
  type Refusal,
  type RequestId,
  type Result,
  refuse,
  toBase64Url,
  type VaultId,
} from '@postern/core';
import {
  type AccountKeys,
  type GroupKeySeed,
  ObjectType,
  type OrganizationKeySeed,
  signObject,
  type VaultKey,
} from '@postern/crypto';
import {
  draftEvent,
  type EventBody,
  type EventType,
  type Head,
  type LedgerEvent,
  type LedgerState,
  vaultsToList,
  verifyChain,
} from '@postern/ledger';
import type { Api } from '../api/api.ts';
import { givesToOthers } from './device-confirmation.ts';
import type { KeyOpener } from './key-opener.ts';
import type { LedgerKeeper } from './ledger-keeper.ts';
import { type KeySource, sealRequiredKeys } from './seal-required-keys.ts';

/** Who appends, and to which verified ledger. */
export interface Appender {
  readonly api: Api;
  readonly organization: OrganizationId;
  readonly member: MemberId;
  readonly keys: AccountKeys;
  readonly ledger: LedgerKeeper;
  readonly opener: KeyOpener;
  readonly clock: Clock;
  /** Whether this device may give keys to others; a device that may not asks the person (attack row X12). */
  readonly mayGiveKeys: () => Promise<boolean>;
  /** The furthest manifest head of a vault that this account has seen. */
  readonly pinnedHead: (vault: VaultId) => Head | undefined;
}

export type DraftedEvent = {
  readonly [Type in Exclude<EventType, 'genesis'>]: { readonly type: Type; readonly body: EventBody<Type> };
}[Exclude<EventType, 'genesis'>];

/** Keys that exist only with the events to come; `undefined` for any other. */
export interface NewKeys {
  readonly vaultKey?: (vault: VaultId, epoch: number) => VaultKey | undefined;
  readonly organizationKey?: (epoch: number) => OrganizationKeySeed | undefined;
  readonly groupKey?: (group: GroupId, epoch: number) => GroupKeySeed | undefined;
}

/**
 * What is to be appended after a state; no events when nothing is left to do. Keys that are new with it come first, all
 * others from the keyring. Manifests that an event has to list are filled in by whoever signs.
 */
export interface Intent {
  readonly events: readonly DraftedEvent[];
  readonly newKeys?: NewKeys;
  /** Given, an event that the ledger refuses is left out and told here by its position; otherwise it refuses all. */
  readonly onRefused?: (at: number, refusal: Refusal) => void;
  /** The request for access that the events settle: refused with `request_settled` when somebody else did. */
  readonly request?: RequestId | undefined;
}

const attempts = 8;

/**
 * Signs and appends events on the newest verified state. Whoever loses the race reads again, forms the intent anew and
 * signs again. The state with the events, once the server has them.
 */
export async function appendEvents(
  by: Appender,
  intend: (state: LedgerState) => Promise<Result<Intent>>,
): Promise<Result<LedgerState>> {
  let lost: Refusal = refuse('head_moved');
  for (let attempt = 0; attempt < attempts; attempt++) {
    const synced = await by.ledger.sync();
    if (!synced.ok) return synced;
    if (synced.value === 'behind') return refuse('ledger_behind');
    const state = by.ledger.known()?.state;
    if (state === undefined) throw new Error('a ledger was verified and is not known');
    const intent = await intend(state);
    if (!intent.ok) return intent;
    const signed = await signIntent(by, state, intent.value);
    if (!signed.ok) return signed;
    const { after, events, sealedKeys } = signed.value;
    if (events.length === 0) return ok(state);
    const appended = await by.api.call(appendLedger, {
      params: { organization: by.organization },
      body: {
        events: events.map((event) => toBase64Url(event)),
        sealedKeys: [...sealedKeys],
        ...(intent.value.request === undefined ? {} : { request: intent.value.request }),
      },
    });
    if (appended.ok) {
      // The server says where it is now; anywhere else than here it is somewhere it may not be.
      if (appended.value.head.hash !== after.head.hash) return refuse('ledger_fork');
      const adopted = await by.ledger.adopt(after, events);
      return adopted.ok ? ok(after) : adopted;
    }
    // Somebody else appended first, or wrote a vault whose manifest was to be listed.
    if (appended.code !== 'head_moved' && appended.code !== 'heads_wrong') return appended;
    lost = appended;
  }
  return lost;
}

interface Signed {
  readonly after: LedgerState;
  readonly events: readonly Bytes[];
  readonly sealedKeys: readonly SealedKey[];
}

async function signIntent(
  by: Appender,
  state: LedgerState,
  { events: drafted, newKeys, onRefused }: Intent,
): Promise<Result<Signed>> {
  const or = async <Key>(fresh: Key | undefined, kept: () => Promise<Result<Key>>) =>
    fresh === undefined ? kept() : ok(fresh);
  const source: KeySource = {
    vaultKey: (vault, epoch) => or(newKeys?.vaultKey?.(vault, epoch), () => by.opener.vaultKey(vault, epoch)),
    organizationKey: (epoch) => or(newKeys?.organizationKey?.(epoch), () => by.opener.organizationKey(epoch)),
    groupKey: (group, epoch) => or(newKeys?.groupKey?.(group, epoch), () => by.opener.groupKey(group, epoch)),
  };
  const events: Bytes[] = [];
  const sealedKeys: SealedKey[] = [];
  const heads = readHeadsOnce(by);
  let after = state;
  for (const [at, one] of drafted.entries()) {
    const signed = await signOne(by, after, one, heads);
    if (!signed.ok) {
      if (onRefused === undefined) return signed;
      onRefused(at, signed);
      continue;
    }
    const { payload, bytes } = signed.value;
    const sealed = await sealRequiredKeys(signed.value.after, payload, by.member, source);
    if (!sealed.ok) return sealed;
    const gives = sealed.value.some(({ recipient }) =>
      givesToOthers(signed.value.after, recipient, by.member),
    );
    if (gives && !(await by.mayGiveKeys())) return refuse('device_unconfirmed');
    after = signed.value.after;
    events.push(bytes);
    sealedKeys.push(...sealed.value);
  }
  return ok({ after, events, sealedKeys });
}

/** Reads the newest manifests as served; `anew` where what was read before is too old. */
export type HeadsReader = (anew: boolean) => Promise<Result<Readonly<Record<string, Head>>>>;

/** An event signed on a state, and the state with it: the reducer that every reader runs says whether it may stand. */
async function signOne(by: Appender, state: LedgerState, drafted: DraftedEvent, heads: HeadsReader) {
  const sign = async (body: DraftedEvent['body']) => {
    const payload: LedgerEvent = draftEvent(state, by.member, drafted.type, body as never, by.clock.nowMs());
    const bytes = await signObject(ObjectType.ledgerEvent, by.keys.signing, payload);
    const verified = await verifyChain(state, [bytes]);
    return verified.ok ? ok({ payload, bytes, after: verified.value.state }) : verified;
  };
  const signed = await sign(drafted.body);
  if (!signed.ok) return signed;
  const toList = vaultsToList(signed.value.after, signed.value.payload);
  if (toList.length === 0) return signed;
  let listed = await listHeads(by, toList, heads, false);
  // A write of our own may have moved the pin since the heads were read.
  if (!listed.ok && listed.code === 'manifest_older') listed = await listHeads(by, toList, heads, true);
  if (!listed.ok) return listed;
  if (listed.value.length === 0) return signed;
  return sign(withHeads(drafted, listed.value));
}

function readHeadsOnce(by: Appender): HeadsReader {
  let reading: ReturnType<HeadsReader> | undefined;
  return (anew) => {
    if (anew) reading = undefined;
    reading ??= by.api
      .call(readVaultHeads, { params: { organization: by.organization } })
      .then((answer) => (answer.ok ? ok(answer.value.vaults) : answer));
    return reading;
  };
}

type VaultHead = Head & { readonly vault: VaultId };

/**
 * The heads of these vaults as served, as far as they were ever written to. DEFENCE against a server that has us end a
 * vault's history before what its members signed: nothing short of what this account has seen is listed (row X17).
 */
export async function listHeads(
  by: Pick<Appender, 'pinnedHead'>,
  vaults: readonly VaultId[],
  heads: HeadsReader,
  anew: boolean,
): Promise<Result<readonly VaultHead[]>> {
  const served = await heads(anew);
  if (!served.ok) return served;
  const out: VaultHead[] = [];
  for (const vault of vaults) {
    const head = Object.hasOwn(served.value, vault) ? served.value[vault] : undefined;
    const pin = by.pinnedHead(vault);
    if (pin !== undefined && (head === undefined || head.seq < pin.seq)) {
      return refuse('manifest_older', { params: { vault, seq: pin.seq } });
    }
    if (head !== undefined && head.seq === pin?.seq && head.hash !== pin.hash) {
      return refuse('manifest_fork', { params: { vault, seq: pin.seq } });
    }
    if (head !== undefined) out.push({ hash: head.hash, seq: head.seq, vault });
  }
  return ok(out);
}

/** The body with the manifests it lists: one for events about one vault, else all of them. */
function withHeads({ type, body }: DraftedEvent, heads: readonly VaultHead[]): DraftedEvent['body'] {
  const about = type === 'vault_grant' || type === 'vault_revoke';
  return { ...body, ...(about ? { head: heads[0] ?? null } : { heads }) } as DraftedEvent['body'];
}
