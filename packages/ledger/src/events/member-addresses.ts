import { refuse } from '@postern/core';
import { z } from 'zod';
import type { LedgerRefusal } from '../codes.ts';
import type { Draft } from '../draft.ts';
import { type Incoming, implemented } from '../event-definition.ts';
import { ipRange, memberId, sessionId, timeMs } from '../event-shape.ts';
import { findMember, type MemberAddress } from '../state.ts';
import { needPermission, setAt } from './permission.ts';

/** A home, a phone, a hotel: whoever needs more is better served by the organization's list. */
export const maxMemberAddresses = 50;
/** What is bound to a session helps somebody in once, it is not a way to live. */
export const maxSessionAddressMs = 24 * 60 * 60 * 1000;

const memberAddressesSet = z.strictObject({
  add: z
    .array(z.strictObject({ range: ipRange, session: sessionId.nullable(), untilMs: timeMs.nullable() }))
    .max(maxMemberAddresses),
  member: memberId,
  remove: z.array(ipRange).max(maxMemberAddresses),
});

export const memberAddressEvents = {
  /**
   * Adds, changes and takes away addresses that one member may come from beside the organization's list. Of one range
   * there is an entry for every session of the member and one for each session that it is bound to; taking a range
   * away takes them all.
   */
  member_addresses_set: implemented(memberAddressesSet, applyMemberAddresses),
};

function applyMemberAddresses(
  draft: Draft,
  event: Incoming<z.infer<typeof memberAddressesSet>>,
): LedgerRefusal | undefined {
  const refused = needPermission(draft.state, event, 'settings.manage');
  if (refused) return refused;
  const { add, member: id, remove } = event.body;
  const member = findMember(draft.state, id);
  if (member === undefined || member.status === 'removed') {
    return refuse('member_not_found', { field: '/member' });
  }
  if (add.length + remove.length === 0) return refuse('settings_empty', { field: '/add' });
  for (const [at, range] of remove.entries()) {
    // One that ran out meanwhile is as good as taken.
    if (!member.addresses.some((one) => one.range === range)) {
      return refuse('address_not_listed', { field: `/remove/${at}` });
    }
  }
  // What is over is not carried along.
  let addresses: readonly MemberAddress[] = member.addresses.filter(
    ({ range, untilMs }) => !remove.includes(range) && (untilMs === null || untilMs > event.at),
  );
  for (const [at, { range, session, untilMs }] of add.entries()) {
    if (!isEndAllowed(event.at, { session, untilMs })) {
      return refuse('date_wrong', { field: `/add/${at}/untilMs` });
    }
    addresses = [
      ...addresses.filter((one) => one.range !== range || one.session !== session),
      { range, session, untilMs, setAt: setAt(event) },
    ];
  }
  if (addresses.length > maxMemberAddresses) {
    return refuse('addresses_full', { field: '/add', params: { max: maxMemberAddresses } });
  }
  draft.setMember({ ...member, addresses, setAt: { ...member.setAt, addresses: setAt(event) } });
  return undefined;
}

/** An end lies ahead; what is bound to a session has one, and soon. */
function isEndAllowed(nowMs: number, { session, untilMs }: Pick<MemberAddress, 'session' | 'untilMs'>) {
  if (untilMs === null) return session === null;
  return untilMs > nowMs && (session === null || untilMs <= nowMs + maxSessionAddressMs);
}
