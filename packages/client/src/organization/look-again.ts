import type { Result } from '@postern/core';

const firstAfterMs = 500;
const longestAfterMs = 60_000;

/**
 * Looks again after a single request was lost while the stream stands, which says each thing once: nothing else would make
 * up for it. A line that is gone takes the stream along, which comes back by itself.
 */
export interface LookAgain {
  /** Hears what came of a look: after `server_unreachable` there is another, ever more rarely. */
  readonly heed: (looked: Result<unknown>) => void;
  readonly end: () => void;
}

export function createLookAgain(look: () => void): LookAgain {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let afterMs = firstAfterMs;
  return {
    heed: (looked) => {
      clearTimeout(timer);
      if (looked.ok || looked.code !== 'server_unreachable') {
        afterMs = firstAfterMs;
        return;
      }
      timer = setTimeout(look, afterMs);
      afterMs = Math.min(afterMs * 2, longestAfterMs);
    },
    end: () => clearTimeout(timer),
  };
}
