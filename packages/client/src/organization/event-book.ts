import type { LedgerEvent, LedgerState } from '@postern/ledger';
import { parseEvent } from '@postern/ledger';
import type { LedgerKeeper } from './ledger-keeper.ts';

/** What the verified ledger says was done, when and by whom; read from this device once and carried forward. */
export interface EventBook {
  /** The events up to the state's head, in order; fewer where the device could not read them. */
  readonly upTo: (state: LedgerState) => Promise<readonly LedgerEvent[]>;
}

export function createEventBook(ledger: Pick<LedgerKeeper, 'events'>): EventBook {
  const known: LedgerEvent[] = [];
  let reading: Promise<void> = Promise.resolve();
  const readOn = async (seq: number) => {
    if (known.length > seq) return;
    // INVARIANT: verified before this device kept them, and sealed since.
    for (const bytes of (await ledger.events(known.length)) ?? []) {
      const event = parseEvent(bytes);
      if (!event.ok || event.value.payload.seq !== known.length) return;
      known.push(event.value.payload);
    }
  };
  return {
    upTo: async ({ head }) => {
      reading = reading.then(() => readOn(head.seq));
      await reading;
      return known.slice(0, head.seq + 1);
    },
  };
}
