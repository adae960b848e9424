import type { CheckLine } from '@postern/client';
import { en } from '@postern/ui';
import { describe, expect, it } from 'vitest';
import { evidenceLines, sayOn, saySpan } from './evidence-lines.ts';

const nowMs = new Date(2026, 10, 21, 9, 2).getTime();
const day = 86_400_000;
const dana = { by: 'dana@northwind.example', atMs: new Date(2026, 10, 12, 8).getTime(), seq: 7 };
const set = (type: string) => ({ ...dana, type });
const context = { nowMs, atMs: nowMs, isPast: false };

function said(step: number, line: Partial<CheckLine>, isPast = false): string {
  const whole: CheckLine = {
    step,
    arch: 'enabled',
    codes: [],
    outcome: 'pass',
    denial: undefined,
    evidence: {},
    setBy: {},
    missing: [],
    ...line,
  };
  return evidenceLines(whole, { ...context, isPast }, en).join(' ');
}

describe('what a check rests on', () => {
  it.each<[string, number, Partial<CheckLine>]>([
    [
      'Disabled by dana@northwind.example on 12 November 2026.',
      6,
      { outcome: 'blocked', evidence: { status: 'disabled' }, setBy: { event: set('disable') } },
    ],
    [
      '203.0.113.7 is not on the list. The list was turned on by dana@northwind.example on 12 November 2026.',
      8,
      {
        outcome: 'blocked',
        evidence: { address: '203.0.113.7', allowed: false, ownAllowed: false, listOffUntilMs: null },
        setBy: { event: set('settings_set') },
      },
    ],
    [
      '203.0.113.7 is on the list as “Office” (203.0.113.0/24). It was added by dana@northwind.example on 12 November 2026.',
      8,
      {
        evidence: {
          address: '203.0.113.7',
          allowed: true,
          listed: { label: 'Office', range: '203.0.113.0/24', untilMs: null, over: false },
        },
        setBy: { listedEvent: set('addresses_set') },
      },
    ],
    [
      'The organization knows the keys they use. Their keys were vouched for by dana@northwind.example on 12 November 2026.',
      13,
      { evidence: { link: 'linked', resetBy: null }, setBy: { event: set('relink') } },
    ],
    [
      'Their password was reset: they have keys that the organization does not know.',
      13,
      { outcome: 'blocked', evidence: { link: 'broken', resetBy: 'password' } },
    ],
    [
      'They gave up their phone: they have keys that the organization does not know.',
      13,
      { outcome: 'blocked', evidence: { link: 'broken', resetBy: 'phone' } },
    ],
    ['Keys were handed to them.', 17, { evidence: { link: 'linked', waits: false, helpers: [] } }],
    [
      'Nobody has heard their words yet, so no key was handed to them. These can help: dana@northwind.example.',
      17,
      {
        outcome: 'blocked',
        evidence: { link: 'pending', waits: false, helpers: ['dana@northwind.example'] },
      },
    ],
    [
      'Their words were heard, but none of the keys has arrived.',
      17,
      { outcome: 'blocked', evidence: { link: 'linked', waits: true, helpers: [] } },
    ],
    ['There is no address list: people may come from anywhere.', 8, { evidence: { allowed: null } }],
    [
      'Turned off for this member by dana@northwind.example on 12 November 2026.',
      9,
      {
        outcome: 'blocked',
        evidence: { clientKind: 'cli', ofMember: { cli: false }, ofOrganization: { cli: true } },
        setBy: { event: set('clients_set') },
      },
    ],
    [
      'Asked for: any second factor. Set by dana@northwind.example on 12 November 2026. Given: none. Their account has, by what the server told last: mailed code.',
      11,
      {
        outcome: 'blocked',
        evidence: { level: 'any', used: [], enrolled: ['mail'], exemptUntilMs: null },
        setBy: { event: set('settings_set') },
      },
    ],
    [
      `The oldest version that is accepted is 1.4.0. ${en.checkAccess.missing.client_version}`,
      10,
      { outcome: 'unknown', evidence: { minimumVersion: '1.4.0' }, missing: ['client_version'] },
    ],
    [
      'A sign-in counts for 7 days. So it has been from the start.',
      12,
      { evidence: { sessionAgeMs: 7 * day } },
    ],
    ['No member has this address.', 2, { outcome: 'blocked' }],
    ['Asked once they are a member.', 6, { outcome: 'unknown' }],
    [en.checkAccess.missing.suspension, 4, { outcome: 'unknown', missing: ['suspension'] }],
  ])('%s', (expected, step, line) => {
    expect(said(step, line)).toBe(expected);
  });

  it('has words for every step, whatever is missing', () => {
    for (let step = 1; step <= 12; step++) {
      expect(en.checkAccess.steps[step]).toBeTruthy();
      for (const outcome of ['pass', 'blocked', 'unknown'] as const) {
        expect(said(step, { outcome })).not.toMatch(/undefined|NaN|\[object/);
      }
    }
  });

  it('never says what the evidence is not: values of another form are left out', () => {
    const odd = {
      address: 7,
      allowed: 'yes',
      listed: 'all',
      level: 3,
      used: 'x',
      sessionAgeMs: '1',
      clientKind: [],
    };
    for (let step = 1; step <= 12; step++) {
      expect(said(step, { outcome: 'blocked', evidence: odd })).not.toMatch(/undefined|NaN|\[object/);
    }
  });
});

describe('when and how long', () => {
  it('says recent moments by the clock and others by their day', () => {
    expect(sayOn(nowMs - 5 * 60_000, { nowMs, text: en })).toBe('5 minutes ago');
    expect(sayOn(nowMs - day, { nowMs, text: en })).toBe('yesterday 09:02');
    expect(sayOn(dana.atMs, { nowMs, text: en })).toBe('on 12 November 2026');
  });

  it('says spans in the largest unit that divides them', () => {
    expect(saySpan(15 * 60_000, en)).toBe('15 minutes');
    expect(saySpan(day / 24, en)).toBe('1 hour');
    expect(saySpan(7 * day, en)).toBe('7 days');
  });
});
