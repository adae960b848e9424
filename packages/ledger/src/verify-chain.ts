import { type Bytes, type HashB64, ok, type Result, refuse } from '@postern/core';
import { applyTo, checkPosition } from './apply.ts';
import type { LedgerCode, LedgerRefusal } from './codes.ts';
import { Draft } from './draft.ts';
import { findSigner, markVerified, parseEvent, readStatement } from './event.ts';
import { signatureHolds } from './signature-holds.ts';
import type { LedgerState } from './state.ts';

/** Enough to keep every core busy, few enough that progress shows and a bad chain stops soon. */
const batchSize = 256;

export interface VerifiedChain {
  readonly state: LedgerState;
  /** Hashes of the events given, in order: the client keeps them to tell *behind* from *fork*. */
  readonly hashes: readonly HashB64[];
}

/**
 * The state after `events` (bytes as served) following `from` (null: from genesis), every signature, position and
 * rule checked. Refused as a whole at the first event that does not hold; `params.seq` says which.
 * `onProgress` hears how many events are done, of how many.
 *
 * Signatures are verified side by side while the fold runs ahead of them.
 * INVARIANT: nothing of the draft leaves this function before every signature below it held.
 */
export async function verifyChain(
  from: LedgerState | null,
  events: readonly Bytes[],
  onProgress?: (done: number, total: number) => void,
): Promise<Result<VerifiedChain, LedgerCode>> {
  let draft = from === null ? null : new Draft(from);
  const hashes: HashB64[] = [];
  const pending: { readonly seq: number; readonly holds: Promise<boolean> }[] = [];

  /** Waits for all signatures but the newest `running`: those are left to the platform while the fold goes on. */
  const settle = async (running = 0): Promise<LedgerRefusal | undefined> => {
    const batch = pending.splice(0, Math.max(0, pending.length - running));
    const held = await Promise.all(batch.map((one) => one.holds));
    const wrong = batch[held.indexOf(false)];
    return wrong === undefined ? undefined : refuse('signature_wrong', { params: { seq: wrong.seq } });
  };
  // What is wrong further down is not worth telling before what came first is known to be right.
  const stop = async (refusal: LedgerRefusal): Promise<LedgerRefusal> => (await settle()) ?? refusal;

  for (let first = 0; first < events.length; first += batchSize) {
    for (const { parsed, statement: reading } of readAhead(events.slice(first, first + batchSize))) {
      const seq = draft === null ? 0 : draft.state.head.seq + 1;
      if (!parsed.ok) return stop({ ...parsed, params: { ...parsed.params, seq } });
      const event = parsed.value;
      const misplaced = checkPosition(draft?.state ?? null, event);
      if (misplaced !== undefined) return stop(misplaced);
      const statement = await reading;
      if (!statement.ok) return stop({ ...statement, params: { seq } });
      const signer = findSigner(draft?.state ?? null, event, statement.value);
      if (!signer.ok) return stop({ ...signer, params: { ...signer.params, seq } });
      pending.push({
        seq,
        holds: signatureHolds(draft?.state ?? null, event, statement.value, signer.value),
      });
      const applied = applyTo(draft, markVerified(event, statement.value));
      if (!applied.ok) return stop(applied);
      draft = applied.value;
      hashes.push(event.hash);
    }
    const wrong = await settle(batchSize);
    if (wrong !== undefined) return wrong;
    onProgress?.(hashes.length, events.length);
  }
  const wrong = await settle();
  if (wrong !== undefined) return wrong;
  return draft === null ? refuse('genesis_expected') : ok({ state: draft.finish(), hashes });
}

/** The events of a batch, and the key statements in them, which need signatures of their own and are read side by side. */
function readAhead(batch: readonly Bytes[]) {
  return batch.map((bytes) => {
    const parsed = parseEvent(bytes);
    return { parsed, statement: parsed.ok ? readStatement(parsed.value) : Promise.resolve(ok(null)) };
  });
}
