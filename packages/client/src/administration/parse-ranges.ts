import { type IpRange, ok, parseIpRange, type Result, refuse } from '@postern/core';

/** Addresses and networks as they were typed, each in its one spelling, in their order. */
export function parseRanges(texts: readonly string[]): Result<readonly IpRange[]> {
  const ranges: IpRange[] = [];
  for (const [at, text] of texts.entries()) {
    const range = parseIpRange(text.trim());
    if (range === undefined) return refuse('address_range_invalid', { field: `/${at}/range` });
    ranges.push(range);
  }
  return ok(ranges);
}
