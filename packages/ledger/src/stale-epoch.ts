import { currentEpoch, type KeyEpoch, type Vault } from './state.ts';

/**
 * DEFENCE against a key that somebody who left still holds (attack row X5): whether the current key of a vault or group is
 * one. Nothing more is sealed under it.
 */
export function epochIsStale(keyed: Pick<Vault, 'epochs'>): boolean {
  return currentEpoch(keyed).staleSeq !== null;
}

/** The same of any key, as it was after the event at `seq`: no manifest may cite that event under it. */
export function epochWasStale({ staleSeq }: KeyEpoch, seq: number): boolean {
  return staleSeq !== null && seq >= staleSeq;
}
