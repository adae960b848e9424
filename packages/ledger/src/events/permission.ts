import { type MemberId, refuse } from '@postern/core';
import type { LedgerRefusal } from '../codes.ts';
import type { Incoming } from '../event-definition.ts';
import { covers, hasPermission, isOwner } from '../holding.ts';
import type { Permission } from '../rights.ts';
import type { LedgerState, Member, SetAt } from '../state.ts';

/** The signing member, or null for the recovery key, which holds no permission but the `recover` event itself. */
export function signingMember(event: Incoming<unknown>): MemberId | null {
  return event.by === 'recovery' ? null : event.by;
}

/** A refusal that names the permission, unless the signer holds it. */
export function needPermission(
  state: LedgerState,
  event: Incoming<unknown>,
  permission: Permission,
): LedgerRefusal | undefined {
  const by = signingMember(event);
  if (by !== null && hasPermission(state, by, permission)) return undefined;
  return refuse('permission_missing', { params: { permission } });
}

/** A refusal unless the signer is the owner. */
export function needOwner(state: LedgerState, event: Incoming<unknown>): LedgerRefusal | undefined {
  const by = signingMember(event);
  return by !== null && isOwner(state, by) ? undefined : refuse('owner_only');
}

/** A refusal unless the signer's standing covers that of a member, as it is or as it is to be. */
export function needCover(
  state: LedgerState,
  event: Incoming<unknown>,
  target: Pick<Member, 'role' | 'permissions' | 'custodian'>,
): LedgerRefusal | undefined {
  const by = signingMember(event);
  return by !== null && covers(state, by, target) ? undefined : refuse('rights_not_covered');
}

/** Which event says so, for facts that name who set them. */
export function setAt(event: Incoming<unknown>): SetAt {
  return { seq: event.seq, by: event.by };
}
