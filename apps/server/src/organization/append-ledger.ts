import { type BodyOf, appendLedger as endpoint, type Head } from '@postern/contract';
import { type Bytes, compileIpRanges, fromBase64Url, ok, type Result, refuse } from '@postern/core';
import type { LedgerEvent } from '@postern/ledger';
import { checkLockOut } from '../access/check-lock-out.ts';
import type { OrganizationCaller } from '../access/guard.ts';
import type { ClientAddress } from '../platform/http/client-address.ts';
import type { Platform } from '../platform/platform.ts';
import { settleWithAppend } from '../requests/settle-request.ts';
import { checkSealedKeys } from './check-sealed-keys.ts';
import type { FoldedLedgers } from './folded-ledgers.ts';
import { judgeEvents } from './judge-events.ts';
import { checkSeats } from './seats.ts';
import { storeEvents } from './store-events.ts';

/**
 * Appends the events and their sealed keys, all or none. They are judged on the head the gate has just read; the
 * transaction then stores them only if that is still the head, so nothing needs judging while others wait. Meant for a
 * request for access, they settle it, and are stored only while it is open.
 */
export async function appendLedger(
  platform: Pick<Platform, 'clock' | 'db' | 'feed'>,
  ledgers: FoldedLedgers,
  caller: OrganizationCaller,
  client: ClientAddress,
  body: BodyOf<typeof endpoint>,
): Promise<Result<{ head: Head }>> {
  const { state, member, rules } = caller;
  const nowMs = platform.clock.nowMs();
  const bytes = body.events.map((event) => fromBase64Url(event) as Bytes);
  const judged = await judgeEvents(state, member.id, bytes, nowMs, endpoint);
  if (!judged.ok) return judged;
  const { payloads, required } = judged.value;
  const after = judged.value.state;
  const listable = checkListedAddresses(payloads, client);
  if (!listable.ok) return listable;
  const seats = checkSeats(state, after, rules.seats, nowMs);
  if (!seats.ok) return seats;
  const open = await checkLockOut(platform, caller, after);
  if (!open.ok) return open;
  const keys = checkSealedKeys(state.organization, member.id, required, body.sealedKeys);
  if (!keys.ok) return keys;
  if (body.request === undefined) return storeEvents(platform, ledgers, state, judged.value, keys.value);
  const settling = await settleWithAppend(platform, caller, body.request, after);
  if (!settling.ok) return settling;
  const { within, tell } = settling.value;
  const stored = await storeEvents(platform, ledgers, state, judged.value, keys.value, within);
  if (stored.ok) await tell();
  return stored;
}

/**
 * Behind a proxy that nobody has named, everybody has the proxy's address: whoever would put it on the list lets all of
 * them in, believing it to be their own.
 */
function checkListedAddresses(
  payloads: readonly LedgerEvent[],
  { address, forwardingHeadersIgnored }: ClientAddress,
): Result<undefined, 'address_of_proxy'> {
  if (!forwardingHeadersIgnored) return ok();
  for (const [at, payload] of payloads.entries()) {
    if (payload.type !== 'addresses_set' && payload.type !== 'member_addresses_set') continue;
    const own = payload.body.add.findIndex(({ range }) => compileIpRanges([range])(address));
    if (own >= 0)
      return refuse('address_of_proxy', { field: `/events/${at}`, params: { at: `/add/${own}` } });
  }
  return ok();
}
