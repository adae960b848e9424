import {
  type Bytes,
  type EntryId,
  encodeCanonical,
  fromUtf8,
  type HashB64,
  type Json,
  type OrganizationId,
  ok,
  type Result,
  refuse,
  type VaultId,
} from '@postern/core';
import { bodyKeyOf } from './body-key.ts';
import { importDerivingKey } from './derive.ts';
import {
  contentAsJson,
  type EntryBody,
  type EntryHeader,
  readEntryBody,
  readEntryHeader,
  readVaultHeader,
  type VaultHeader,
  vaultEntryId,
} from './entry-content.ts';
import { ObjectType } from './object-types.ts';
import { pad, unpad } from './padding.ts';
import { deriveSealingKeyFrom, open, type SealingKey, seal } from './seal.ts';
import { parseSecret, type VaultKey } from './secrets.ts';
import { commitVaultKey } from './shared-keys.ts';
import type { Reader } from './strict-shape.ts';

/** SPEC: docs/protocol/vault.md, "Entry". Sealing and opening under the keys of one epoch of one vault. */

/** The subkeys of one epoch, derived once. None of them can be read out again. */
export interface VaultKeys {
  readonly org: OrganizationId;
  readonly vault: VaultId;
  readonly epoch: number;
  /** Opens every header of the epoch: ten thousand of them under one imported key. */
  readonly header: SealingKey;
  readonly link: SealingKey;
  /** Each body has its own key, derived from this one when the body is opened. */
  readonly bodies: CryptoKey;
}

/** Which writing of which entry. */
export interface EntryRevision {
  readonly entry: EntryId;
  readonly revision: number;
}

/** The subkeys of a vault key. */
export async function deriveVaultKeys(
  key: VaultKey,
  { epoch, org, vault }: { readonly epoch: number; readonly org: OrganizationId; readonly vault: VaultId },
): Promise<VaultKeys> {
  const bodies = await importDerivingKey(key);
  const header = await deriveSealingKeyFrom(bodies, 'header');
  const link = await deriveSealingKeyFrom(bodies, 'epoch-link');
  return { org, vault, epoch, header, link, bodies };
}

/** An entry's header, sealed and padded. `entry_too_large` beyond three quarters of a mebibyte. */
export async function sealHeader(
  keys: VaultKeys,
  at: EntryRevision,
  header: EntryHeader | VaultHeader,
): Promise<Result<Bytes, 'entry_too_large'>> {
  if ((header.type === 'vault') !== (at.entry === vaultEntryId)) {
    throw new TypeError('the all-zero entry holds the vault itself, and no other does');
  }
  const padded = padContent(header.type === 'vault' ? readVaultHeader : readEntryHeader, header);
  if (padded === undefined) return refuse('entry_too_large');
  return ok(await seal(ObjectType.entryHeader, keys.header, contextOf(keys, at), padded));
}

/** The header of that revision of an ordinary entry, or `undefined`. */
export function openHeader(
  keys: VaultKeys,
  at: EntryRevision,
  bytes: Bytes,
): Promise<EntryHeader | undefined> {
  if (at.entry === vaultEntryId) return Promise.resolve(undefined);
  return openHeaderAs(readEntryHeader, keys, at, bytes);
}

/** The vault's own header of that revision, or `undefined`. */
export function openVaultHeader(
  keys: VaultKeys,
  revision: number,
  bytes: Bytes,
): Promise<VaultHeader | undefined> {
  return openHeaderAs(readVaultHeader, keys, { entry: vaultEntryId, revision }, bytes);
}

/** An entry's body, sealed and padded. `entry_too_large` beyond three quarters of a mebibyte. */
export async function sealBody(
  keys: VaultKeys,
  at: EntryRevision,
  body: EntryBody,
): Promise<Result<Bytes, 'entry_too_large'>> {
  const padded = padContent(readEntryBody, body);
  if (padded === undefined) return refuse('entry_too_large');
  const key = await bodyKeyOf(keys.bodies, at.entry);
  return ok(await seal(ObjectType.entryBody, key, contextOf(keys, at), padded));
}

/** The body of that revision of an entry, or `undefined`. */
export async function openBody(
  keys: VaultKeys,
  at: EntryRevision,
  bytes: Bytes,
): Promise<EntryBody | undefined> {
  const key = await bodyKeyOf(keys.bodies, at.entry);
  return readPadded(readEntryBody, await open(ObjectType.entryBody, key, contextOf(keys, at), bytes));
}

/** The key of the epoch before, sealed under `keys`, so that who holds the newest key reads the whole vault. */
export function sealEpochLink(keys: VaultKeys, olderKey: VaultKey): Promise<Bytes> {
  const { epoch, org, vault } = keys;
  return seal(ObjectType.epochLink, keys.link, { epoch, org, vault }, olderKey);
}

/** The key of the epoch before `keys`, if it is the one that `olderCommitted` (from the ledger) names. */
export async function openEpochLink(
  keys: VaultKeys,
  olderCommitted: HashB64,
  bytes: Bytes,
): Promise<VaultKey | undefined> {
  const { epoch, org, vault } = keys;
  const opened = await open(ObjectType.epochLink, keys.link, { epoch, org, vault }, bytes);
  const olderKey = opened && parseSecret<VaultKey>(opened);
  if (olderKey === undefined) return undefined;
  const commitment = await commitVaultKey(olderKey, { epoch: epoch - 1, org, vault });
  return commitment === olderCommitted ? olderKey : undefined;
}

/** Padded JSON. INVARIANT: nobody seals what the reader would refuse; such content is a fault of the caller. */
function padContent(
  read: Reader<EntryHeader | VaultHeader | EntryBody>,
  content: EntryHeader | VaultHeader | EntryBody,
): Bytes | undefined {
  const encoded = encodeCanonical(contentAsJson(content));
  if (read(JSON.parse(fromUtf8(encoded) ?? '') as Json) === undefined) {
    throw new TypeError('entry content is not of its type');
  }
  return pad(encoded);
}

async function openHeaderAs<Header>(
  read: Reader<Header>,
  keys: VaultKeys,
  at: EntryRevision,
  bytes: Bytes,
): Promise<Header | undefined> {
  return readPadded(read, await open(ObjectType.entryHeader, keys.header, contextOf(keys, at), bytes));
}

/** Who sealed this held the vault's key, so its JSON need not be canonical; its shape is checked all the same. */
function readPadded<Content>(read: Reader<Content>, padded: Bytes | undefined): Content | undefined {
  const content = padded && unpad(padded);
  const text = content && fromUtf8(content);
  if (text === undefined) return undefined;
  try {
    return read(JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}

function contextOf(keys: VaultKeys, { entry, revision }: EntryRevision) {
  const { epoch, org, vault } = keys;
  return { entry, epoch, org, revision, vault };
}
