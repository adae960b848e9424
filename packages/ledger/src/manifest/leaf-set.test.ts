import { type EntryId, toBase64Url } from '@postern/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyChange, anyLeaf, leafOf } from '../../test/leaves.ts';
import {
  bucketCount,
  bucketHash,
  bucketOf,
  entryOf,
  type Leaf,
  type LeafChange,
  LeafSet,
  rootOf,
} from './leaf-set.ts';

/** The definition in docs/protocol/vault.md, read naively. */
function fromScratch(changes: readonly LeafChange[]) {
  const leaves = new Map<EntryId, Leaf>();
  for (const change of changes) {
    if (change.kind === 'put') leaves.set(change.leaf.entry, change.leaf);
    else leaves.delete(change.entry);
  }
  const all = [...leaves.values()];
  const hashes = Array.from({ length: bucketCount }, (_, bucket) =>
    bucketHash(all.filter((leaf) => bucketOf(leaf.entry) === bucket)),
  );
  return { all, root: rootOf(hashes), count: all.length };
}

describe('a set of leaves', () => {
  it('has after any changes the root and count of starting from scratch', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyChange, { maxLength: 8 }), { maxLength: 6 }), (batches) => {
        const set = batches.reduce((before, changes) => before.applyChanges(changes), LeafSet.empty);
        const expected = fromScratch(batches.flat());
        expect([set.root, set.count]).toEqual([expected.root, expected.count]);
        expect(LeafSet.from(expected.all).root).toBe(expected.root);
        expect(LeafSet.from(expected.all.toReversed()).root).toBe(expected.root);
        expect([...set].map(({ entry }) => entry).sort()).toEqual(
          expected.all.map(({ entry }) => entry).sort(),
        );
        for (const leaf of expected.all) expect(set.find(leaf.entry)).toBe(leaf);
      }),
      { numRuns: 40 },
    );
  });

  it('is not changed by what follows from it', () => {
    fc.assert(
      fc.property(fc.array(anyChange), fc.array(anyChange), (first, second) => {
        const set = LeafSet.empty.applyChanges(first);
        const { root, count } = set;
        set.applyChanges(second);
        expect([set.root, set.count]).toEqual([root, count]);
        expect(LeafSet.empty.count).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  it('has another root for every part of a leaf', () => {
    fc.assert(
      fc.property(anyLeaf, fc.nat(31), (leaf, at) => {
        const flipped = (hash: Uint8Array<ArrayBuffer>) =>
          hash.map((byte, index) => (index === at ? byte ^ 1 : byte));
        const { root } = LeafSet.from([leaf]);
        const other = (change: Partial<Leaf>) => LeafSet.from([{ ...leaf, ...change }]).root;
        expect(other({ revision: leaf.revision + 1 })).not.toBe(root);
        expect(other({ epoch: leaf.epoch + 1 })).not.toBe(root);
        expect(other({ headerHash: flipped(leaf.headerHash) })).not.toBe(root);
        expect(other({ bodyHash: flipped(leaf.bodyHash) })).not.toBe(root);
        expect(other({ headerHash: leaf.bodyHash, bodyHash: leaf.headerHash })).not.toBe(root);
        expect(other({ entry: toBase64Url(new Uint8Array(16).fill(7)) as EntryId })).not.toBe(root);
      }),
      { numRuns: 30 },
    );
  });

  it('hashes only the buckets a change touches', () => {
    const leaves = Array.from({ length: 200 }, (_, n) => leafOf(`entry ${n}`));
    let read = 0;
    const counted = leaves.map((leaf) => ({
      ...leaf,
      get headerHash() {
        read += 1;
        return leaf.headerHash;
      },
    }));
    const set = LeafSet.from(counted);
    expect(read).toBe(200);
    const changed = leafOf('entry 7', 2);
    const beside = counted.filter(({ entry }) => bucketOf(entry) === bucketOf(changed.entry)).length - 1;
    read = 0;
    expect(set.applyChanges([{ kind: 'put', leaf: changed }]).count).toBe(200);
    expect(read).toBe(beside);
  });

  it('is empty with 256 empty buckets, and refuses what is no leaf', () => {
    expect(LeafSet.empty.root).toBe(rootOf(Array.from({ length: 256 }, () => new Uint8Array(32))));
    const leaf = leafOf('entry');
    expect(entryOf({ kind: 'purge', entry: leaf.entry })).toBe(entryOf({ kind: 'put', leaf }));
    expect(() => LeafSet.from([leaf, leaf])).toThrow('twice');
    expect(() => LeafSet.from([{ ...leaf, bodyHash: new Uint8Array(31) }])).toThrow('88 bytes');
    expect(() => LeafSet.from([{ ...leaf, entry: 'AAAA' as EntryId }])).toThrow('16 bytes');
    expect(() => rootOf([])).toThrow('256');
  });
});
