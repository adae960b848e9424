import type { InvitationMail } from '@postern/contract';
import { type GroupId, type InviteId, refuse } from '@postern/core';
import { findGroup, type Invitation, invitationStanding } from '@postern/ledger';
import type { Administered } from './administered.ts';
import type { InvitationView } from './port.ts';

/** The invitations that nobody has accepted, newest first; `mails` is what the server says of their mail. */
export function listInvitations(
  administered: Administered,
  groupNames: ReadonlyMap<GroupId, string>,
  mails: ReadonlyMap<InviteId, InvitationMail>,
  nowMs: number,
): readonly InvitationView[] {
  const { state } = administered;
  return Object.values(state.invitations)
    .sort((a, b) => b.statusSeq - a.statusSeq)
    .flatMap((invitation) => {
      const standing = invitationStanding(state, invitation, nowMs);
      if (standing === 'joined') return [];
      return [
        {
          id: invitation.id,
          email: invitation.email,
          standing,
          role: invitation.role,
          groups: invitation.groups
            .filter((id) => findGroup(state, id) !== undefined)
            .map((id) => ({ id, name: groupNames.get(id) ?? '' })),
          vaultCount: Object.keys(invitation.grants).length,
          delivery: invitation.delivery,
          expiresAtMs: invitation.expiresAtMs,
          endsAtMs: invitation.endsAtMs ?? undefined,
          made: administered.setBy(invitation.sinceSeq),
          mail: mailOf(invitation, mails.get(invitation.id)),
        },
      ];
    });
}

function mailOf({ delivery }: Invitation, mail: InvitationMail | undefined): InvitationView['mail'] {
  if (delivery === 'link' || mail === undefined) return { state: 'none' };
  if (mail.state === 'sent') return { state: 'sent' };
  return { state: 'waiting', refused: mail.code === undefined ? undefined : refuse(mail.code) };
}
