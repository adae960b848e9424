import { describe, expect, it } from 'vitest';
import { en } from './text/en.ts';
import { sayWhen } from './when.ts';

const now = new Date(2026, 10, 24, 9, 30).getTime();

describe('sayWhen', () => {
  it.each([
    [new Date(2026, 10, 24, 9, 29, 40), 'just now'],
    [new Date(2026, 10, 24, 9, 26), '4 minutes ago'],
    [new Date(2026, 10, 24, 9, 29), '1 minute ago'],
    [new Date(2026, 10, 24, 7, 2), 'today 07:02'],
    [new Date(2026, 10, 23, 23, 59), 'yesterday 23:59'],
    [new Date(2026, 10, 12, 12, 0), '12 November'],
    [new Date(2024, 4, 3, 12, 0), '3 May 2024'],
  ])('says %s as %s', (at, words) => {
    expect(sayWhen(at.getTime(), now, en)).toBe(words);
  });
});
