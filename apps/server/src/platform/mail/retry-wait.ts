const minuteMs = 60_000;
const longestWaitMs = 60 * minuteMs;

/** Whoever takes a stored mail on has this long before another server may. */
export const claimMs = 2 * minuteMs;

/** How often stored mails that are due are looked for. */
export const lookMs = 15_000;

/** How long a mail waits after so many tries that failed: a minute, then twice as long each time, up to an hour. */
export function waitAfterTriesMs(tries: number): number {
  return Math.min(longestWaitMs, minuteMs * 2 ** Math.min(tries - 1, 10));
}
