import { readSealedKeys, type SealedKey } from '@postern/contract';
import {
  type GroupId,
  type MemberId,
  type OrganizationId,
  ok,
  type Result,
  refuse,
  type VaultId,
} from '@postern/core';
import {
  type AccountKeys,
  commitGroupKey,
  commitOrganizationKey,
  commitVaultKey,
  deriveVaultKeys,
  type GroupKeySeed,
  type KeyRecipient,
  type KeyringItem,
  type OrganizationKeySeed,
  openEpochLink,
  type SealingKeyPair,
  sealingKeyPairFromSeed,
  unwrapGroupKey,
  unwrapOrganizationKey,
  unwrapVaultKey,
  type VaultKey,
} from '@postern/crypto';
import { findMember, findVault, holdsVaultKey, type LedgerState } from '@postern/ledger';
import { bytesOfWire } from '../account/key-storage-wire.ts';
import type { Api } from '../api/api.ts';
import { refuseMissingKey } from './refuse-missing-key.ts';
import type { KeySource } from './seal-required-keys.ts';

/**
 * Opens the keys that were sealed to this member: each once per account, then it is in the keyring of the sealed
 * account state. INVARIANT: no key is used or kept before it was compared with the commitment that the verified ledger
 * holds for exactly this vault, group or organization and epoch (attack rows 1P03, 1P06, X19, X20).
 */
export interface KeyOpener extends KeySource {
  /** Drops everything. */
  readonly close: () => void;
}

export interface KeyOpenerSetup {
  readonly api: Api;
  readonly organization: OrganizationId;
  readonly member: MemberId;
  readonly keys: AccountKeys;
  readonly ledger: () => LedgerState;
  readonly keyring: () => readonly KeyringItem[];
  readonly keep: (item: KeyringItem) => Promise<void>;
}

