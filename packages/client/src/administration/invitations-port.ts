import { isAlarmCode } from '@postern/access';
import { type InvitationMail, listInvitationMails } from '@postern/contract';
import { type InviteId, ok, type Result, refuse } from '@postern/core';
import type { ClientCore } from '../client-core.ts';
import { emailOf, readAdministered } from './administered.ts';
import { changeEach } from './change-each.ts';
import { parseInvitationFragment } from './invitation-link.ts';
import { joinByInvitation } from './join-organization.ts';
import { listInvitations } from './list-invitations.ts';
import { namesHere } from './names-here.ts';
import { renewEverything } from './people-port.ts';
import type { InvitationsPort } from './port.ts';
import { type ReadInvitation, readInvitation } from './read-invitation.ts';
import { resendInvitation, sendInvitations } from './send-invitations.ts';

/** Invitations: those that are out, making them, and accepting one. */
export function createInvitationsPort(core: ClientCore): InvitationsPort {
  /** What was read last: opening and accepting follow each other. Without keys, and of no use without the link. */
  let last: ReadInvitation | undefined;

  const read = async (fragment: string): Promise<Result<ReadInvitation>> => {
    const { phase } = core.snapshots.current();
    if (phase === 'signed-out') return refuse('sign_in_required');
    const alarm = core.blockingAlarm();
    if (alarm !== undefined) return alarm;
    const link = parseInvitationFragment(fragment);
    if (!link.ok) return link;
    const opened = await readInvitation(core, link.value, last);
    if (!opened.ok && isAlarmCode(opened.code)) core.raise(opened);
    last = opened.ok ? opened.value : undefined;
    return opened;
  };

  return {
    list: async () => {
      const administered = await readAdministered(core);
      if (!administered.ok) return administered;
      const { organization } = administered.value.state;
      // Without the server's word nothing is said of mail; the invitations are the ledger's.
      const asked = await core.api.call(listInvitationMails, { params: { organization } });
      const mails = new Map<InviteId, InvitationMail>(
        asked.ok ? asked.value.mails.map((mail) => [mail.invite, mail]) : [],
      );
      const { groups } = await namesHere(administered.value);
      return ok(listInvitations(administered.value, groups, mails, core.clock.nowMs()));
    },
    invite: (addresses, draft, request) => sendInvitations(core, addresses, draft, request),
    resend: (invite, delivery, request) => resendInvitation(core, invite, delivery, request),
    revoke: async (invites) => {
      const changed = await changeEach(core, [...new Set(invites)], (invite) => ({
        type: 'invite_revoke',
        body: { invite },
      }));
      if (!changed.ok) return changed;
      await renewEverything(core);
      return ok(changed.value.outcomes);
    },
    open: async (fragment) => {
      const opened = await read(fragment);
      if (!opened.ok) return opened;
      const account = core.account();
      if (!account.ok) return account;
      const { invitation, state } = opened.value;
      return ok({
        organization: state.name,
        address: state.address,
        email: invitation.email,
        by: emailOf(state, invitation.by),
        role: invitation.role,
        needsWords: invitation.delivery === 'words',
        expiresAtMs: invitation.expiresAtMs,
        forThisAccount: account.value.record().email === invitation.email,
      });
    },
    accept: async (fragment, words, known) => {
      const opened = await read(fragment);
      if (!opened.ok) return opened;
      const joined = await joinByInvitation(core, opened.value, words, known);
      if (!joined.ok && isAlarmCode(joined.code)) core.raise(joined);
      if (joined.ok) last = undefined;
      return joined;
    },
  };
}
