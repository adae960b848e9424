import { type HashB64, type OrganizationId, ok, type Result, refuse } from '@postern/core';
import { findMemberByAccount, type Invitation, invitationStanding } from '@postern/ledger';
import type { Session } from '../account/session.ts';
import type { Platform } from '../platform/platform.ts';
import type { FoldedLedger, FoldedLedgers } from './folded-ledgers.ts';
import { findOrganization, type OrganizationRow } from './queries.ts';

/** An invitation that its invitee is looking at. */
export interface OpenedInvitation {
  readonly ledger: FoldedLedger;
  readonly invitation: Invitation;
  readonly organization: OrganizationRow;
}

/**
 * The open invitation that a link's event names, for the account whose proven address it was sent to. INVARIANT: whoever
 * does not know the event's hash learns nothing, not even that the organization exists; whoever knows it and has another
 * address learns only that (attack row X2).
 */
export async function openedInvitation(
  { clock, db, limits }: Pick<Platform, 'clock' | 'db' | 'limits'>,
  ledgers: FoldedLedgers,
  session: Pick<Session, 'account' | 'email'>,
  id: OrganizationId,
  event: HashB64,
): Promise<Result<OpenedInvitation>> {
  const limited = await limits.limit(`invitations opened by ${session.account}`, 120, 600);
  if (!limited.ok) return limited;
  const organization = await findOrganization(db.kysely, id);
  if (organization === undefined) return refuse('invitation_not_open');
  const ledger = await ledgers.at(id, { seq: organization.head_seq, hash: organization.head_hash });
  const { state } = ledger;
  const member = findMemberByAccount(state, session.account);
  if (member !== undefined && member.status !== 'removed') return refuse('already_member');
  const invitation = invitationOf(ledger, event);
  if (invitation === undefined) return refuse('invitation_not_open');
  const standing = invitationStanding(state, invitation, clock.nowMs());
  if (standing !== 'open' && standing !== 'expired') return refuse('invitation_not_open');
  if (invitation.email !== session.email) {
    // Whoever has the link may ask there for an invitation of their own.
    return refuse('invitation_for_other_address', {
      params: { email: session.email, address: state.address },
    });
  }
  if (standing === 'expired') {
    return refuse('invitation_expired', { params: { endedAtMs: invitation.expiresAtMs } });
  }
  if (organization.suspended === 1) return refuse('organization_suspended');
  return ok({ ledger, invitation, organization });
}

/** The invitation whose secret the event made the one that counts. */
function invitationOf({ state, hashAt }: FoldedLedger, event: HashB64): Invitation | undefined {
  return Object.values(state.invitations).find(
    ({ status, statusSeq }) => status === 'open' && hashAt(statusSeq) === event,
  );
}
