import { type BodyOf, createOrganization as endpoint } from '@postern/contract';
import {
  type Bytes,
  equalBytes,
  fromBase64Url,
  isReservedAddress,
  type OrganizationId,
  ok,
  type Refusal,
  type Result,
  refuse,
} from '@postern/core';
import { apply, checkClock, parseEvent, requiredSealedKeys, verifyEvent } from '@postern/ledger';
import { findKeyStatement } from '../account/find-key-statement.ts';
import { requireInForce } from '../account/require-in-force.ts';
import type { Session } from '../account/session.ts';
import { declaredRefusal } from '../platform/http/declared-refusal.ts';
import type { Platform } from '../platform/platform.ts';
import { checkSealedKeys } from './check-sealed-keys.ts';
import { indexLedger } from './ledger-indexes.ts';
import { insertEvents, putSealedKeys } from './ledger-queries.ts';
import { insertOrganization, isAddressTaken } from './queries.ts';

/**
 * Founds the organization of a genesis event. Its owner is the asking account, with the address and the key statement
 * that this server holds of it: a genesis about anybody else is refused.
 */
export async function createOrganization(
  { clock, db }: Pick<Platform, 'clock' | 'db'>,
  founder: Pick<Session, 'account' | 'email' | 'generation' | 'generationWaits'>,
  body: BodyOf<typeof endpoint>,
): Promise<Result<{ organization: OrganizationId }>> {
  const inForce = requireInForce(founder);
  if (!inForce.ok) return inForce;
  const refused = (refusal: Refusal) =>
    declaredRefusal(endpoint, 'ledger_event_refused', refusal, '/genesis');
  const parsed = parseEvent(fromBase64Url(body.genesis) as Bytes);
  if (!parsed.ok) return refused(parsed);
  const { payload, hash, bytes } = parsed.value;
  if (payload.type !== 'genesis') return refused(refuse('genesis_expected'));
  const { owner, address } = payload.body;
  if (owner.account !== founder.account || owner.email !== founder.email) {
    return refused(refuse('statement_wrong', { field: '/body/owner' }));
  }
  const onTime = checkClock(payload.at, clock.nowMs());
  if (!onTime.ok) return refused(onTime);
  const verified = await verifyEvent(null, parsed.value);
  if (!verified.ok) return refused(verified);
  const founded = apply(null, verified.value);
  if (!founded.ok) return refused(founded);
  if (isReservedAddress(address)) return refused(refuse('address_reserved', { params: { slug: address } }));

  const state = founded.value;
  const { organization } = state;
  const required = requiredSealedKeys(state, payload);
  const keys = checkSealedKeys(organization, owner.member, required, body.sealedKeys);
  if (!keys.ok) return keys;
  const statement = fromBase64Url(owner.statement);
  return db.transaction(async (queries) => {
    // Asked here, so that no account that is being deleted meanwhile founds anything.
    const stored = await findKeyStatement(queries, founder);
    if (stored === undefined || statement === undefined || !equalBytes(statement, stored)) {
      return refused(refuse('statement_wrong', { field: '/body/owner/statement' }));
    }
    if (await isAddressTaken(queries, organization, address)) {
      return refused(refuse('address_taken', { params: { slug: address } }));
    }
    await insertOrganization(queries, { state, nowMs: clock.nowMs() });
    await insertEvents(queries, organization, [{ seq: 0, hash, bytes }]);
    await putSealedKeys(queries, keys.value);
    await indexLedger(queries, null, state);
    return ok({ organization });
  });
}
