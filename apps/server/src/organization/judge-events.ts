import type { Endpoint } from '@postern/contract';
import {
  type Bytes,
  type HashB64,
  type MemberId,
  ok,
  type Refusal,
  type Result,
  refuse,
  type VaultId,
} from '@postern/core';
import {
  apply,
  checkClock,
  type Head,
  type LedgerEvent,
  type LedgerState,
  parseEvent,
  type RequiredSealedKey,
  requiredSealedKeys,
  type UnverifiedEvent,
  vaultsToList,
  verifyEvent,
} from '@postern/ledger';
import { declaredRefusal } from '../platform/http/declared-refusal.ts';

export interface JudgedEvents {
  /** After the last event. */
  readonly state: LedgerState;
  readonly events: readonly { readonly seq: number; readonly hash: HashB64; readonly bytes: Bytes }[];
  readonly payloads: readonly LedgerEvent[];
  /** What must travel with them. */
  readonly required: readonly RequiredSealedKey[];
  /** The newest manifests that they claim to know, or have to. */
  readonly listed: readonly ListedVault[];
}

/** What the event at `/events/<at>` lists of a vault whose writer it stops; nothing where it should and does not. */
export interface ListedVault {
  readonly at: number;
  readonly vault: VaultId;
  readonly head: Head | undefined;
}

/**
 * What the rules say to these events on top of `state`, or why they are refused, all of them: each is parsed, must be
 * the asking member's own, continue the chain, be signed by the key the state holds, and be allowed by the reducer.
 */
export async function judgeEvents(
  state: LedgerState,
  by: MemberId | 'recovery',
  bytesOfEvents: readonly Bytes[],
  nowMs: number,
  endpoint: Pick<Endpoint, 'refusals'>,
): Promise<Result<JudgedEvents>> {
  let after = state;
  const events: { seq: number; hash: HashB64; bytes: Bytes }[] = [];
  const payloads: LedgerEvent[] = [];
  const required: RequiredSealedKey[] = [];
  const listed: ListedVault[] = [];
  for (const [at, bytes] of bytesOfEvents.entries()) {
    const refused = (refusal: Refusal) =>
      declaredRefusal(endpoint, 'ledger_event_refused', refusal, `/events/${at}`);
    const parsed = parseEvent(bytes);
    if (!parsed.ok) return refused(parsed);
    const event = parsed.value;
    const stopped = checkBeforeRules(after, by, event, nowMs);
    if (stopped !== undefined) return refused(stopped);
    // While no kit is confirmed, the door to the ledger is open for that one event (docs/decisions/0003).
    if (after.recovery === null && event.payload.type !== 'recovery_rotate') {
      return refuse('setup_required', { params: { youAreOwner: true } });
    }
    if (at === 0 && movedOn(after, event)) return headMoved(after);
    const verified = await verifyEvent(after, event);
    if (!verified.ok) return refused(verified);
    const applied = apply(after, verified.value);
    if (!applied.ok) return refused(applied);
    after = applied.value;
    required.push(...requiredSealedKeys(after, event.payload));
    listed.push(...listedBy(after, event.payload).map((one) => ({ at, ...one })));
    payloads.push(event.payload);
    events.push({ seq: event.payload.seq, hash: event.hash, bytes });
  }
  return ok({ state: after, events, payloads, required, listed });
}

function listedBy(after: LedgerState, event: LedgerEvent): readonly Omit<ListedVault, 'at'>[] {
  if (!('heads' in event.body || 'head' in event.body)) return [];
  const vaults = new Set(vaultsToList(after, event));
  for (const { id, listed } of Object.values(after.vaults)) if (listed?.atSeq === event.seq) vaults.add(id);
  return [...vaults].map((vault) => {
    const listed = after.vaults[vault]?.listed;
    return { vault, head: listed?.atSeq === event.seq ? listed.head : undefined };
  });
}

/** The refusal of a compare-and-swap that lost; it tells the head to read up to. */
export function headMoved({ head }: Pick<LedgerState, 'head'>): Refusal<'head_moved'> {
  return refuse('head_moved', { field: '/events/0', params: { seq: head.seq, hash: head.hash } });
}

function checkBeforeRules(
  state: LedgerState,
  by: MemberId | 'recovery',
  { payload }: UnverifiedEvent,
  nowMs: number,
): Refusal | undefined {
  if (payload.org !== null && payload.org !== state.organization) {
    return refuse('wrong_organization', { field: '/org' });
  }
  if (payload.by !== by) return refuse('permission_missing', { field: '/by' });
  const clock = checkClock(payload.at, nowMs);
  return clock.ok ? undefined : clock;
}

function movedOn({ head }: LedgerState, { payload }: UnverifiedEvent): boolean {
  return payload.type !== 'genesis' && (payload.seq !== head.seq + 1 || payload.prev !== head.hash);
}
