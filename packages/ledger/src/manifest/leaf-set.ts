import {
  type Bytes,
  compareBytes,
  concatBytes,
  type EntryId,
  fromBase64Url,
  type HashB64,
  toBase64Url,
  utf8,
} from '@postern/core';
import { sha256 } from '@postern/crypto/public';

/** SPEC: docs/protocol/vault.md, "Manifest": leaf, bucket and root. */

/** What a manifest commits to of one entry. Hashes are SHA-256 of the sealed objects, 32 bytes. */
export interface Leaf {
  readonly entry: EntryId;
  readonly revision: number;
  readonly epoch: number;
  readonly headerHash: Bytes;
  readonly bodyHash: Bytes;
}

/** A change of one leaf. Trash is a mark inside the header, so a purge is the only way an entry goes. */
export type LeafChange =
  | { readonly kind: 'put'; readonly leaf: Leaf }
  | { readonly kind: 'purge'; readonly entry: EntryId };

export const bucketCount = 256;
const hashLength = 32;
const leafBytes = 16 + 4 + 4 + hashLength + hashLength;
const bucketPrefix = utf8('PSTN-bucket/1');
const rootPrefix = utf8('PSTN-root/1');
const emptyBucketHash = new Uint8Array(hashLength);

/** The entry that a change is about. */
export function entryOf(change: LeafChange): EntryId {
  return change.kind === 'put' ? change.leaf.entry : change.entry;
}

/** The bucket of an entry, 0 to 255: the first byte of its id. */
export function bucketOf(entry: EntryId): number {
  // Two characters hold twelve bits, of which the first byte is the upper eight.
  const first = fromBase64Url(entry.slice(0, 4));
  if (entry.length !== 22 || first === undefined) throw new TypeError('an entry id is 16 bytes');
  return first[0] as number;
}

/** The hash of one bucket from its leaves in any order; each entry at most once. */
export function bucketHash(leaves: Iterable<Leaf>): Bytes {
  const keyed = Array.from(leaves, (leaf) => ({ leaf, id: idBytes(leaf.entry) }));
  if (keyed.length === 0) return emptyBucketHash;
  // Ids come first in a leaf and differ, so the order of leaves is the order of ids.
  keyed.sort((a, b) => compareBytes(a.id, b.id));
  const bytes = new Uint8Array(bucketPrefix.length + keyed.length * leafBytes);
  const view = new DataView(bytes.buffer);
  bytes.set(bucketPrefix);
  let at = bucketPrefix.length;
  for (const { leaf, id } of keyed) {
    const { revision, epoch, headerHash, bodyHash } = leaf;
    if (headerHash.length !== hashLength || bodyHash.length !== hashLength) {
      throw new RangeError('a leaf is 88 bytes');
    }
    bytes.set(id, at);
    view.setUint32(at + 16, revision);
    view.setUint32(at + 20, epoch);
    bytes.set(headerHash, at + 24);
    bytes.set(bodyHash, at + 24 + hashLength);
    at += leafBytes;
  }
  return sha256(bytes);
}

/** The root over 256 bucket hashes, for whoever keeps those and not the leaves. */
export function rootOf(bucketHashes: readonly Bytes[]): HashB64 {
  if (bucketHashes.length !== bucketCount) throw new RangeError('a root is made of 256 buckets');
  return toBase64Url(sha256(concatBytes(rootPrefix, ...bucketHashes))) as HashB64;
}

function idBytes(entry: EntryId): Bytes {
  const bytes = fromBase64Url(entry);
  if (bytes?.length !== 16) throw new TypeError('an entry id is 16 bytes');
  return bytes;
}

interface Bucket {
  readonly leaves: ReadonlyMap<EntryId, Leaf>;
  readonly hash: Bytes;
}

const emptyBucket: Bucket = { leaves: new Map(), hash: emptyBucketHash };

/**
 * The leaves of a vault with their bucket hashes. Never changed in place: `applyChanges` gives a new set that shares
 * every bucket it did not touch, so a write can be tried and dropped.
 */
export class LeafSet {
  static readonly empty = new LeafSet(new Array<Bucket>(bucketCount).fill(emptyBucket), 0);

  readonly #buckets: readonly Bucket[];
  readonly count: number;
  #root: HashB64 | undefined;

  private constructor(buckets: readonly Bucket[], count: number) {
    this.#buckets = buckets;
    this.count = count;
  }

  /** The set of these leaves. Throws when an entry comes twice. */
  static from(leaves: Iterable<Leaf>): LeafSet {
    const changes = Array.from(leaves, (leaf): LeafChange => ({ kind: 'put', leaf }));
    const set = LeafSet.empty.applyChanges(changes);
    if (set.count !== changes.length) throw new RangeError('an entry comes twice');
    return set;
  }

  /** Base64url of the root, as a manifest carries it. */
  get root(): HashB64 {
    this.#root ??= rootOf(this.#buckets.map((bucket) => bucket.hash));
    return this.#root;
  }

  find(entry: EntryId): Leaf | undefined {
    return this.#buckets[bucketOf(entry)]?.leaves.get(entry);
  }

  *[Symbol.iterator](): Generator<Leaf> {
    for (const bucket of this.#buckets) yield* bucket.leaves.values();
  }

  /** The set after the changes, in order. Hashes only the buckets they touch. */
  applyChanges(changes: Iterable<LeafChange>): LeafSet {
    const touched = new Map<number, Map<EntryId, Leaf>>();
    for (const change of changes) {
      const entry = entryOf(change);
      const at = bucketOf(entry);
      let leaves = touched.get(at);
      if (leaves === undefined) {
        leaves = new Map(this.#buckets[at]?.leaves);
        touched.set(at, leaves);
      }
      if (change.kind === 'put') leaves.set(entry, change.leaf);
      else leaves.delete(entry);
    }
    const buckets = this.#buckets.slice();
    let count = this.count;
    for (const [at, leaves] of touched) {
      count += leaves.size - (this.#buckets[at]?.leaves.size ?? 0);
      buckets[at] = leaves.size === 0 ? emptyBucket : { leaves, hash: bucketHash(leaves.values()) };
    }
    return new LeafSet(buckets, count);
  }
}
