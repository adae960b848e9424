import { type Bytes, equalBytes, type GroupId, type HashB64, type OrganizationId, utf8 } from '@postern/core';
import { commit } from './derive.ts';
import { ObjectType, type SealedContexts, type WrappedContexts } from './object-types.ts';
import { pad, unpad } from './padding.ts';
import { deriveSealingKey, open, seal } from './seal.ts';
import { type GroupKeySeed, parseSecret } from './secrets.ts';
import { type SealingKeyPair, sealingKeyPairFromSeed, unwrap, wrapTo } from './wrap.ts';

type GroupKeyContext = WrappedContexts[typeof ObjectType.groupKey];
type GroupNameContext = SealedContexts[typeof ObjectType.groupName];

/** The commitment to a group key that `group_create` or `group_set` carries. */
export function commitGroupKey(
  seed: GroupKeySeed,
  { epoch, group, org }: { readonly epoch: number; readonly group: GroupId; readonly org: OrganizationId },
): Promise<HashB64> {
  return commit(seed, { epoch, group, org });
}

/** A group key on its way to one recipient, or `undefined` when `recipientPublicKey` is no X-Wing key. */
export function wrapGroupKey(
  recipientPublicKey: Bytes,
  context: GroupKeyContext,
  seed: GroupKeySeed,
): Promise<Bytes | undefined> {
  return wrapTo(ObjectType.groupKey, recipientPublicKey, context, seed);
}

/**
 * The group key of a wrapped object, if it fits the ledger's commitment; for the current epoch, whose public key the
 * ledger holds (`publicKey`), also only if it reproduces that.
 */
export async function unwrapGroupKey(
  keyPair: SealingKeyPair,
  context: GroupKeyContext,
  ledger: { readonly commit: HashB64; readonly publicKey: Bytes | null },
  bytes: Bytes,
): Promise<GroupKeySeed | undefined> {
  const opened = await unwrap(ObjectType.groupKey, keyPair, context, bytes);
  const seed = opened && parseSecret<GroupKeySeed>(opened);
  if (seed === undefined || (await commitGroupKey(seed, context)) !== ledger.commit) return undefined;
  if (ledger.publicKey === null) return seed;
  const { publicKey } = await sealingKeyPairFromSeed(seed);
  return equalBytes(publicKey, ledger.publicKey) ? seed : undefined;
}

/** A group's name, sealed for who holds its key; `undefined` when it is too long to pad. */
export async function sealGroupName(
  seed: GroupKeySeed,
  context: GroupNameContext,
  name: string,
): Promise<Bytes | undefined> {
  const padded = pad(utf8(name));
  if (padded === undefined) return undefined;
  return seal(ObjectType.groupName, await deriveSealingKey(seed, 'group-name'), context, padded);
}

/** The name of a group, or `undefined`. */
export async function openGroupName(
  seed: GroupKeySeed,
  context: GroupNameContext,
  bytes: Bytes,
): Promise<string | undefined> {
  const key = await deriveSealingKey(seed, 'group-name');
  const padded = await open(ObjectType.groupName, key, context, bytes);
  const name = padded && unpad(padded);
  if (name === undefined) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(name);
  } catch {
    return undefined;
  }
}
