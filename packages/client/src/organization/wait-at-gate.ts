import { watchGate } from '@postern/contract';
import type { ClientCore } from '../client-core.ts';
import { watchChanges } from './watch-changes.ts';

/** Between two questions that nothing but a new line is the reason for. */
const betweenQuestionsMs = 2_000;

/**
 * Waits where the gate refuses: as long as the snapshot shows a denial, the server is listened to and the gate asked
 * again when it would answer otherwise, so that whoever was refused is inside a moment after somebody helped. `wake` asks
 * at once. INVARIANT: what the stream says is no more than a reason to ask.
 */
export function waitAtGate(
  core: Pick<ClientCore, 'api' | 'snapshots' | 'blockingAlarm' | 'ownRequests'>,
  askAgain: (address: string) => Promise<unknown>,
): { readonly wake: () => void } {
  let at: string | undefined;
  let last: string | undefined;
  let watch: ReturnType<typeof watchChanges> | undefined;

  let askedAtMs = Number.NEGATIVE_INFINITY;
  let later: ReturnType<typeof setTimeout> | undefined;

  const begin = (address: string) => {
    const params = { address };
    const ask = () => {
      if (at === address) void askAgain(address);
    };
    /** A stranger's question leaves the address and takes it up again, with another line: the next one waits. */
    const askAtMostEverySoOften = () => {
      const waitMs = askedAtMs + betweenQuestionsMs - performance.now();
      clearTimeout(later);
      if (waitMs > 0) {
        later = setTimeout(askAtMostEverySoOften, waitMs);
        return;
      }
      askedAtMs = performance.now();
      ask();
    };
    return watchChanges((signal) => core.api.openStream(watchGate, { params }, signal), {
      // Somebody may have helped before the line stood.
      onConnected: () => {
        askAtMostEverySoOften();
        void core.ownRequests.read(address);
      },
      onChange: ({ kind }) => {
        if (kind === 'request') void core.ownRequests.read(address);
        else if (kind !== 'hello') ask();
      },
      onRefused: () => {},
    });
  };

  core.snapshots.subscribe(() => {
    const { phase, entered } = core.snapshots.current();
    const refused =
      phase === 'open' && entered?.gate.denial !== undefined && core.blockingAlarm() === undefined;
    const wanted = refused ? entered.address : undefined;
    if (wanted === at) return;
    watch?.end();
    clearTimeout(later);
    // Somebody who has turned to another address is answered at once.
    if (wanted !== undefined && wanted !== last) askedAtMs = Number.NEGATIVE_INFINITY;
    last = wanted ?? last;
    at = wanted;
    watch = wanted === undefined ? undefined : begin(wanted);
  });

  return {
    wake: () => {
      if (at === undefined) return;
      watch?.wake();
      void askAgain(at);
    },
  };
}
