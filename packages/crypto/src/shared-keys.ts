import { type Bytes, equalBytes, type HashB64, type OrganizationId, type VaultId } from '@postern/core';
import { commit } from './derive.ts';
import { isCommittedKey } from './is-committed-key.ts';
import { ObjectType, type WrappedContexts } from './object-types.ts';
import { type OrganizationKeySeed, parseSecret, type VaultKey } from './secrets.ts';
import { type SealingKeyPair, sealingKeyPairFromSeed, unwrap, wrapTo } from './wrap.ts';

/**
 * Keys that several people hold. The event that starts an epoch carries a commitment to its key; INVARIANT: nothing
 * here hands out an unwrapped key whose commitment was not compared (attack rows 1P06, X19, X20).
 */
type VaultKeyContext = WrappedContexts[typeof ObjectType.vaultKey];
type OrganizationKeyContext = WrappedContexts[typeof ObjectType.organizationKey];

/** The commitment to a vault key that a `vault_create` or `vault_rotate` event carries. */
export function commitVaultKey(
  key: VaultKey,
  { epoch, org, vault }: { readonly epoch: number; readonly org: OrganizationId; readonly vault: VaultId },
): Promise<HashB64> {
  return commit(key, { epoch, org, vault });
}

/**
 * The commitment to an organization key. SPEC: genesis carries that of epoch 1, and the organization's id is the hash
 * of genesis; so for epoch 1 the context's `org` is null, as in genesis itself.
 */
export function commitOrganizationKey(
  seed: OrganizationKeySeed,
  { epoch, org }: { readonly epoch: number; readonly org: OrganizationId | null },
): Promise<HashB64> {
  return commit(seed, { epoch, org: epoch === 1 ? null : org });
}

/** A vault key on its way to one recipient, or `undefined` when `recipientPublicKey` is no X-Wing key. */
export function wrapVaultKey(
  recipientPublicKey: Bytes,
  context: VaultKeyContext,
  key: VaultKey,
): Promise<Bytes | undefined> {
  return wrapTo(ObjectType.vaultKey, recipientPublicKey, context, key);
}

/** The vault key of a wrapped object, if it is the one that `committed` (from the ledger) names. */
export async function unwrapVaultKey(
  keyPair: SealingKeyPair,
  context: VaultKeyContext,
  committed: HashB64,
  bytes: Bytes,
): Promise<VaultKey | undefined> {
  const opened = await unwrap(ObjectType.vaultKey, keyPair, context, bytes);
  const key = opened && parseSecret<VaultKey>(opened);
  if (key === undefined) return undefined;
  return (await isCommittedKey(key, context, committed)) ? key : undefined;
}

/** An organization key on its way to a custodian, or `undefined` when `recipientPublicKey` is no X-Wing key. */
export function wrapOrganizationKey(
  recipientPublicKey: Bytes,
  context: OrganizationKeyContext,
  seed: OrganizationKeySeed,
): Promise<Bytes | undefined> {
  return wrapTo(ObjectType.organizationKey, recipientPublicKey, context, seed);
}

/** The organization key of a wrapped object, if it fits the ledger's commitment and reproduces its public key. */
export async function unwrapOrganizationKey(
  keyPair: SealingKeyPair,
  context: OrganizationKeyContext,
  ledger: { readonly commit: HashB64; readonly publicKey: Bytes },
  bytes: Bytes,
): Promise<OrganizationKeySeed | undefined> {
  const opened = await unwrap(ObjectType.organizationKey, keyPair, context, bytes);
  const seed = opened && parseSecret<OrganizationKeySeed>(opened);
  if (seed === undefined) return undefined;
  if ((await commitOrganizationKey(seed, context)) !== ledger.commit) return undefined;
  const { publicKey } = await sealingKeyPairFromSeed(seed);
  return equalBytes(publicKey, ledger.publicKey) ? seed : undefined;
}
