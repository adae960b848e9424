import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyFacts } from './any-facts.ts';
import { mayaInside, withPart } from './example-facts.ts';
import { type Facts, unknown, untold } from './facts.ts';
import { decide, explain } from './gate.ts';
import { verdictOf } from './verdict.ts';

describe('the verdict of explained checks', () => {
  test('is the decision, for any facts that settle it', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const verdict = verdictOf(explain(facts));
        const decided = decide(facts);
        if (verdict.outcome === 'enters') expect(decided.ok).toBe(true);
        else if (verdict.outcome === 'refused' && verdict.certain) expect(decided).toEqual(verdict.first);
        else expect(decided).toMatchObject({ ok: false, code: 'check_failed' });
      }),
      { numRuns: 2000 },
    );
  });

  test('says that what is known to refuse may not be what is told first', () => {
    const facts = withPart(
      'membership',
      { status: 'disabled' },
      withPart('organization', { suspended: untold }),
    );
    expect(verdictOf(explain(facts))).toMatchObject({
      outcome: 'refused',
      first: { code: 'member_disabled' },
      certain: false,
    });
  });

  test('of nothing is unknown', () => {
    expect(verdictOf([])).toEqual({ outcome: 'unknown' });
  });
});

describe('a value that nobody told', () => {
  const mfa = { level: 'any', fromMs: 0, graceMs: 0 } as const;
  const strict: Facts = withPart('settings', {
    addressAllowed: false,
    minimumClientVersion: '9.0.0',
    clientIsOutdated: true,
    factorRule: mfa,
  });
  const outcomeOf = (step: number, facts: Facts) =>
    explain(facts).find((each) => each.step === step)?.outcome;

  test.each([
    ['the address', 8, withPart('settings', { addressAllowed: untold }, strict)],
    ['whether the list is lifted', 8, withPart('settings', { addressListOffUntilMs: untold }, strict)],
    ['the version', 10, withPart('settings', { clientIsOutdated: untold }, strict)],
    ['what was given', 11, withPart('session', { factorsUsed: untold }, strict)],
    ['what is enrolled', 11, { ...strict, account: unknown }],
    ['when they signed in', 12, withPart('session', { authenticatedAtMs: untold }, strict)],
    ['whether it is suspended', 4, withPart('organization', { suspended: untold }, strict)],
  ] as const)('leaves open what %s settles', (_, step, facts) => {
    expect(outcomeOf(step, strict)).not.toBe('unknown');
    expect(outcomeOf(step, facts)).toBe('unknown');
  });

  test('does not matter where no rule asks for it', () => {
    const facts = withPart(
      'session',
      { factorsUsed: untold },
      withPart('settings', { clientIsOutdated: untold }, mayaInside()),
    );
    expect(outcomeOf(10, facts)).toBe('pass');
    expect(outcomeOf(11, facts)).toBe('pass');
  });
});
