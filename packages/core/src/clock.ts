/** Time is a port: rules take a number of milliseconds since 1970-01-01 UTC, edges ask a `Clock`. */
export interface Clock {
  nowMs(): number;
}

export const systemClock: Clock = { nowMs: () => Date.now() };
