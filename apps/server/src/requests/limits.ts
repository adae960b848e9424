import { ok, type Result } from '@postern/core';
import { networkOf } from '../account/attempt-limits.ts';
import type { RateLimits } from '../platform/rate-limits.ts';

const hourMs = 60 * 60_000;

/** Asking again reminds those who were asked, no more often than this. */
export const remindAfterMs = 4 * hourMs;
/** Somebody who was refused may ask the same again after this. */
export const refusedForMs = hourMs;
/** An open request ends by itself so long after it was last asked. */
export const openForMs = 14 * 24 * hourMs;
/** New requests of one account in a day, and its open ones. */
export const maxNewADay = 10;
export const maxOpen = 50;
export const dayMs = 24 * hourMs;
/** Whoever settled a request can take that back for so long. */
export const undoForMs = hourMs;
/** A request is kept so long after its time was over, however it ended. */
export const keptForMs = 90 * dayMs;

/** How often one account asks, what is refused counted too. Everybody's own: who fills it closes asking to nobody else. */
export function limitAsks(limits: RateLimits, account: string): Promise<Result<undefined, 'rate_limited'>> {
  return limits.limit(`asks of ${account}`, 60, hourMs / 1000);
}

/** How often one account draws other words for what it asks. */
export function limitWords(limits: RateLimits, account: string): Promise<Result<undefined, 'rate_limited'>> {
  return limits.limit(`words of ${account}`, 20, hourMs / 1000);
}

/**
 * How often people who are not in an organization have requests made, from one network and at one address. What is refused
 * is not counted, and members are not: nobody outside closes asking to them. An address nobody has counts alike (attack
 * row X2).
 */
export async function limitStrangers(
  limits: RateLimits,
  { address, from }: { readonly address: string; readonly from: string },
): Promise<Result<undefined, 'rate_limited'>> {
  for (const [key, points, forMs] of [
    [`strangers ask from ${networkOf(from)}`, 300, dayMs],
    [`strangers ask at ${address}`, 50, hourMs],
    [`strangers ask in a day at ${address}`, 200, dayMs],
  ] as const) {
    const limited = await limits.limit(key, points, forMs / 1000);
    if (!limited.ok) return limited;
  }
  return ok();
}
