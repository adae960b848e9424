import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLockTimer } from './lock-timer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const clock = { nowMs: () => Date.now() };
const minute = 60_000;

describe('the lock timer', () => {
  it('locks after fifteen minutes of no use, and not while it is used', () => {
    const lock = vi.fn();
    const timer = createLockTimer(clock, lock);
    timer.run(true);
    vi.advanceTimersByTime(14 * minute);
    timer.touch();
    vi.advanceTimersByTime(14 * minute);
    expect(lock).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2 * minute);
    expect(lock).toHaveBeenCalled();
  });

  it('locks on the first use after a sleep that was too long', () => {
    const lock = vi.fn();
    const timer = createLockTimer(clock, lock);
    timer.run(true);
    vi.setSystemTime(Date.now() + 60 * minute);
    timer.touch();
    expect(lock).toHaveBeenCalledOnce();
  });

  it('takes another length at once and rests while nothing is open', () => {
    const lock = vi.fn();
    const timer = createLockTimer(clock, lock);
    vi.advanceTimersByTime(60 * minute);
    expect(lock).not.toHaveBeenCalled();
    timer.run(true);
    timer.lockAfter(1);
    vi.advanceTimersByTime(minute + 10_000);
    expect(lock).toHaveBeenCalled();
  });
});
