import type { Clock } from '@postern/core';

export const defaultLockAfterMinutes = 15;

/** Locks a client that nobody has used for a while. */
export interface LockTimer {
  /** Somebody used the client. */
  readonly touch: () => void;
  /** Starts to count when keys are opened, stops when they are closed. */
  readonly run: (running: boolean) => void;
  /** How long without use, in minutes; applies at once. */
  readonly lockAfter: (minutes: number) => void;
}

/**
 * A timer over the clock: it looks once in a while instead of trusting one long timeout, which a sleeping computer
 * would stretch.
 */
export function createLockTimer(clock: Clock, lock: () => void): LockTimer {
  const lookEveryMs = 10_000;
  let afterMs = defaultLockAfterMinutes * 60_000;
  let lastUsedMs = clock.nowMs();
  let timer: ReturnType<typeof setInterval> | undefined;
  const look = () => {
    if (clock.nowMs() - lastUsedMs >= afterMs) lock();
  };
  return {
    touch: () => {
      // A use after a long sleep comes too late: the keys had to be closed by then.
      if (timer !== undefined) look();
      lastUsedMs = clock.nowMs();
    },
    run: (running) => {
      clearInterval(timer);
      timer = undefined;
      if (!running) return;
      lastUsedMs = clock.nowMs();
      timer = setInterval(look, lookEveryMs);
      // In Node a client that waits to lock keeps no process alive.
      if (typeof timer === 'object') timer.unref();
    },
    lockAfter: (minutes) => {
      afterMs = minutes * 60_000;
      if (timer !== undefined) look();
    },
  };
}
