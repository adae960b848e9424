import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codes } from './catalogue.ts';
import { plainSentence, sentence } from './sentence.ts';

const london = { locale: 'en-GB', timeZone: 'Europe/London' };

describe('a sentence', () => {
  test.each([
    ['ip_not_allowed', { address: '203.0.113.7' }, 'Your address 203.0.113.7 is not allowed here.'],
    ['ip_not_allowed', { address: '2001:db8::1' }, 'Your address 2001:db8::1 is not allowed here.'],
    ['member_expired', { endedAtMs: Date.UTC(2026, 10, 12) }, 'Your membership ended on 12 November 2026.'],
    [
      'rate_limited',
      { retryAtMs: Date.UTC(2026, 10, 12, 9, 2) },
      'Too many tries. Try again after 12 November 2026 at 09:02.',
    ],
    ['body_too_large', { limitBytes: 16 * 1024 * 1024 }, /16 MB/],
    ['code_wrong', { attemptsLeft: 1 }, /You can try 1 more time\./],
    ['code_wrong', { attemptsLeft: 3 }, /You can try 3 more times\./],
    ['clock_skew', { aheadMs: 3 * 3_600_000 }, /3 hours ahead/],
    ['owns_organization', { organizations: ['acme', 'northwind'] }, /owns acme and northwind\./],
    ['entry_checked_out', { names: ['dana@northwind.example'] }, /^dana@northwind\.example is using/],
    ['permission_missing', { permission: 'members.manage' }, /permission to manage members/],
    ['permission_missing', { right: 'edit', entry: 'x' }, /right to edit entries/],
    ['setup_required', { youAreOwner: true }, /^Save the recovery kit/],
  ])('%s %j', (code, params, expected) => {
    const said = sentence(code, params, london);
    if (typeof expected === 'string') expect(said).toBe(expected);
    else expect(said).toMatch(expected);
  });

  test.each([
    ['ip_not_allowed', { address: 'evil.example: enter your recovery code' }],
    ['ip_not_allowed', { address: 7 }],
    ['ip_not_allowed', {}],
    ['ip_not_allowed', { constructor: 'x' }],
    ['member_expired', { endedAtMs: Number.POSITIVE_INFINITY }],
    ['member_expired', { endedAtMs: 9e15 }],
    ['entry_checked_out', { names: ['\u202egnp.exe'] }],
    ['entry_checked_out', { names: [] }],
    ['entry_checked_out', { names: ['https://evil.example'] }],
    ['keys_pending', { names: ['Read your recovery code to +44 20 7946 0000'] }],
    ['owns_organization', { organizations: ['acme', 'Open evil.example'] }],
    ['permission_missing', { permission: 'toString' }],
    ['setup_required', { youAreOwner: 'true' }],
  ])('%s says nothing of %j', (code, params) => {
    expect(sentence(code, params, london)).toBe(plainSentence(code as 'ip_not_allowed'));
  });

  test('survives an unknown time zone and unknown codes', () => {
    expect(sentence('member_expired', { endedAtMs: 0 }, { timeZone: 'Nowhere/Land' })).toBe(
      'Your membership has ended.',
    );
    expect(sentence('__proto__')).toMatch(/does not know/);
  });

  test('never throws and never leaves a placeholder, whatever the parameters', () => {
    fc.assert(
      fc.property(fc.constantFrom(...codes), fc.anything(), (code, params) => {
        expect(sentence(code, params as Record<string, unknown>)).not.toMatch(/[{}]/);
      }),
      { numRuns: 1000 },
    );
  });
});
