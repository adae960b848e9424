import { deny, isDenialCode } from '@postern/access';
import type { ImpactView, ShutWayView, TouchedPerson } from '@postern/client';
import type { MemberId } from '@postern/core';
import { en } from '@postern/ui';
import { describe, expect, it } from 'vitest';
import { groupByDenial, sayAction, sortRefused } from './say-impact.ts';

const way = (change: Partial<ShutWayView> = {}): ShutWayView => ({
  clientKind: 'web',
  clientVersion: '0.1.0',
  address: '203.0.113.7',
  count: 1,
  lastAtMs: 0,
  denial: deny('cli_not_allowed', {}),
  fromMs: null,
  ...change,
});
const person = (name: string, ...refused: readonly ShutWayView[]): TouchedPerson => ({
  member: name as MemberId,
  email: `${name}@northwind.example`,
  isSelf: false,
  refused,
  letIn: [],
  stillIn: 0,
  stillOut: 0,
});
const impactOf = (...refused: readonly TouchedPerson[]): ImpactView => ({
  memberCount: 9,
  refused,
  letIn: [],
  unchanged: 0,
  unseen: [],
  lockOut: undefined,
});
const confirms = way({ denial: deny('reauthentication_required', {}) });
const later = way({ denial: deny('mfa_enrollment_required', { acceptedFactors: 'any' }), fromMs: 5 });

describe('what a change does to people', () => {
  it('is told by the hardest that happens to each', () => {
    expect(isDenialCode(confirms.denial.code)).toBe(true);
    const people = [
      person('now', confirms, way(), later),
      person('later', later, confirms),
      person('asked', confirms),
    ];
    const sorted = sortRefused(impactOf(...people));
    expect(sorted.now.map(({ member }) => member)).toEqual(['now']);
    expect(sorted.later.map(({ member }) => member)).toEqual(['later']);
    expect(sorted.asked.map(({ member }) => member)).toEqual(['asked']);
    expect(sorted.fromMs).toBe(5);
  });

  it('is on the button where somebody is refused at once, and the server would take it', () => {
    const impact = impactOf(person('one', way()), person('two', way()), person('later', later));
    expect(sayAction({ state: 'here', impact }, en)).toBe('Save, and refuse 2 people');
    expect(sayAction({ state: 'here', impact }, en, 'Take off')).toBe('Take off, and refuse 2 people');
    expect(sayAction({ state: 'here', impact: impactOf(person('one', confirms, later)) }, en)).toBe('Save');
    const lockOut = { code: 'would_lock_out_owner' as const, who: [], from: undefined };
    expect(sayAction({ state: 'here', impact: { ...impact, lockOut } }, en)).toBe('Save');
    expect(sayAction({ state: 'looking', before: impact, isSlow: false }, en)).toBe('Save');
  });

  it('says a sentence once for the places where it is the same', () => {
    const ip = (address: string) =>
      way({ address, denial: deny('ip_not_allowed', { address: address as never }) });
    const groups = groupByDenial([
      ip('203.0.113.7'),
      way(),
      ip('203.0.113.8'),
      way({ address: '::1' }),
      later,
    ]);
    expect(groups.map(({ places }) => places.length)).toEqual([1, 2, 1, 1]);
  });
});