export function createKeyOpener(setup: KeyOpenerSetup): KeyOpener {
  const { organization: org, member, keys } = setup;
  const vaultKeys = once<VaultKey>();
  const groupKeys = once<GroupKeySeed>();
  const organizationKeys = once<OrganizationKeySeed>();
  const served = servedKeys(setup);
  /** Pairs of the groups' and the organization's seeds: making one takes as long as opening a key with it. */
  const pairs = new Map<string, Promise<SealingKeyPair>>();

  /** The first key among those sealed to this recipient that `unwrap` accepts. */
  const firstOf = async <Key>(
    keysServed: readonly SealedKey[],
    recipient: KeyRecipient,
    unwrap: (granter: MemberId, sealed: ReturnType<typeof bytesOfWire>) => Promise<Key | undefined>,
  ): Promise<Key | undefined> => {
    for (const one of keysServed) {
      if (one.recipient !== recipient) continue;
      const key = await unwrap(one.granter as MemberId, bytesOfWire(one.sealed));
      if (key !== undefined) return key;
    }
    return undefined;
  };

  /** The key pair that a sealed key is addressed to, if it is ours, a group's that we hold, or the organization's. */
  const pairOf = async (recipient: string): Promise<SealingKeyPair | undefined> => {
    if (recipient === `member:${member}`) return keys.sealing;
    const [kind, first = '', second = ''] = recipient.split(':');
    const seed =
      kind === 'group'
        ? await findGroupKey(first as GroupId, Number(second))
        : kind === 'organization'
          ? await findOrganizationKey(Number(first))
          : undefined;
    if (!seed?.ok) return undefined;
    const made = pairs.get(recipient) ?? sealingKeyPairFromSeed(seed.value);
    pairs.set(recipient, made);
    return made;
  };

  const openVaultKey = async (
    vault: VaultId,
    epoch: number,
    committed: Parameters<typeof unwrapVaultKey>[2],
  ): Promise<Result<VaultKey>> => {
    const answer = await served.about(vault);
    if (!answer.ok) return answer;
    const now = answer.value.filter((one) => one.epoch === epoch && one.recipient !== 'link');
    // Opened with our own key first: the others have to be opened themselves.
    const order = ['member', 'group', 'organization'];
    const ways = [...new Set(now.map(({ recipient }) => recipient))].sort(
      (a, b) => order.indexOf(a.split(':')[0] ?? '') - order.indexOf(b.split(':')[0] ?? ''),
    );
    let somethingCame = false;
    for (const way of ways) {
      const pair = await pairOf(way);
      if (pair === undefined) continue;
      somethingCame = true;
      const recipient = way as KeyRecipient;
      const key = await firstOf(now, recipient, (granter, sealed) =>
        unwrapVaultKey(pair, { epoch, granter, org, recipient, vault }, committed, sealed),
      );
      if (key !== undefined) return ok(key);
    }
    // An epoch from before this member had the vault is reached from the one after it.
    const link = answer.value.find((one) => one.recipient === 'link' && one.epoch === epoch + 1);
    if (link !== undefined) {
      const newer = await findVaultKey(vault, epoch + 1);
      if (newer.ok) {
        const newerKeys = await deriveVaultKeys(newer.value, { epoch: epoch + 1, org, vault });
        const key = await openEpochLink(newerKeys, committed, bytesOfWire(link.sealed));
        if (key !== undefined) return ok(key);
      }
    }
    served.clear();
    return refuseMissingKey(somethingCame);
  };

  const findVaultKey = (vault: VaultId, epoch: number): Promise<Result<VaultKey>> =>
    vaultKeys.find(`${vault}/${epoch}`, async () => {
      const state = setup.ledger();
      const committed = findVault(state, vault)?.epochs.find((one) => one.epoch === epoch)?.commit;
      if (committed === undefined) return refuse('vault_not_found');
      for (const item of setup.keyring()) {
        if (item.kind !== 'vault' || item.org !== org || item.vault !== vault || item.epoch !== epoch)
          continue;
        const fits = (await commitVaultKey(item.key, { epoch, org, vault })) === committed;
        return fits ? ok(item.key) : refuse('key_commitment_wrong');
      }
      // A key that is not ours any more is missing to nobody.
      if (!holdsVaultKey(state, member, vault)) return refuse('vault_not_shared', { params: { vault } });
      const found = await openVaultKey(vault, epoch, committed);
      if (found.ok) await setup.keep({ kind: 'vault', org, vault, epoch, key: found.value });
      return found;
    });

  const findGroupKey = (group: GroupId, epoch: number): Promise<Result<GroupKeySeed>> =>
    groupKeys.find(`${group}/${epoch}`, async () => {
      const known = Object.hasOwn(setup.ledger().groups, group) ? setup.ledger().groups[group] : undefined;
      const commit = known?.epochs.find((one) => one.epoch === epoch)?.commit;
      if (known === undefined || commit === undefined) return refuse('group_not_found');
      for (const item of setup.keyring()) {
        if (item.kind !== 'group' || item.org !== org || item.group !== group || item.epoch !== epoch)
          continue;
        const fits = (await commitGroupKey(item.key, { epoch, group, org })) === commit;
        return fits ? ok(item.key) : refuse('key_commitment_wrong');
      }
      const publicKey = epoch === known.epochs.length ? bytesOfWire(known.publicKeyB64) : null;
      const answer = await served.about(`group:${group}`);
      if (!answer.ok) return answer;
      const now = answer.value.filter((one) => one.epoch === epoch);
      for (const way of new Set(now.map(({ recipient }) => recipient))) {
        // A group's key goes to members and to the organization, never to a group.
        const pair = way.startsWith('group:') ? undefined : await pairOf(way);
        if (pair === undefined) continue;
        const recipient = way as KeyRecipient;
        const key = await firstOf(now, recipient, (granter, sealed) =>
          unwrapGroupKey(pair, { epoch, granter, group, org, recipient }, { commit, publicKey }, sealed),
        );
        if (key === undefined) continue;
        await setup.keep({ kind: 'group', org, group, epoch, key });
        return ok(key);
      }
      return refuse('keys_missing');
    });

  const findOrganizationKey = (epoch: number): Promise<Result<OrganizationKeySeed>> =>
    organizationKeys.find(String(epoch), async () => {
      const { organizationKey: current, formerOrganizationKeys } = setup.ledger();
      const known = [current, ...formerOrganizationKeys].find((one) => one.epoch === epoch);
      if (known === undefined || findMember(setup.ledger(), member)?.custodian !== true) {
        return refuse('keys_missing');
      }
      for (const item of setup.keyring()) {
        if (item.kind !== 'organization' || item.org !== org || item.epoch !== epoch) continue;
        const fits = (await commitOrganizationKey(item.key, { epoch, org })) === known.commit;
        return fits ? ok(item.key) : refuse('key_commitment_wrong');
      }
      const answer = await served.about('organization');
      if (!answer.ok) return answer;
      const now = answer.value.filter((one) => one.epoch === epoch);
      const expected = { commit: known.commit, publicKey: bytesOfWire(known.publicKeyB64) };
      // A former key is sealed to the one after it, for custodians who came later.
      for (const recipient of [`member:${member}`, `organization:${epoch + 1}`] as const) {
        if (recipient !== `member:${member}` && epoch >= current.epoch) continue;
        if (!now.some((one) => one.recipient === recipient)) continue;
        const pair = await pairOf(recipient);
        if (pair === undefined) continue;
        const key = await firstOf(now, recipient, (granter, sealed) =>
          unwrapOrganizationKey(pair, { epoch, granter, org, recipient }, expected, sealed),
        );
        if (key === undefined) continue;
        await setup.keep({ kind: 'organization', org, epoch, key });
        return ok(key);
      }
      return refuse('keys_missing');
    });

  return {
    vaultKey: findVaultKey,
    groupKey: findGroupKey,
    organizationKey: findOrganizationKey,
    close: () => {
      vaultKeys.clear();
      groupKeys.clear();
      organizationKeys.clear();
      pairs.clear();
      served.clear();
    },
  };
}

