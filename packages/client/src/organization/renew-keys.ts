import { type GroupId, ok, type Result, toBase64Url, type VaultId } from '@postern/core';
import {
  commitGroupKey,
  commitVaultKey,
  drawSecret,
  type GroupKeySeed,
  type KeyringItem,
  openGroupName,
  sealGroupName,
  sealingKeyPairFromSeed,
  type VaultKey,
} from '@postern/crypto';
import {
  canWrite,
  currentEpoch,
  findGroup,
  findMember,
  findVault,
  holdsGroupKey,
  isActing,
  isCustodian,
  type LedgerState,
  recipientsOf,
  staleKeys,
} from '@postern/ledger';
import { bytesOfWire } from '../account/key-storage-wire.ts';
import {
  type Appender,
  appendEvents,
  type DraftedEvent,
  type Intent,
  type NewKeys,
} from './append-events.ts';

/** So many sealed keys go in one request: about half of what a server takes. */
const keysAtOnce = 4000;
const vaultsAtOnce = 200;
const groupsAtOnce = 50;

/** What is to be renewed: of everything that is stale what this member may renew, or one vault. */
export type Renewal = 'everything' | { readonly vault: VaultId };

/**
 * Gives stale vaults and groups their next key, sealed to exactly whom the ledger names (attack row X5): one `rotate` for
 * as many vaults as go in one request. What somebody else renewed meanwhile is left as it is. Answers the ledger after
 * it; a group or vault that this member may not renew waits for somebody who may.
 */
export async function renewKeys(
  by: Appender,
  what: Renewal,
  keep: (items: readonly KeyringItem[]) => Promise<void>,
): Promise<Result<LedgerState>> {
  let tried = new Set<string>();
  for (;;) {
    let drawn: Drawn = newlyDrawn();
    let round = new Set<string>();
    const appended = await appendEvents(by, async (state) => {
      drawn = newlyDrawn();
      round = new Set(tried);
      return ok(await draftRenewal(by, state, what, drawn, round));
    });
    if (!appended.ok) return appended;
    const items = itemsOf(by, drawn);
    if (items.length === 0) return appended;
    await keep(items);
    tried = round;
  }
}

/** Keys that were drawn for the events to come, and no others. */
export interface Drawn {
  readonly vaults: Map<VaultId, { readonly epoch: number; readonly key: VaultKey }>;
  readonly groups: Map<GroupId, { readonly epoch: number; readonly key: GroupKeySeed }>;
}

export function newlyDrawn(): Drawn {
  return { vaults: new Map(), groups: new Map() };
}

/** The drawn keys as a source for what is sealed with the events. */
export function sourceOf({ vaults, groups }: Drawn): NewKeys {
  return {
    vaultKey: (vault, epoch) => {
      const next = vaults.get(vault);
      return next?.epoch === epoch ? next.key : undefined;
    },
    groupKey: (group, epoch) => {
      const next = groups.get(group);
      return next?.epoch === epoch ? next.key : undefined;
    },
  };
}

/** The drawn keys as the keyring keeps them, once the server has the events. */
export function itemsOf({ organization: org }: Appender, { vaults, groups }: Drawn): readonly KeyringItem[] {
  return [
    ...[...vaults].map(([vault, { epoch, key }]) => ({ kind: 'vault' as const, org, vault, epoch, key })),
    ...[...groups].map(([group, { epoch, key }]) => ({ kind: 'group' as const, org, group, epoch, key })),
  ];
}

async function draftRenewal(
  by: Appender,
  state: LedgerState,
  what: Renewal,
  drawn: Drawn,
  tried: Set<string>,
): Promise<Intent> {
  const stale = staleKeys(state);
  const events: DraftedEvent[] = [];
  // Groups first: vault keys go to theirs.
  for (const group of what === 'everything' ? stale.groups : []) {
    if (events.length >= groupsAtOnce) break;
    if (tried.has(group) || !holdsGroupKey(state, by.member, group)) continue;
    tried.add(group);
    const event = await renewGroup(by, state, group, drawn);
    if (event !== undefined) events.push(event);
  }
  const epochs: { commit: string; epoch: number; vault: VaultId }[] = [];
  let keys = 0;
  for (const id of what === 'everything' ? stale.vaults : stale.vaults.filter((one) => one === what.vault)) {
    if (epochs.length >= vaultsAtOnce || keys >= keysAtOnce) break;
    if (tried.has(id) || !mayRenew(by, state, id) || (await isOutOfReach(by, state, id))) continue;
    tried.add(id);
    keys += recipientsOf(state, id).length + 1;
    epochs.push(await drawVaultEpoch(by, state, id, drawn));
  }
  if (epochs.length > 0) {
    events.push({ type: 'vault_rotate', body: { epochs } } as DraftedEvent);
  }
  return { events, newKeys: sourceOf(drawn) };
}

