import type { Bytes, EntryId, HashB64 } from '@postern/core';
import {
  bucketCount,
  bucketHash,
  bucketOf,
  entryOf,
  type Head,
  type Leaf,
  type LeafChange,
  rootOf,
} from '@postern/ledger';
import type { Queries } from '../platform/db/database.ts';
import type { ParsedChange } from './parse-changes.ts';
import {
  type EntryRow,
  insertManifests,
  listLeaves,
  putEntries,
  putHead,
  type StoredLeaf,
  type StoredVault,
  type VaultKey,
} from './queries.ts';

const hashLength = 32;

/** What a vault holds after some changes, and what it held of the entries concerned. */
export interface Contents {
  readonly root: HashB64;
  readonly count: number;
  readonly buckets: Uint8Array;
  readonly findStored: (entry: EntryId) => Leaf | undefined;
  /** What the entry took up before, header and body; 0 for one that is not there. */
  readonly storedBytes: (entry: EntryId) => number;
}

/**
 * The contents after the changes, from the leaves of the buckets they touch and the stored hashes of all others: one
 * changed entry costs one bucket in 256, however large the vault.
 */
export async function contentsAfter(
  queries: Queries,
  key: VaultKey,
  stored: StoredVault | undefined,
  changes: readonly LeafChange[],
): Promise<Contents> {
  const touched = new Map<number, Map<EntryId, Leaf>>();
  for (const change of changes) touched.set(bucketOf(entryOf(change)), new Map());
  const before = new Map<EntryId, StoredLeaf>();
  if (stored !== undefined && touched.size > 0) {
    for (const stored of await listLeaves(queries, key, [...touched.keys()])) {
      const { leaf } = stored;
      before.set(leaf.entry, stored);
      touched.get(bucketOf(leaf.entry))?.set(leaf.entry, leaf);
    }
  }
  for (const change of changes) {
    const leaves = touched.get(bucketOf(entryOf(change)));
    if (change.kind === 'put') leaves?.set(change.leaf.entry, change.leaf);
    else leaves?.delete(change.entry);
  }
  const buckets = new Uint8Array(bucketCount * hashLength);
  if (stored !== undefined) buckets.set(stored.buckets);
  let count = (stored?.count ?? 0) - before.size;
  for (const [at, leaves] of touched) {
    buckets.set(bucketHash(leaves.values()), at * hashLength);
    count += leaves.size;
  }
  const hashes = Array.from({ length: bucketCount }, (_, at) =>
    buckets.subarray(at * hashLength, (at + 1) * hashLength),
  );
  return {
    root: rootOf(hashes),
    count,
    buckets,
    findStored: (entry) => before.get(entry)?.leaf,
    storedBytes: (entry) => before.get(entry)?.bytes ?? 0,
  };
}

/** Stores changes, manifests and the new head. The last manifest is the one whose contents these are. */
export async function storeContents(
  queries: Queries,
  key: VaultKey,
  write: {
    readonly changes: readonly ParsedChange[];
    readonly manifests: readonly { readonly seq: number; readonly bytes: Bytes }[];
    readonly head: Head;
    readonly contents: Contents;
  },
): Promise<void> {
  const { changes, manifests, head, contents } = write;
  await putEntries(
    queries,
    changes.map((change) => entryRow(key, change, head.seq)),
  );
  await insertManifests(queries, key, manifests);
  await putHead(queries, key, { head, count: contents.count, buckets: contents.buckets });
}

function entryRow(key: VaultKey, { change, header, body }: ParsedChange, changedSeq: number): EntryRow {
  const entry = entryOf(change);
  const leaf = change.kind === 'put' ? change.leaf : undefined;
  return {
    ...key,
    entry,
    bucket: bucketOf(entry),
    revision: leaf?.revision ?? 0,
    epoch: leaf?.epoch ?? 0,
    changed_seq: changedSeq,
    header_hash: leaf?.headerHash ?? header,
    body_hash: leaf?.bodyHash ?? body,
    body_size: body.length,
    header,
    body,
  };
}
