import { describe, expect, it } from 'vitest';
import { endOfDayMs } from '../shared/days.ts';
import { parseAddressList } from './parse-address-list.ts';

const nowMs = new Date(2026, 10, 21, 12).getTime();

describe('parseAddressList', () => {
  it('reads networks with label and last day, in their one spelling', () => {
    const lines = parseAddressList(
      '203.0.113.9/24, "Office, north", 2027-01-31\n\n# comment\n2001:DB8::1',
      nowMs,
    );
    expect(lines).toEqual([
      {
        line: 1,
        typed: '203.0.113.9/24, "Office, north", 2027-01-31',
        ok: true,
        entry: { range: '203.0.113.0/24', label: 'Office, north', untilMs: endOfDayMs('2027-01-31') },
      },
      {
        line: 4,
        typed: '2001:DB8::1',
        ok: true,
        entry: { range: '2001:db8::1', label: '', untilMs: null },
      },
    ]);
  });

  it('says of a line what is wrong with it, and by which number people find it', () => {
    const lines = parseAddressList(
      'Address or network,Label,Until\nrouter\n10.0.0.1,,2026-11-20\n10.0.0.0/8\n10.9.9.9/8',
      nowMs,
    );
    expect(lines.map((one) => [one.line, one.ok ? one.entry.range : one.problem])).toEqual([
      [2, 'range'],
      [3, 'date'],
      [4, '10.0.0.0/8'],
      [5, 'repeated'],
    ]);
  });
});