/** Opens each key once. A refusal is not kept: the next ledger event or connection may bring the key. */
function once<Key>() {
  const opened = new Map<string, Promise<Result<Key>>>();
  return {
    find: (name: string, open: () => Promise<Result<Key>>): Promise<Result<Key>> => {
      const known = opened.get(name);
      if (known !== undefined) return known;
      const opening = open();
      opened.set(name, opening);
      void opening.then(
        (result) => {
          if (!result.ok) opened.delete(name);
        },
        () => opened.delete(name),
      );
      return opening;
    },
    clear: () => opened.clear(),
  };
}

/**
 * What the server has sealed to us, by what each key is about: asked again once the ledger has grown, and after an answer
 * in which a key was missing.
 */
function servedKeys({ api, organization, ledger }: KeyOpenerSetup) {
  type Served = Result<ReadonlyMap<string, readonly SealedKey[]>>;
  let latest: { readonly seq: number; readonly answer: Promise<Served> } | undefined;
  const ask = async (): Promise<Served> => {
    const answer = await api.call(readSealedKeys, { params: { organization } });
    if (!answer.ok) return answer;
    const bySubject = new Map<string, SealedKey[]>();
    for (const one of answer.value.sealedKeys) {
      const about = bySubject.get(one.subject);
      if (about === undefined) bySubject.set(one.subject, [one]);
      else about.push(one);
    }
    return ok(bySubject);
  };
  return {
    about: async (subject: string): Promise<Result<readonly SealedKey[]>> => {
      const { seq } = ledger().head;
      if (latest?.seq !== seq) latest = { seq, answer: ask() };
      const asked = latest;
      const answer = await asked.answer;
      if (!answer.ok) {
        if (latest === asked) latest = undefined;
        return answer;
      }
      return ok(answer.value.get(subject) ?? []);
    },
    clear: () => {
      latest = undefined;
    },
  };
}
