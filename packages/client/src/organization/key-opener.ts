import { readSealedKeys, type SealedKey } from '@postern/contract';
import { type MemberId, type OrganizationId, ok, type Result, refuse, type VaultId } from '@postern/core';
import {
  type AccountKeys,
  commitOrganizationKey,
  commitVaultKey,
  deriveVaultKeys,
  type KeyRecipient,
  type KeyringItem,
  type OrganizationKeySeed,
  openEpochLink,
  type SealingKeyPair,
  sealingKeyPairFromSeed,
  unwrapOrganizationKey,
  unwrapVaultKey,
  type VaultKey,
} from '@postern/crypto';
import { findMember, findVault, type LedgerState } from '@postern/ledger';
import { bytesOfWire } from '../account/key-storage-wire.ts';
import type { Api } from '../api/api.ts';
import { refuseMissingKey } from './refuse-missing-key.ts';
import type { KeySource } from './seal-required-keys.ts';

/**
 * Opens the keys that were sealed to this member: each once per account, then it is in the keyring of the sealed
 * account state. INVARIANT: no key is used or kept before it was compared with the commitment that the verified ledger
 * holds for exactly this vault and epoch (attack rows 1P03, 1P06, X19, X20).
 */
export interface KeyOpener extends KeySource {
  /** As {@link KeySource.vaultKey}, and why there is none: `keys_missing`, `key_commitment_wrong`, or the network's. */
  readonly findVaultKey: (vault: VaultId, epoch: number) => Promise<Result<VaultKey>>;
  /** Drops everything. */
  readonly close: () => void;
}

export function createKeyOpener(setup: {
  readonly api: Api;
  readonly organization: OrganizationId;
  readonly member: MemberId;
  readonly keys: AccountKeys;
  readonly ledger: () => LedgerState;
  readonly keyring: () => readonly KeyringItem[];
  readonly keep: (item: KeyringItem) => Promise<void>;
}): KeyOpener {
  const { api, organization: org, member, keys } = setup;
  const opened = new Map<string, Promise<Result<VaultKey>>>();
  let served: { readonly seq: number; readonly keys: readonly SealedKey[] } | undefined;

  /** What the server has sealed to us, asked again only once the ledger has grown. */
  const readServed = async (): Promise<Result<readonly SealedKey[]>> => {
    const { seq } = setup.ledger().head;
    if (served?.seq === seq) return ok(served.keys);
    const answer = await api.call(readSealedKeys, { params: { organization: org } });
    if (!answer.ok) return answer;
    served = { seq, keys: answer.value.sealedKeys };
    return ok(served.keys);
  };

  const openServed = async (
    vault: VaultId,
    epoch: number,
    committed: Parameters<typeof unwrapVaultKey>[2],
  ): Promise<Result<VaultKey>> => {
    const answer = await readServed();
    if (!answer.ok) return answer;
    const about = answer.value.filter((one) => one.subject === vault);
    const to = async (recipient: KeyRecipient, pair: SealingKeyPair): Promise<VaultKey | undefined> => {
      for (const one of about) {
        if (one.epoch !== epoch || one.recipient !== recipient) continue;
        const context = { epoch, granter: one.granter as MemberId, org, recipient, vault };
        const key = await unwrapVaultKey(pair, context, committed, bytesOfWire(one.sealed));
        if (key !== undefined) return key;
      }
      return undefined;
    };
    const direct = await to(`member:${member}`, keys.sealing);
    if (direct !== undefined) return ok(direct);

    // An epoch from before this member had the vault is reached from the one after it.
    const link = about.find((one) => one.recipient === 'link' && one.epoch === epoch + 1);
    if (link !== undefined) {
      const newer = await find(vault, epoch + 1);
      if (newer.ok) {
        const newerKeys = await deriveVaultKeys(newer.value, { epoch: epoch + 1, org, vault });
        const key = await openEpochLink(newerKeys, committed, bytesOfWire(link.sealed));
        if (key !== undefined) return ok(key);
      }
    }
    const custody = setup.ledger().organizationKey;
    const seed = await organizationKey(custody.epoch);
    if (seed !== undefined) {
      const key = await to(`organization:${custody.epoch}`, await sealingKeyPairFromSeed(seed));
      if (key !== undefined) return ok(key);
    }
    const ours = about.some((one) => one.epoch === epoch && one.recipient === `member:${member}`);
    return refuseMissingKey(ours);
  };

  const open = async (vault: VaultId, epoch: number): Promise<Result<VaultKey>> => {
    const committed = findVault(setup.ledger(), vault)?.epochs.find((one) => one.epoch === epoch)?.commit;
    if (committed === undefined) return refuse('vault_not_found');
    const kept = setup
      .keyring()
      .find(
        (item) => item.kind === 'vault' && item.org === org && item.vault === vault && item.epoch === epoch,
      );
    if (kept?.kind === 'vault') {
      const fits = (await commitVaultKey(kept.key, { epoch, org, vault })) === committed;
      return fits ? ok(kept.key) : refuse('key_commitment_wrong');
    }
    const found = await openServed(vault, epoch, committed);
    if (found.ok) await setup.keep({ kind: 'vault', org, vault, epoch, key: found.value });
    return found;
  };

  const find = (vault: VaultId, epoch: number): Promise<Result<VaultKey>> => {
    const name = `${vault}/${epoch}`;
    const known = opened.get(name);
    if (known !== undefined) return known;
    const opening = open(vault, epoch);
    opened.set(name, opening);
    // A refusal is not kept: the next ledger event or connection may bring the key.
    void opening.then((result) => {
      if (!result.ok) opened.delete(name);
    });
    return opening;
  };

  const organizationKey = async (epoch: number): Promise<OrganizationKeySeed | undefined> => {
    const { commit, publicKeyB64, epoch: current } = setup.ledger().organizationKey;
    if (epoch !== current || findMember(setup.ledger(), member)?.custodian !== true) return undefined;
    const kept = setup
      .keyring()
      .find((item) => item.kind === 'organization' && item.org === org && item.epoch === epoch);
    if (kept?.kind === 'organization') {
      return (await commitOrganizationKey(kept.key, { epoch, org })) === commit ? kept.key : undefined;
    }
    const answer = await readServed();
    if (!answer.ok) return undefined;
    const recipient: KeyRecipient = `member:${member}`;
    for (const one of answer.value) {
      if (one.subject !== 'organization' || one.epoch !== epoch || one.recipient !== recipient) continue;
      const seed = await unwrapOrganizationKey(
        keys.sealing,
        { epoch, granter: one.granter as MemberId, org, recipient },
        { commit, publicKey: bytesOfWire(publicKeyB64) },
        bytesOfWire(one.sealed),
      );
      if (seed === undefined) continue;
      await setup.keep({ kind: 'organization', org, epoch, key: seed });
      return seed;
    }
    return undefined;
  };

  return {
    findVaultKey: find,
    vaultKey: async (vault, epoch) => {
      const found = await find(vault, epoch);
      return found.ok ? found.value : undefined;
    },
    organizationKey,
    close: () => {
      opened.clear();
      served = undefined;
    },
  };
}
