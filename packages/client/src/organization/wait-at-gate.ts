import { watchGate } from '@postern/contract';
import type { Refusal, Result } from '@postern/core';
import type { ClientCore } from '../client-core.ts';
import { createLookAgain } from './look-again.ts';
import { watchChanges } from './watch-changes.ts';

/**
 * Waits where the gate refuses: as long as the snapshot shows a denial, the server is listened to and the gate asked
 * again when it would answer otherwise, so that whoever was refused is inside a moment after somebody helped. `wake` asks
 * at once. INVARIANT: what the stream says is no more than a reason to ask.
 */
export function waitAtGate(
  core: Pick<ClientCore, 'api' | 'snapshots' | 'blockingAlarm' | 'ownRequests'>,
  askAgain: (address: string) => Promise<Result<unknown> | undefined>,
): { readonly wake: () => void } {
  let at: string | undefined;
  let watch: ReturnType<typeof watchChanges> | undefined;
  /** The account's own state has said that it is in the organization that it waits at. */
  let joined = false;

  const isUnproven = () => core.snapshots.current().entered?.gate.denial?.code === 'relink_unproven';

  const ask = async (address: string): Promise<void> => {
    if (at !== address) return;
    const asked = await askAgain(address);
    if (at === address && asked !== undefined) again.heed(asked);
  };
  const again = createLookAgain(() => {
    if (at !== undefined) void ask(at);
  });
  const begin = (address: string) => {
    const params = { address };
    return watchChanges((signal) => core.api.openStream(watchGate, { params }, signal), {
      // Somebody may have helped before the line stood.
      onConnected: () => {
        void ask(address);
        void core.ownRequests.read(address);
      },
      onChange: ({ kind }) => {
        if (kind === 'request') void core.ownRequests.read(address);
        // The gate would let in who asked for a proof, so it answers the same after that has come.
        if (kind !== 'hello' && (kind !== 'request' || isUnproven())) void ask(address);
      },
      onRefused: () => {},
    });
  };

  core.snapshots.subscribe(() => {
    const { phase, entered, organizations } = core.snapshots.current();
    const refused =
      phase === 'open' && entered?.gate.denial !== undefined && !stopsWaiting(core.blockingAlarm());
    const wanted = refused ? entered.address : undefined;
    const isIn = wanted !== undefined && organizations.some(({ address }) => address === wanted);
    const hasJoined = isIn && !joined && wanted === at;
    joined = isIn;
    if (wanted !== at) {
      watch?.end();
      again.end();
      at = wanted;
      watch = wanted === undefined ? undefined : begin(wanted);
    }
    // Joined on another page or device: the server need not say so.
    if (hasJoined) void ask(wanted);
  });

  return {
    wake: () => {
      if (at === undefined) return;
      watch?.wake();
      void ask(at);
    },
  };
}

/** After other alarms nothing is asked any more; this one ends with the proof that is waited for. */
function stopsWaiting(alarm: Refusal | undefined): boolean {
  return alarm !== undefined && alarm.code !== 'relink_proof_wrong';
}
