import type { Json } from '@postern/core';

/**
 * A notice that something changed: which thing, never what it holds. Who hears it reads the database for the rest,
 * so a lost or doubled notice does no harm. `resync` means: notices may have been missed, look at everything.
 */
export interface ChangeNotice {
  readonly kind: string;
  readonly organization?: string;
  readonly account?: string;
  readonly details?: { readonly [name: string]: Json };
}

export const resync: ChangeNotice = { kind: 'resync' };

/** Publish and subscribe among all server processes of one database. */
export interface ChangeFeed {
  /**
   * Tells every subscriber, in this process before it returns. Call it after the transaction that made the change.
   * Never throws: a notice that cannot be passed on to other processes is theirs to find out by `resync`.
   */
  publish(notice: ChangeNotice): void;
  /** Calls `listen` for every notice; answers how to stop. Keep it short: publishers wait for it. */
  subscribe(listen: (notice: ChangeNotice) => void): () => void;
  close(): Promise<void>;
}

/** The feed of a single process. `onFault` is told of listeners that threw; the others are still called. */
export function createLocalFeed(onFault: (error: unknown) => void): ChangeFeed {
  const listeners = new Set<(notice: ChangeNotice) => void>();
  return {
    publish: (notice) => {
      for (const listen of [...listeners]) {
        try {
          listen(notice);
        } catch (error) {
          onFault(error);
        }
      }
    },
    subscribe: (listen) => {
      // Wrapped, so that one function subscribed twice is two subscriptions.
      const own = (notice: ChangeNotice) => listen(notice);
      listeners.add(own);
      return () => listeners.delete(own);
    },
    close: async () => listeners.clear(),
  };
}
