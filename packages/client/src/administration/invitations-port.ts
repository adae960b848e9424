import { type InvitationMail, listInvitationMails } from '@postern/contract';
import { type InviteId, ok, refuse } from '@postern/core';
import type { ClientCore } from '../client-core.ts';
import { readAdministered } from './administered.ts';
import { changeEach } from './change-each.ts';
import { listInvitations } from './list-invitations.ts';
import { namesHere } from './names-here.ts';
import { renewEverything } from './people-port.ts';
import type { InvitationsPort } from './port.ts';

/** Invitations: those that are out, making them, and accepting one. */
export function createInvitationsPort(core: ClientCore): InvitationsPort {
  return {
    list: async () => {
      const read = await readAdministered(core);
      if (!read.ok) return read;
      const { state } = read.value;
      const asked = await core.api.call(listInvitationMails, {
        params: { organization: state.organization },
      });
      const mails = new Map<InviteId, InvitationMail>(
        asked.ok ? asked.value.mails.map((mail) => [mail.invite, mail]) : [],
      );
      const { groups } = await namesHere(read.value);
      return ok(listInvitations(read.value, groups, mails, core.clock.nowMs()));
    },
    invite: async () => refuse('not_found'),
    resend: async () => refuse('not_found'),
    open: async () => refuse('not_found'),
    accept: async () => refuse('not_found'),
    revoke: async (invites) => {
      const changed = await changeEach(core, [...new Set(invites)], (invite) => ({
        type: 'invite_revoke',
        body: { invite },
      }));
      if (!changed.ok) return changed;
      await renewEverything(core);
      return ok(changed.value.outcomes);
    },
  };
}
