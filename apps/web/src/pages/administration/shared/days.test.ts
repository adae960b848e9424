import { describe, expect, it } from 'vitest';
import { dayTextIn, dayTextOf, endOfDayMs, sayDay, startOfDayMs } from './days.ts';

describe('days', () => {
  it('ends a day with its last millisecond, where the device is', () => {
    const end = endOfDayMs('2027-01-31');
    expect(end).toBe(new Date(2027, 1, 1).getTime() - 1);
    expect(dayTextOf(end)).toBe('2027-01-31');
    expect(startOfDayMs('2027-01-31')).toBe(new Date(2027, 0, 31).getTime());
  });

  it.each(['', '2027-02-30', '2027-13-01', '31.01.2027', '2027-1-1'])('takes %j for no day', (text) => {
    expect(endOfDayMs(text)).toBeUndefined();
  });

  it('counts days from a moment', () => {
    expect(dayTextIn(30, new Date(2026, 10, 21, 9).getTime())).toBe('2026-12-21');
  });

  it('has no text for no day, and words for one', () => {
    expect(dayTextOf(null)).toBe('');
    expect(sayDay(new Date(2027, 0, 31).getTime(), 'en-GB')).toBe('31 January 2027');
  });
});
