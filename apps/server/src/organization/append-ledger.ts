import { type BodyOf, appendLedger as endpoint, type Head } from '@postern/contract';
import {
  type Bytes,
  compileIpRanges,
  fromBase64Url,
  type OrganizationId,
  ok,
  type Result,
  refuse,
} from '@postern/core';
import type { LedgerEvent, LedgerState } from '@postern/ledger';
import { checkLockOut } from '../access/check-lock-out.ts';
import type { OrganizationCaller } from '../access/guard.ts';
import type { Queries } from '../platform/db/database.ts';
import type { ClientAddress } from '../platform/http/client-address.ts';
import type { Platform } from '../platform/platform.ts';
import { endRequestsAfterAppend } from '../requests/end-after-append.ts';
import { endRequestsOfRemoved } from '../requests/end-passed.ts';
import { settleWithAppend } from '../requests/settle-request.ts';
import { storedBytes } from '../vault/storage.ts';
import { checkRelinked } from './check-relinked.ts';
import { checkSealedKeys } from './check-sealed-keys.ts';
import type { FoldedLedgers } from './folded-ledgers.ts';
import { judgeEvents } from './judge-events.ts';
import { findStorageLimit } from './operator-queries.ts';
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
  const room = await checkRoomToName(platform, state.organization, payloads);
  if (!room.ok) return room;
  const open = await checkLockOut(platform, caller, after);
  if (!open.ok) return open;
  const keys = checkSealedKeys(state.organization, member.id, required, body.sealedKeys);
  if (!keys.ok) return keys;
  const relinked = (queries: Queries) => checkRelinked(queries, after, payloads);
  if (body.request === undefined) {
    const stored = await storeEvents(platform, ledgers, state, judged.value, keys.value, relinked);
    if (stored.ok) await endRequests(platform, caller, after, payloads);
    return stored;
  }
  const settling = await settleWithAppend(platform, caller, body.request, after, payloads);
  if (!settling.ok) return settling;
  const { within, tell } = settling.value;
  const stored = await storeEvents(platform, ledgers, state, judged.value, keys.value, async (queries) => {
    const sound = await relinked(queries);
    return sound.ok ? within(queries) : sound;
  });
  if (stored.ok) {
    await tell();
    await endRequests(platform, caller, after, payloads);
  }
  return stored;
}

/** Ends what was asked for by who was removed, and what the events were the remedy for. */
async function endRequests(
  platform: Pick<Platform, 'clock' | 'db' | 'feed'>,
  { state, rules }: OrganizationCaller,
  after: LedgerState,
  payloads: readonly LedgerEvent[],
): Promise<void> {
  const removed = payloads.flatMap(({ type, body }) => (type === 'remove' ? [body.member] : []));
  await endRequestsOfRemoved(platform, after, removed);
  await endRequestsAfterAppend(platform, rules, state, after);
}

/** What names a vault takes up no more. */
const vaultNameBytes = 4096;

/**
 * A vault is made by one request and named by the next: where the name would not fit any more it is not made at all. Personal
 * vaults have no name.
 */
async function checkRoomToName(
  { db }: Pick<Platform, 'db'>,
  organization: OrganizationId,
  payloads: readonly LedgerEvent[],
): Promise<Result<undefined, 'storage_full'>> {
  const at = payloads.findIndex(({ type, body }) => type === 'vault_create' && body.kind === 'shared');
  if (at < 0) return ok();
  const limitBytes = await findStorageLimit(db.kysely, organization);
  if (limitBytes === undefined || limitBytes === null) return ok();
  const used = await storedBytes(db.kysely, organization);
  return used + vaultNameBytes > limitBytes
    ? refuse('storage_full', { field: `/events/${at}`, params: { limitBytes } })
    : ok();
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
