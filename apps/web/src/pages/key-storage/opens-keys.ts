import type { KeyMethodView } from '@postern/client';

/** Whether this way brings keys to a new device. A phone that was unpaired there is listed until it is taken off. */
export function opensKeys({ unpairedAtMs }: KeyMethodView): boolean {
  return unpairedAtMs === undefined;
}
