import { describe, expect, it } from 'vitest';
import { filterOf, isFiltered, parseLogSearch } from './log-search.ts';

describe('the address bar of the access log', () => {
  it('keeps what it understands and leaves out the rest', () => {
    expect(
      parseLogSearch({
        person: ' kim@ ',
        kind: 'denied',
        client: 'cli',
        address: 203,
        from: '2026-11-01',
        to: '2026-02-31',
        other: 'x',
      }),
    ).toEqual({
      person: 'kim@',
      kind: 'denied',
      client: 'cli',
      address: '203',
      from: '2026-11-01',
      to: undefined,
    });
    expect(isFiltered(parseLogSearch({ kind: 'constructor', client: 'toString', person: '  ' }))).toBe(false);
  });

  it('means whole days where this device is', () => {
    const { fromMs, toMs } = filterOf({ from: '2026-11-01', to: '2026-11-01' });
    expect((toMs ?? 0) - (fromMs ?? 0)).toBe(86_400_000 - 1);
    expect(new Date(fromMs ?? 0).getHours()).toBe(0);
  });
});
