import { describe, expect, it } from 'vitest';
import { acceptedLevel, isAccepted, levelOfStepUp } from './accepted-factors.ts';

describe('what an organization accepts', () => {
  it.each([
    ['any', ['passkey', 'totp', 'backup', 'mail']],
    ['no_mail', ['passkey', 'totp', 'backup']],
    ['phishing_resistant', ['passkey']],
  ] as const)('%s takes %j', (level, taken) => {
    const kinds = ['passkey', 'totp', 'backup', 'mail'] as const;
    expect(kinds.filter((kind) => isAccepted(kind, level))).toEqual(taken);
  });

  it('is read from a denial, the strictest where it says something unknown', () => {
    expect(acceptedLevel('no_mail')).toBe('no_mail');
    expect(acceptedLevel(undefined)).toBe('any');
    expect(acceptedLevel('anything')).toBe('phishing_resistant');
  });
});

it('takes a mailed code before a change of the account only where there is nothing stronger', () => {
  expect(levelOfStepUp(['mail', 'backup'])).toBe('any');
  expect(levelOfStepUp(['totp', 'backup', 'mail'])).toBe('no_mail');
  expect(levelOfStepUp(['passkey', 'mail'])).toBe('no_mail');
});
