import { refuse } from '@postern/core';
import { z } from 'zod';
import type { LedgerRefusal } from '../codes.ts';
import type { Draft } from '../draft.ts';
import { type Incoming, implemented } from '../event-definition.ts';
import { memberId, publicKeyEpoch } from '../event-shape.ts';
import { isActing } from '../holding.ts';
import { findMember, type Member } from '../state.ts';
import { beginOrganizationKey } from './losses.ts';
import { needOwner, setAt } from './permission.ts';

const memberOnly = z.strictObject({ member: memberId });
const custodianRemove = z.strictObject({ member: memberId, organizationKey: publicKeyEpoch });

export const custodianEvents = {
  /** INVARIANT: custody has no end date. An owner without keys may have to count on the one who has it. */
  custodian_add: implemented(memberOnly, (draft, event) => {
    const target = readActing(draft, event);
    if ('code' in target) return target;
    if (target.custodian) return refuse('custodian_unchanged', { field: '/member' });
    const since = setAt(event);
    draft.setMember({
      ...target,
      custodian: true,
      endsAtMs: null,
      setAt: { ...target.setAt, custodian: since, ...(target.endsAtMs === null ? {} : { end: since }) },
    });
    return undefined;
  }),
  /** Who held the organization key keeps the old one, hence a new one with every removal. */
  custodian_remove: implemented(custodianRemove, applyRemove),
  /** The owner before becomes an administrator and stays a custodian. */
  owner_transfer: implemented(memberOnly, (draft, event) => {
    const target = readActing(draft, event);
    if ('code' in target) return target;
    const before = findMember(draft.state, draft.state.owner);
    if (before === undefined || target.id === before.id) {
      return refuse('not_for_yourself', { field: '/member' });
    }
    const since = setAt(event);
    draft.setMember({ ...before, role: 'administrator', setAt: { ...before.setAt, role: since } });
    draft.setMember({
      ...target,
      role: 'owner',
      custodian: true,
      endsAtMs: null,
      clients: { allowed: [], denied: [] },
      setAt: {
        ...target.setAt,
        role: since,
        end: since,
        clients: since,
        ...(target.custodian ? {} : { custodian: since }),
      },
    });
    draft.set({ owner: target.id });
    return undefined;
  }),
};

/**
 * The member an owner's event is about, who must be active and linked. INVARIANT: the organization key goes to no keys that
 * only somebody without custody has vouched for, since it opens what that somebody could not (attack row X11).
 */
function readActing({ state }: Draft, event: Incoming<{ readonly member: string }>): Member | LedgerRefusal {
  const refused = needOwner(state, event);
  if (refused) return refused;
  const target = findMember(state, event.body.member);
  if (target?.status !== 'active') return refuse('member_not_found', { field: '/member' });
  if (!isActing(target)) return refuse('keys_pending', { field: '/member' });
  return target.heardBy === undefined ? target : refuse('words_not_heard', { field: '/member' });
}

function applyRemove(
  draft: Draft,
  event: Incoming<z.infer<typeof custodianRemove>>,
): LedgerRefusal | undefined {
  const { state } = draft;
  const { member, organizationKey: key } = event.body;
  const refused = needOwner(state, event);
  if (refused) return refused;
  const target = findMember(state, member);
  if (target === undefined || !target.custodian) {
    return refuse('custodian_unchanged', { field: '/member' });
  }
  if (target.role === 'owner') return refuse('owner_protected', { field: '/member' });
  const refusedKey = beginOrganizationKey(draft, event, key);
  if (refusedKey) return refusedKey;
  draft.setMember({ ...target, custodian: false, setAt: { ...target.setAt, custodian: setAt(event) } });
  return undefined;
}
