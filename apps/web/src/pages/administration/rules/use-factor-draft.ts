import type { Settings } from '@postern/client';
import { useState } from 'react';
import { dayTextOf, startOfDayMs } from '../shared/days.ts';

export type Starts = 'now' | 'date';

export interface FactorDraft {
  readonly level: Settings['secondFactor'];
  readonly starts: Starts;
  /** As the date field holds it. */
  readonly fromDay: string;
  readonly grace: number;
  readonly isChanged: boolean;
  /** What would be set; undefined while nothing is changed or the date is none. */
  readonly set: Partial<Settings> | undefined;
  readonly setLevel: (level: Settings['secondFactor']) => void;
  /** `day` is proposed where there is none yet. */
  readonly setStarts: (starts: Starts, day: string) => void;
  readonly setFromDay: (day: string) => void;
  readonly setGrace: (days: number) => void;
  readonly reset: () => void;
}

interface Changed {
  readonly level?: Settings['secondFactor'];
  readonly starts?: Starts;
  readonly fromDay?: string;
  readonly grace?: number;
  /** When "from now on" was picked. */
  readonly pickedAtMs?: number;
}

/** The rule about second factors as it is being changed. */
export function useFactorDraft(now: Settings): FactorDraft {
  const [changed, setChanged] = useState<Changed>({});
  const isAhead =
    now.secondFactor !== 'none' && now.secondFactorFromMs !== null && now.secondFactorFromMs > Date.now();
  const level = changed.level ?? now.secondFactor;
  const starts = changed.starts ?? (isAhead ? 'date' : 'now');
  const fromDay = changed.fromDay ?? (isAhead ? dayTextOf(now.secondFactorFromMs) : '');
  const grace = changed.grace ?? now.secondFactorGraceDays;
  const fromMs = startOf({ isAhead, starts, fromDay, pickedAtMs: changed.pickedAtMs });
  const isDayChanged = starts === 'date' && !(isAhead && fromDay === dayTextOf(now.secondFactorFromMs));
  const isStartChanged = level !== 'none' && (isDayChanged || (isAhead && starts === 'now'));
  const isChanged = level !== now.secondFactor || grace !== now.secondFactorGraceDays || isStartChanged;
  const isReady = isChanged && fromMs !== 'wrong';
  const from = isStartChanged && typeof fromMs === 'number' ? { secondFactorFromMs: fromMs } : {};
  const change = (part: Changed) => setChanged((before) => ({ ...before, ...part }));
  return {
    level,
    starts,
    fromDay,
    grace,
    isChanged,
    set: isReady ? { secondFactor: level, secondFactorGraceDays: grace, ...from } : undefined,
    setLevel: (next) => change({ level: next }),
    setStarts: (next, day) =>
      change(
        next === 'now'
          ? { starts: next, pickedAtMs: Date.now() }
          : { starts: next, ...(fromDay === '' ? { fromDay: day } : {}) },
      ),
    setFromDay: (day) => change({ fromDay: day }),
    setGrace: (days) => change({ grace: days }),
    reset: () => setChanged({}),
  };
}

/** When it begins: nothing where the date that stands stays, or where the ledger dates what is new by itself. */
function startOf(of: {
  readonly isAhead: boolean;
  readonly starts: Starts;
  readonly fromDay: string;
  readonly pickedAtMs: number | undefined;
}): number | 'wrong' | undefined {
  if (of.starts === 'date') return startOfDayMs(of.fromDay) ?? 'wrong';
  return of.isAhead ? of.pickedAtMs : undefined;
}
