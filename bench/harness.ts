import { writeSync } from 'node:fs';

/** What came of measuring: numbers in the unit that was measured, milliseconds for {@link measure}. */
export interface Measured {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** Width of the middle half, relative to the median: 0.1 is a quiet machine, 0.5 a noisy one. */
  readonly spread: number;
  readonly n: number;
}

/**
 * Runs `work` n times after one warm-up and answers how many milliseconds a run took. `prepare` runs before each and is
 * not counted.
 */
export async function measure<Prepared = undefined>(
  work: (prepared: Prepared) => Promise<unknown> | unknown,
  n: number,
  prepare?: () => Promise<Prepared> | Prepared,
): Promise<Measured> {
  const samples: number[] = [];
  for (let i = 0; i <= n; i++) {
    const prepared = (await prepare?.()) as Prepared;
    const startedMs = performance.now();
    await work(prepared);
    const tookMs = performance.now() - startedMs;
    if (i > 0) samples.push(tookMs);
  }
  return summarize(samples);
}

/** Median, extremes and spread of samples. */
export function summarize(samples: readonly number[]): Measured {
  if (samples.length === 0) throw new RangeError('nothing was measured');
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)] ?? 0;
    const above = sorted[Math.ceil(place)] ?? 0;
    return below + (above - below) * (place - Math.floor(place));
  };
  const median = at(0.5);
  return {
    median,
    min: at(0),
    max: at(1),
    spread: median === 0 ? 0 : (at(0.75) - at(0.25)) / median,
    n: sorted.length,
  };
}

/**
 * Prints one figure as one JSON line, which `npm run bench` reads.
 *
 * @param figure what was measured, in a few words; `bars.json` knows its bar by this name
 * @param unit `ms`, `MB`, `bytes`, `1/s`, ...
 * @param baseline the cheapest thing that could do that work, measured in the same run and unit
 */
export function report(
  figure: string,
  value: number | Measured,
  unit: string,
  baseline?: number | Measured,
): void {
  const measured = typeof value === 'number' ? undefined : value;
  const central = medianOf(value);
  const base = baseline === undefined ? null : medianOf(baseline);
  const line = {
    figure,
    value: rounded(central),
    unit,
    baseline: base === null ? null : rounded(base),
    ratio: base === null || base === 0 ? null : rounded(central / base),
    n: measured?.n ?? 1,
    spread: rounded(measured?.spread ?? 0),
  };
  // Not through a stream: a benchmark that is killed has then still said what it knew.
  writeSync(1, `${JSON.stringify(line)}\n`);
}

function medianOf(value: number | Measured): number {
  return typeof value === 'number' ? value : value.median;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
