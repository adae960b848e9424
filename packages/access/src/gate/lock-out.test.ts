import { describe, expect, it } from 'vitest';
import { exampleNowMs, mayaInside, withPart } from './example-facts.ts';
import type { Facts } from './facts.ts';
import { type Concerned, findLockOut } from './lock-out.ts';

const inside = mayaInside();
const offList = withPart('settings', { addressAllowed: false });
const outdated = withPart('settings', { minimumClientVersion: '9.0.0', clientIsOutdated: true });
const needsFactor = withPart('settings', {
  factorRule: { level: 'any', fromMs: exampleNowMs - 86_400_000, graceMs: 0 },
});
const onCli = (facts: Facts) => withPart('session', { clientKind: 'cli' }, facts);
const cliOff = withPart('settings', { clientsAllowed: { extension: true, app: true, cli: false } });

const to = (after: Facts, before = inside) => ({ before, after });
const concerned = (changes: Partial<Concerned>): Concerned => ({
  author: to(inside),
  authorLater: to(inside),
  owner: [to(inside)],
  custodians: [[to(inside)]],
  ...changes,
});

describe('a change of the rules', () => {
  it('goes through when everybody concerned still gets in', () => {
    expect(findLockOut(concerned({}))).toBeUndefined();
    expect(findLockOut(concerned({ owner: [], custodians: [[], []] }))).toBeUndefined();
  });

  it.each([
    ['the address list', offList],
    ['the second factor', needsFactor],
    ['the client', onCli(cliOff)],
  ])('does not shut its author out by %s', (_what, after) => {
    const before =
      after.session.state === 'present' && after.session.clientKind === 'cli' ? onCli(inside) : inside;
    expect(findLockOut(concerned({ author: to(after, before) }))).toBe('would_lock_out_author');
  });

  it('asks for no newer client than its author’s', () => {
    expect(findLockOut(concerned({ author: to(outdated) }))).toBe('minimum_version_above_own');
  });

  it('does not shut its author out by an address that runs out', () => {
    expect(findLockOut(concerned({ authorLater: to(offList) }))).toBe('would_lock_out_author_later');
    // Who stood on nothing else before is not brought there by the change.
    expect(findLockOut(concerned({ authorLater: to(offList, offList) }))).toBeUndefined();
    // Now comes first.
    const both = concerned({ author: to(offList), authorLater: to(offList) });
    expect(findLockOut(both)).toBe('would_lock_out_author');
  });

  it('leaves the author alone who is to confirm the sign-in', () => {
    const confirm = withPart('session', { authenticatedAtMs: exampleNowMs - 30 * 86_400_000 });
    expect(findLockOut(concerned({ author: to(confirm) }))).toBeUndefined();
  });

  it('leaves the owner one place to come from', () => {
    expect(findLockOut(concerned({ owner: [to(offList), to(offList)] }))).toBe('would_lock_out_owner');
    expect(findLockOut(concerned({ owner: [to(offList), to(inside)] }))).toBeUndefined();
    // The web client takes any version and no client rule, and a second factor is set up on the spot.
    for (const after of [outdated, onCli(cliOff), needsFactor]) {
      expect(findLockOut(concerned({ owner: [to(after)] }))).toBeUndefined();
    }
  });

  it('is not blamed for what was so before', () => {
    expect(findLockOut(concerned({ owner: [to(offList, offList)] }))).toBeUndefined();
    expect(findLockOut(concerned({ author: to(offList, offList) }))).toBeUndefined();
  });

  it('leaves one custodian a place to come from', () => {
    const shut = [to(offList)];
    expect(findLockOut(concerned({ owner: [], custodians: [shut, shut, []] }))).toBe(
      'would_lock_out_custodians',
    );
    expect(findLockOut(concerned({ owner: [], custodians: [shut, [to(inside)]] }))).toBeUndefined();
  });
});