function mayRenew({ member }: Appender, state: LedgerState, id: VaultId): boolean {
  const self = findMember(state, member);
  const vault = findVault(state, id);
  if (vault === undefined || !isActing(self)) return false;
  return isCustodian(state, member) || canWrite(state, self, vault);
}

/** The link from the new key to the one before needs that one. */
async function isOutOfReach({ opener }: Appender, state: LedgerState, id: VaultId): Promise<boolean> {
  const vault = findVault(state, id);
  return vault === undefined || !(await opener.vaultKey(id, currentEpoch(vault).epoch)).ok;
}

async function drawVaultEpoch(
  { organization: org }: Appender,
  state: LedgerState,
  vault: VaultId,
  { vaults }: Drawn,
) {
  const known = findVault(state, vault);
  if (known === undefined) throw new Error('a vault was stale and is not known');
  const epoch = currentEpoch(known).epoch + 1;
  const key = drawSecret<VaultKey>();
  vaults.set(vault, { epoch, key });
  return { commit: await commitVaultKey(key, { epoch, org, vault }), epoch, vault };
}

/** The event that gives a group its next key; `undefined` where its name cannot be sealed again. */
async function renewGroup(
  by: Appender,
  state: LedgerState,
  group: GroupId,
  drawn: Drawn,
): Promise<DraftedEvent | undefined> {
  const next = await nextGroupKey(by, state, group, drawn);
  if (next === undefined) return undefined;
  return { type: 'group_set', body: { add: [], group, heads: [], remove: [], ...next } } as DraftedEvent;
}

/**
 * The next key of a group and its name (as it was, or `name`) sealed under it; `undefined` when this member does not hold
 * the key of today or the name does not open.
 */
export async function nextGroupKey(
  { opener, organization: org }: Appender,
  state: LedgerState,
  group: GroupId,
  drawn: Drawn,
  name?: string,
) {
  const known = findGroup(state, group);
  if (known === undefined) return undefined;
  const before = currentEpoch(known).epoch;
  const old = await opener.groupKey(group, before);
  const called =
    name ??
    (old.ok
      ? await openGroupName(old.value, { epoch: before, group, org }, bytesOfWire(known.sealedName))
      : undefined);
  if (!old.ok || called === undefined) return undefined;
  return drawGroupKey({ organization: org }, group, before + 1, called, drawn);
}

/** A group's key of this epoch, drawn now, as `group_set` announces it; `undefined` for a name too long. */
export async function drawGroupKey(
  { organization: org }: Pick<Appender, 'organization'>,
  group: GroupId,
  epoch: number,
  name: string,
  { groups }: Drawn,
) {
  const key = drawSecret<GroupKeySeed>();
  const drafted = await draftGroupKey(key, { epoch, group, org }, name);
  if (drafted === undefined) return undefined;
  groups.set(group, { epoch, key });
  return drafted;
}

/** A group's key as `group_create` and `group_set` announce it, with the name under it; `undefined` for a name too long. */
export async function draftGroupKey(
  key: GroupKeySeed,
  context: { readonly epoch: number; readonly group: GroupId; readonly org: LedgerState['organization'] },
  name: string,
) {
  const sealed = await sealGroupName(key, context, name);
  if (sealed === undefined) return undefined;
  const { publicKey } = await sealingKeyPairFromSeed(key);
  return {
    key: {
      commit: await commitGroupKey(key, context),
      epoch: context.epoch,
      publicKey: toBase64Url(publicKey),
    },
    name: toBase64Url(sealed),
  };
}
