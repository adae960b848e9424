import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generatePassword } from './generate.ts';

describe('generatePassword', () => {
  it('has the length asked for and every kind of character', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 64 }), (length) => {
        const password = generatePassword(length);
        expect(password).toHaveLength(length);
        for (const kind of [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/]) expect(password).toMatch(kind);
      }),
      { numRuns: 50 },
    );
  });

  it('does not repeat itself', () => {
    expect(new Set(Array.from({ length: 200 }, () => generatePassword())).size).toBe(200);
  });
});
