import { isAlarmCode, isDenialCode } from '@postern/access';
import { ok, type Refusal, type RequestId, type Result } from '@postern/core';
import type { LedgerState } from '@postern/ledger';
import type { ClientCore } from '../client-core.ts';
import type { DraftedEvent } from '../organization/append-events.ts';
import { changeLedger } from './administered.ts';
import type { Outcome } from './port.ts';

/** So many events go in one request: few enough that one heavy event does not take the others beyond its limit. */
const eventsAtOnce = 100;

/** What was done, and the ledger with it where anything was. */
export interface EachChanged<Of> {
  readonly outcomes: readonly Outcome<Of>[];
  readonly state: LedgerState | undefined;
}

/**
 * One event for each item, appended together: what the ledger refuses is left out and said of that item alone. Where the
 * server refuses them all for the sake of one, each goes by itself. Refused as a whole when nothing could be tried: by
 * the gate, the network or an alarm. `request`: the request for access that a change of one item settles.
 */
export async function changeEach<Of>(
  core: ClientCore,
  items: readonly Of[],
  eventFor: (item: Of) => DraftedEvent,
  {
    atOnce = eventsAtOnce,
    request,
  }: { readonly atOnce?: number; readonly request?: RequestId | undefined } = {},
): Promise<Result<EachChanged<Of>>> {
  const outcomes: Outcome<Of>[] = [];
  let state: LedgerState | undefined;
  const append = async (part: readonly Of[]): Promise<Refusal | undefined> => {
    let refused = new Map<Of, Refusal>();
    const appended = await changeLedger(core, async () => {
      refused = new Map();
      return ok({
        events: part.map(eventFor),
        request,
        onRefused: (at, refusal) => {
          const item = part[at];
          if (item !== undefined) refused.set(item, refusal);
        },
      });
    });
    if (appended.ok) {
      state = appended.value;
      outcomes.push(...part.map((of) => ({ of, refused: refused.get(of) })));
      return undefined;
    }
    if (part.length === 1 || stopsAll(appended)) return appended;
    for (const item of part) {
      const alone = await append([item]);
      if (alone !== undefined) outcomes.push({ of: item, refused: alone });
    }
    return undefined;
  };
  const step = Math.min(eventsAtOnce, atOnce);
  for (let at = 0; at < items.length; at += step) {
    const part = items.slice(at, at + step);
    const refusal = await append(part);
    if (refusal === undefined) continue;
    if (outcomes.length === 0 && stopsAll(refusal)) return refusal;
    outcomes.push(...part.map((of) => ({ of, refused: refusal })));
  }
  return ok({ outcomes, state });
}

const forAll: ReadonlySet<string> = new Set([
  'server_unreachable',
  'locked',
  'head_moved',
  'device_unconfirmed',
]);

/** Whether trying one by one would end the same way. */
function stopsAll({ code }: Refusal): boolean {
  return isDenialCode(code) || isAlarmCode(code) || forAll.has(code);
}
