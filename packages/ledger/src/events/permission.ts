import type { MemberId } from '@postern/core';
import { refuse } from '@postern/core';
import type { LedgerRefusal } from '../codes.ts';
import type { Incoming } from '../event-definition.ts';
import { hasPermission, isOwner } from '../queries.ts';
import type { Permission } from '../rights.ts';
import type { LedgerState } from '../state.ts';

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
