import { describe, expect, it } from 'vitest';
import { benchTable } from './bench-table.mjs';

const line = { figure: 'list', value: 200, unit: 'ms', baseline: 100, ratio: 2, n: 5, spread: 0.1 };

describe('the table of figures', () => {
  it('holds a figure against its bar', () => {
    const met = benchTable([line], { list: { unit: 'ms', most: 250, mostRatio: 3 } });
    expect(met).toMatchObject({ missed: 0, unmeasured: 0 });
    expect(met.text).toMatch(/list +200 ms +100 ms +2 x +10 % +5 +<= 250 ms, <= 3 x +met/);
    for (const bar of [{ most: 199 }, { least: 201 }, { mostRatio: 1.9 }, { leastRatio: 2.1 }]) {
      expect(benchTable([line], { list: { unit: 'ms', ...bar } }).missed).toBe(1);
    }
  });

  it('takes neither another unit nor a missing baseline for a bar that is met', () => {
    expect(benchTable([line], { list: { unit: 's', most: 250 } }).missed).toBe(1);
    const bare = { ...line, baseline: null, ratio: null };
    expect(benchTable([bare], { list: { unit: 'ms', mostRatio: 3 } }).missed).toBe(1);
  });

  it('says which bar has no figure', () => {
    const { text, missed, unmeasured } = benchTable([line], { search: { unit: 'ms', most: 16 } });
    expect([missed, unmeasured]).toEqual([0, 1]);
    expect(text).toMatch(/search +not measured/);
  });
});
