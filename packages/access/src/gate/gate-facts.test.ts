import { type IpRange, parseIpRange, type SessionId } from '@postern/core';
import type { MemberAddress } from '@postern/ledger';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AddressList, isAddressAllowed } from './address-list.ts';
import { factorDueMs } from './check-second-factor.ts';
import { isClientOutdated } from './client-version.ts';
import { isStrongEnough, noFactor, strengthNeeded, strongestOf } from './factor-strength.ts';
import { factorLevels, factorStrengths } from './facts.ts';
import { findOwnAddress } from './member-addresses.ts';

const nowMs = Date.UTC(2026, 10, 21);

function listOf(entries: Readonly<Record<string, number | null>>): AddressList {
  const list: { [range: IpRange]: { untilMs: number | null } } = {};
  for (const [text, untilMs] of Object.entries(entries)) {
    const range = parseIpRange(text);
    if (range === undefined) throw new Error(`${text} is no range`);
    list[range] = { untilMs };
  }
  return list;
}

describe('an address list', () => {
  const list = listOf({
    '10.0.0.0/8': null,
    '2001:db8::/32': null,
    '203.0.113.7': nowMs + 1,
    '203.0.113.8': nowMs,
  });

  test.each([
    ['10.1.2.3', true],
    ['::ffff:10.1.2.3', true],
    ['2001:db8::1', true],
    ['203.0.113.7', true],
    ['203.0.113.8', false],
    ['203.0.113.9', false],
    ['fe80::1%eth0', false],
    ['not an address', false],
    ['', false],
  ])('of four says of %s: %s', (address, expected) => {
    expect(isAddressAllowed(list, address, nowMs)).toBe(expected);
  });

  test('forgets an entry at its end', () => {
    expect(isAddressAllowed(list, '203.0.113.7', nowMs + 1)).toBe(false);
  });

  test('without entries holds nobody', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()), (address) => {
        expect(isAddressAllowed({}, address, nowMs)).toBe(false);
      }),
    );
  });

  test('holds more the more there is on it', () => {
    const entries = fc.dictionary(
      fc.tuple(fc.ipV4(), fc.nat({ max: 32 })).map(([network, bits]) => `${network}/${bits}`),
      fc.option(fc.constantFrom(nowMs - 1, nowMs, nowMs + 1)),
    );
    fc.assert(
      fc.property(entries, entries, fc.ipV4(), (some, others, address) => {
        // An entry that stands on both could shorten the other's time.
        fc.pre(Object.keys(listOf(others)).every((range) => !Object.hasOwn(listOf(some), range)));
        const held = isAddressAllowed(listOf(some), address, nowMs);
        if (held) expect(isAddressAllowed(listOf({ ...some, ...others }), address, nowMs)).toBe(true);
      }),
    );
  });
});

describe('the addresses of one member', () => {
  const once = 'c2Vzc2lvbi1vZi1tYXlhLQ' as SessionId;
  const entry = (range: string, of: Partial<MemberAddress> = {}): MemberAddress => ({
    range: range as IpRange,
    untilMs: null,
    session: null,
    setAt: { seq: 7, by: 'ZGFuYS1tZW1iZXItaWQtMQ' as MemberAddress['setAt']['by'] },
    ...of,
  });
  const addresses = [
    entry('10.0.0.0/8', { session: once, untilMs: nowMs + 1 }),
    entry('192.0.2.0/24', { untilMs: nowMs }),
    entry('2001:db8::/32'),
  ];
  const held = (address: string, session: SessionId | null, atMs = nowMs) =>
    findOwnAddress({ addresses }, { address, session, nowMs: atMs })?.range;

  test('hold whoever comes from one of them, until it ends', () => {
    expect(held('2001:DB8::1', null)).toBe('2001:db8::/32');
    expect(held('192.0.2.7', null, nowMs - 1)).toBe('192.0.2.0/24');
    expect(held('192.0.2.7', null)).toBeUndefined();
    expect(held('not an address', once)).toBeUndefined();
    expect(findOwnAddress({ addresses: [] }, { address: '10.1.2.3', session: once, nowMs })).toBeUndefined();
  });

  test('hold no other session than the one that an entry is bound to', () => {
    expect(held('::ffff:10.1.2.3', once)).toBe('10.0.0.0/8');
    expect(held('10.1.2.3', once, nowMs + 1)).toBeUndefined();
    expect(held('10.1.2.3', 'c2Vzc2lvbi1vZi1sZW8tLQ' as SessionId)).toBeUndefined();
    expect(held('10.1.2.3', null)).toBeUndefined();
  });
});

describe('a client', () => {
  test.each([
    ['1.2.3', null, false],
    ['1.2.3', '1.2.3', false],
    ['1.10.0', '1.9.9', false],
    ['1.2.2', '1.2.3', true],
    ['nonsense', '1.2.3', true],
    ['nonsense', null, false],
  ])('of version %s against %s is outdated: %s', (version, minimum, expected) => {
    expect(isClientOutdated(version, minimum)).toBe(expected);
  });
});

describe('second factors', () => {
  test.each([
    ['any', ['mail', 'totp', 'passkey']],
    ['no_mail', ['totp', 'passkey']],
    ['phishing_resistant', ['passkey']],
  ] as const)('enough for %s are %j', (level, factors) => {
    expect(factorStrengths.filter((each) => isStrongEnough(each, level))).toEqual(factors);
  });

  test('are as strong as the strongest', () => {
    expect(strongestOf([])).toBe(noFactor);
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...factorStrengths)),
        fc.constantFrom(...factorLevels),
        (factors, level) => {
          const isEnough = (strongestOf(factors) ?? noFactor) >= (strengthNeeded(level) ?? Infinity);
          expect(isEnough).toBe(factors.some((factor) => isStrongEnough(factor, level)));
        },
      ),
    );
  });

  test('of no known strength, and a level that nobody knows, are not known', () => {
    expect(strongestOf(['passkey', 'sms' as 'mail'])).toBeUndefined();
    expect(strengthNeeded('some' as 'any')).toBeUndefined();
  });

  test('are due after the grace, from joining or from the start of the rule', () => {
    const rule = { level: 'any', fromMs: 1_000, graceMs: 50 } as const;
    expect(factorDueMs(rule, 10)).toBe(1_050);
    expect(factorDueMs(rule, 2_000)).toBe(2_050);
  });
});
