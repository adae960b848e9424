import { type EntryId, fromBase64Url, toBase64Url } from '@postern/core';
import { sha256 } from '@postern/crypto/public';
import fc from 'fast-check';
import type { Leaf, LeafChange } from '../src/index.ts';
import { idFor } from './people.ts';

/** The leaf of a named entry at a revision; other `contents` give other hashes. */
export function leafOf(name: string, revision = 1, epoch = 1, contents = ''): Leaf {
  const hashOf = (part: string) =>
    sha256(new TextEncoder().encode(`${part} ${name} ${revision} ${contents}`));
  return {
    entry: idFor<EntryId>(name),
    revision,
    epoch,
    headerHash: hashOf('header'),
    bodyHash: hashOf('body'),
  };
}

/** Few entries, so that changes meet; their ids fall into few buckets, so that buckets fill. */
const anyEntry = fc.tuple(fc.constantFrom(0, 0, 0, 1, 255), fc.nat(9)).map(([first, n]) => {
  const id = fromBase64Url(idFor(`entry ${n}`)) as Uint8Array<ArrayBuffer>;
  id[0] = first;
  return toBase64Url(id) as EntryId;
});

const anyHash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => new Uint8Array(bytes));

export const anyLeaf: fc.Arbitrary<Leaf> = fc.record({
  entry: anyEntry,
  revision: fc.integer({ min: 1, max: 4 }),
  epoch: fc.integer({ min: 1, max: 3 }),
  headerHash: anyHash,
  bodyHash: anyHash,
});

export const anyChange: fc.Arbitrary<LeafChange> = fc.oneof(
  { weight: 3, arbitrary: anyLeaf.map((leaf): LeafChange => ({ kind: 'put', leaf })) },
  { weight: 1, arbitrary: anyEntry.map((entry): LeafChange => ({ kind: 'purge', entry })) },
);
