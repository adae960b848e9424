import { describe, expect, it } from 'vitest';
import { measure, summarize } from './harness.ts';

describe('measuring', () => {
  it('answers the median, the extremes and the width of the middle half', () => {
    expect(summarize([5, 1, 3, 2, 4])).toEqual({ median: 3, min: 1, max: 5, spread: 2 / 3, n: 5 });
    expect(summarize([2, 4]).median).toBe(3);
    expect(() => summarize([])).toThrow('nothing was measured');
  });

  it('warms up once and prepares each run', async () => {
    const worked: number[] = [];
    let prepared = 0;
    const { n } = await measure(
      (given: number) => worked.push(given),
      3,
      () => ++prepared,
    );
    expect([worked, n]).toEqual([[1, 2, 3, 4], 3]);
  });
});
