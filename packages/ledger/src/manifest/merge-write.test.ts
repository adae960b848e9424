import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyLeaf, leafOf } from '../../test/leaves.ts';
import type { Leaf, LeafChange } from './leaf-set.ts';
import { mergeWrite, sameLeaf } from './merge-write.ts';

const put = (leaf: Leaf): LeafChange => ({ kind: 'put', leaf });
const purge = (leaf: Leaf): LeafChange => ({ kind: 'purge', entry: leaf.entry });
const [first, mine, theirs] = [
  leafOf('GitHub', 1),
  leafOf('GitHub', 2, 1, 'mine'),
  leafOf('GitHub', 2, 1, 'theirs'),
];

describe('a pending write after somebody else wrote first', () => {
  const decide = (base: Leaf | undefined, change: LeafChange, served: Leaf | undefined) =>
    mergeWrite(base, change, served).kind;

  it('is rebased when the entry is as it was', () => {
    expect(mergeWrite(first, put(mine), first)).toMatchObject({ kind: 'rebase', revision: 2 });
    expect(mergeWrite(undefined, put(first), undefined)).toMatchObject({ kind: 'rebase', revision: 1 });
    expect(decide(first, purge(first), first)).toBe('rebase');
  });
  it('is settled when it arrived and only the answer was lost', () => {
    expect(decide(first, put(mine), mine)).toBe('settled');
    expect(decide(undefined, put(first), first)).toBe('settled');
    expect(decide(first, purge(first), undefined)).toBe('settled');
  });
  it('is a conflict when the entry was changed, purged, or changed under the same revision', () => {
    expect(decide(first, put(mine), theirs)).toBe('conflict');
    expect(decide(first, put(mine), undefined)).toBe('conflict');
    expect(decide(first, purge(first), theirs)).toBe('conflict');
    expect(decide(undefined, put(first), theirs)).toBe('conflict');
    expect(decide(first, put(mine), leafOf('GitHub', 1, 1, 'swapped'))).toBe('conflict');
  });
});

describe('the merge rule', () => {
  const maybe = (leaf: Leaf) => fc.option(fc.constant(leaf), { nil: undefined });
  /** Three leaves of one entry, each possibly absent and possibly equal to another. */
  const cases = fc
    .tuple(anyLeaf, anyLeaf, anyLeaf)
    .map(([a, b, c]) => [a, { ...b, entry: a.entry }, { ...c, entry: a.entry }] as const)
    .chain(([a, b, c]) =>
      fc.record({
        base: maybe(a),
        wanted: maybe(b),
        served: fc.oneof(maybe(a), maybe(b), maybe(c)),
        entry: fc.constant(a.entry),
      }),
    );

  it('loses nobody’s write: it rebases only over what was seen, and settles only on what was wanted', () => {
    fc.assert(
      fc.property(cases, ({ base, wanted, served, entry }) => {
        const change: LeafChange = wanted === undefined ? { kind: 'purge', entry } : put(wanted);
        const decision = mergeWrite(base, change, served);
        expect(decision.entry).toBe(entry);
        if (decision.kind === 'settled') expect(sameLeaf(wanted, served)).toBe(true);
        if (decision.kind === 'rebase') {
          expect(sameLeaf(base, served)).toBe(true);
          expect(decision.revision).toBe((served?.revision ?? 0) + 1);
        }
        if (decision.kind === 'conflict') {
          expect(sameLeaf(wanted, served) || sameLeaf(base, served)).toBe(false);
        }
      }),
    );
  });

  it('comes to an end: a rebased write that is then stored is settled', () => {
    fc.assert(
      fc.property(anyLeaf, anyLeaf, (base, other) => {
        const decision = mergeWrite(
          base,
          put({ ...other, entry: base.entry, revision: base.revision + 1 }),
          base,
        );
        expect(decision.kind).toBe('rebase');
        const revision = decision.kind === 'rebase' ? decision.revision : 0;
        const again = { ...other, entry: base.entry, revision };
        expect(mergeWrite(base, put(again), again).kind).toBe('settled');
      }),
    );
  });
});
