import type { Snapshot } from './port.ts';

/** The one snapshot all pages draw from: replaced as a whole, never changed in place. */
export interface SnapshotBox {
  readonly current: () => Snapshot;
  readonly update: (change: Partial<Snapshot>) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

const firstSnapshot: Snapshot = Object.freeze({
  phase: 'starting',
  server: undefined,
  online: true,
  account: undefined,
  door: undefined,
  keysNeeded: undefined,
  pairing: undefined,
  approval: undefined,
  waitingGeneration: undefined,
  organizations: [],
  entered: undefined,
  alarm: undefined,
});

export function createSnapshotBox(): SnapshotBox {
  let snapshot = firstSnapshot;
  const listeners = new Set<() => void>();
  return {
    current: () => snapshot,
    update: (change) => {
      const names = Object.keys(change) as (keyof Snapshot)[];
      if (names.every((name) => Object.is(snapshot[name], change[name]))) return;
      snapshot = Object.freeze({ ...snapshot, ...change });
      for (const listener of [...listeners]) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
