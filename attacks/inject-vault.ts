import { readSealedKeys } from '@postern/contract';
import { mustBeOk, newId, toBase64Url, type VaultId } from '@postern/core';
import {
  commitVaultKey,
  drawSecret,
  type SigningSeed,
  signingKeyFromSeed,
  type VaultKey,
  wrapVaultKey,
} from '@postern/crypto';
import { findMember } from '@postern/ledger';
import type { Scene } from './harness/attack.ts';
import { address, loginOf, mayasNewDevice, mayasPlace } from './scene/mayas-place.ts';
import { keepOwnLedger } from './scene/own-ledger.ts';
import { bytesOf, readSaved } from './scene/relayed-keys.ts';
import { signAnyway, takeKeys } from './scene/rogue-events.ts';

const bankPassword = 'osprey-41-lantern';

/**
 * The server draws a vault key, seals it to Maya's public key and shows her new device the vault: by an event in her own
 * name if `announced`, which the server cannot sign, or by the sealed key alone.
 */
export async function injectVault(scene: Scene, announced: boolean) {
  const place = await mayasPlace(scene);
  // Of what this takes only the ledger is used, with Maya's public key in it.
  const { state, chain } = await takeKeys(place);
  const { evil } = place;
  const { organization: org, owner: maya } = state;
  const vault = newId<VaultId>();
  const key = drawSecret<VaultKey>();
  const commit = await commitVaultKey(key, { epoch: 1, org, vault });
  const grants = [{ member: maya, role: 'manager' }];
  const signer = await signingKeyFromSeed(drawSecret<SigningSeed>());
  const made = await signAnyway({ state, by: maya, key: signer }, [
    ['vault_create', { commit, epoch: 1, grants, kind: 'shared', vault }],
  ]);
  const recipient = `member:${maya}` as const;
  const context = { epoch: 1, granter: maya, org, recipient, vault };
  const sealingKey = bytesOf(findMember(state, maya)?.keys.sealingKeyB64);
  const sealed = toBase64Url((await wrapVaultKey(sealingKey, context, key)) ?? new Uint8Array());

  const device = await mayasNewDevice(place);
  keepOwnLedger(evil, announced ? [...chain, ...made] : chain);
  evil.alter(readSealedKeys, ({ sealedKeys }) => ({
    sealedKeys: [...sealedKeys, { subject: vault, epoch: 1, recipient, granter: maya, sealed }],
  }));
  const entered = await device.client.organization.enter(address);
  return { ...place, device, entered, state, vault, key };
}

/** What Maya saves in that vault, as the server reads it. */
export async function readNextPassword(of: Awaited<ReturnType<typeof injectVault>>) {
  const { device, evil, key, state, vault } = of;
  mustBeOk(await device.client.vault.addEntry(vault, loginOf('Bank', { password: bankPassword })));
  return { read: await readSaved(evil, { key, epoch: 1 }, { state, vault }), saved: bankPassword };
}
