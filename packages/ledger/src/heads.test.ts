import type { HashB64 } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { hashFor } from '../test/people.ts';
import { compareWithPin, furtherHead } from './heads.ts';
import type { HashAt, Head } from './state.ts';

/** A chain of hashes whose positions from `forkAt` on differ from the honest one. */
const chainTo = (length: number, forkAt = Number.POSITIVE_INFINITY): HashB64[] =>
  Array.from({ length }, (_, seq) => hashFor<HashB64>(seq >= forkAt ? `forged ${seq}` : `event ${seq}`));
const headOf = (hashes: readonly HashB64[]): Head => ({
  seq: hashes.length - 1,
  hash: hashes.at(-1) as HashB64,
});
const served = (hashes: readonly HashB64[]) => ({
  head: headOf(hashes),
  hashAt: (seq: number) => hashes[seq],
});
const nothing: HashAt = () => undefined;

describe('a served head beside the pinned one', () => {
  const own = chainTo(10);
  const pin = headOf(own);
  const ownHashAt: HashAt = (seq) => own[seq];
  const decide = (hashes: readonly HashB64[], known = ownHashAt) =>
    compareWithPin(pin, served(hashes), known);

  it('is the same or ahead when it holds what was seen', () => {
    expect(decide(chainTo(10))).toBe('same');
    expect(decide(chainTo(11))).toBe('ahead');
    expect(decide(chainTo(99), nothing)).toBe('ahead');
  });
  it('is behind when it stops short and agrees', () => {
    expect(decide(chainTo(9))).toBe('behind');
    expect(decide(chainTo(1))).toBe('behind');
  });
  it('is a fork when it differs anywhere the client knows', () => {
    expect(decide(chainTo(10, 9))).toBe('fork');
    expect(decide(chainTo(12, 9))).toBe('fork');
    expect(decide(chainTo(9, 3))).toBe('fork');
  });
  it('is a fork when it claims to be ahead and does not show it', () => {
    expect(compareWithPin(pin, { head: headOf(chainTo(20)), hashAt: nothing }, ownHashAt)).toBe('fork');
  });
  it('is older when a device that knows only the pin cannot tell', () => {
    expect(decide(chainTo(9), nothing)).toBe('older');
    expect(decide(chainTo(9, 3), nothing)).toBe('older');
  });
});

describe('the further head', () => {
  it('is the one to pin', () => {
    const [near, far] = [headOf(chainTo(3)), headOf(chainTo(4))];
    expect(furtherHead(near, far)).toBe(far);
    expect(furtherHead(far, near)).toBe(far);
    expect(furtherHead(near, { ...near })).toBe(near);
  });
});
