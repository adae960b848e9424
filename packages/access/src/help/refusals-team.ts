import type { teamRefusals } from '../catalogue/refusals-team.ts';
import { type HelpText, nobodyElse } from './page.ts';

const custodians = 'The custodians, who can hand any key over.';
const memberManagers = 'Everybody with the permission to manage members.';

export const teamRefusalsHelp = {
  key_not_held: {
    means:
      'Who shares something hands over its key, and your device does not hold this one. No permission stands in for a key.',
    steps: ['Ask somebody who is in the group or vault to do it, or a custodian.'],
    others: custodians,
    seeAlso: ['rights_not_covered', 'keys_pending'],
  },
  words_not_heard: {
    means:
      'Somebody without custody let this member in again. With the organization’s key the member could open everything, so a custodian first makes sure that the keys are theirs.',
    steps: [
      'Call the member, and type the words they read out into the member’s page.',
      'Then do this again.',
    ],
    others: custodians,
    seeAlso: ['keys_pending', 'relink_required'],
  },
  rights_not_covered: {
    means: 'Nobody gives, changes or takes rights that go beyond their own, an administrator’s included.',
    steps: ['Give less, or ask somebody who has these rights.'],
    others: 'The owner; for a vault, its managers and the custodians.',
    seeAlso: ['permission_missing', 'owner_only'],
  },
  owner_protected: {
    means: 'An organization always has an owner who can act, so that it cannot lock itself out.',
    steps: ['Hand ownership over first; after that the former owner is a member like others.'],
    others: 'The owner.',
    seeAlso: ['owner_only'],
  },
  not_for_yourself: {
    means: 'Limits and exemptions of your own membership are decided by somebody else.',
    steps: ['Ask another person who manages members.'],
    others: memberManagers,
    seeAlso: ['rights_not_covered'],
  },
  member_status_wrong: {
    means: 'For example, only a disabled member can be enabled. Another administrator may have been first.',
    steps: ['Reload the list of members.'],
    others: nobodyElse,
    seeAlso: ['member_not_found'],
  },
  member_id_taken: {
    means: 'The first try to join may have worked after all.',
    steps: ['Reload. If you are not inside, open the invitation again.'],
    others: nobodyElse,
    seeAlso: ['already_member'],
  },
  custodian_first: {
    means:
      'A custodian holds the organization’s key. When custody ends the organization gets a new key, which only the owner can begin.',
    steps: ['Ask the owner to end this member’s custody. Then remove the member, or set an end.'],
    others: 'The owner.',
    seeAlso: ['owner_only'],
  },
  custodian_unchanged: {
    means: 'The member is a custodian already, or is none.',
    steps: ['Reload the list of members.'],
    others: nobodyElse,
    seeAlso: ['custodian_first'],
  },
  date_wrong: {
    means:
      'An invitation waits 90 days at most, an exemption lasts 24 hours at most, and no end lies in the past.',
    steps: ['Pick another date.'],
    others: nobodyElse,
    seeAlso: ['member_expired', 'invitation_expired'],
  },
  already_invited: {
    means: 'One address has one open invitation, so that it is clear which one counts.',
    steps: ['Send the one there is again, or revoke it.'],
    others: nobodyElse,
    seeAlso: ['already_member', 'invitation_not_open'],
  },
  invite_id_taken: {
    means: 'The first try to invite may have worked after all.',
    steps: ['Reload the list of invitations.'],
    others: nobodyElse,
    seeAlso: ['already_invited'],
  },
  invitation_not_open: {
    means: 'Each link works once, and only the newest one that was sent.',
    steps: ['Look for a newer message, or ask to have the invitation sent again.'],
    others: memberManagers,
    seeAlso: ['invitation_expired', 'invitation_required'],
  },
  invitation_void: {
    means:
      'An invitation gives no more than its sender could give today. The sender left or was limited after sending it.',
    steps: ['Ask to have it sent again; somebody else answers for it then.'],
    others: memberManagers,
    seeAlso: ['invitation_not_open'],
  },
  confirmation_wrong: {
    means: 'The member has other keys by now, or what you wanted to hand over was handed over already.',
    steps: ['Reload. If the member still waits, compare the words again.'],
    others: nobodyElse,
    seeAlso: ['keys_pending'],
  },
  group_id_taken: {
    means: 'The first try to make the group may have worked after all.',
    steps: ['Reload and look for the group.'],
    others: nobodyElse,
    seeAlso: ['group_not_found'],
  },
  group_not_found: {
    means: 'The organization’s ledger knows no such group, or it was removed.',
    steps: ['Reload the list of groups.'],
    others: nobodyElse,
    seeAlso: ['group_membership_wrong'],
  },
  group_repeated: {
    means: 'One change names a group twice.',
    steps: ['Remove one of the two.'],
    others: nobodyElse,
    seeAlso: ['group_not_found'],
  },
  group_membership_wrong: {
    means: 'Somebody else changed the group meanwhile.',
    steps: ['Reload the group.'],
    others: nobodyElse,
    seeAlso: ['group_not_found'],
  },
  group_key_old: {
    means:
      'Who left still knows the group’s key, so nothing more is given to it. A member of the group or a custodian draws a new one.',
    steps: ['Try again. If you are in the group, the new key is drawn with your change.'],
    others: custodians,
    seeAlso: ['epoch_stale', 'key_not_held'],
  },
  nothing_changed: {
    means: 'What you entered is how it is already.',
    steps: ['Change something, or go back.'],
    others: nobodyElse,
    seeAlso: ['settings_empty'],
  },
  grant_not_found: {
    means: 'Somebody may have taken it away meanwhile.',
    steps: ['Reload who has access to the vault.'],
    others: nobodyElse,
    seeAlso: ['vault_not_shared'],
  },
  heads_wrong: {
    means:
      'Who takes away the right to write records how the vaults stand, so that nothing can be slipped in with an earlier date.',
    steps: ['Try again. The newest state of the vaults has been read.'],
    others: nobodyElse,
    seeAlso: ['manifest_moved', 'head_moved'],
  },
  address_not_listed: {
    means: 'It was removed, or its time was over.',
    steps: ['Reload the list.'],
    others: nobodyElse,
    seeAlso: ['ip_not_allowed'],
  },
  addresses_full: {
    means: 'The list is checked on every request, so it is kept short.',
    steps: ['Remove addresses that are no longer needed, or write several as one network.'],
    others: nobodyElse,
    seeAlso: ['ip_not_allowed'],
  },
  epoch_stale: {
    means:
      'Somebody who may no longer read the vault still knows its key. Anybody who may edit draws the next one, which your device does by itself.',
    steps: ['Try again. If it stays, ask somebody who may edit the vault to open it.'],
    others: 'Everybody who may edit the vault, and the custodians.',
    seeAlso: ['wrong_epoch', 'group_key_old'],
  },
  would_lock_out_author: {
    means:
      'With this change the gate would refuse you at once, from where you are and with what you use now, and you could not take it back.',
    steps: [
      'For the address list: put your own address on it first.',
      'For the second factor: set one up and sign in with it first.',
      'For clients and versions: make the change from the web client.',
    ],
    others: memberManagers,
    seeAlso: ['ip_not_allowed', 'mfa_enrollment_required'],
  },
  would_lock_out_author_later: {
    means:
      'The list lets you in from where you are by an address with an end and by no other. When it has run out, the gate would refuse you, and you could not take it back.',
    steps: [
      'Put your own address on the list without an end first. You can take it off again from another place that is on the list.',
      'Or make the change from a place whose address is on the list without an end.',
    ],
    others: memberManagers,
    seeAlso: ['ip_not_allowed', 'would_lock_out_author'],
  },
  would_lock_out_owner: {
    means:
      'The owner is who helps when nobody else can. None of the places the owner works from would be let in.',
    steps: ['Put the address of the owner on the list first.'],
    others: 'The owner.',
    seeAlso: ['ip_not_allowed', 'would_lock_out_custodians'],
  },
  would_lock_out_custodians: {
    means: 'Custodians hand lost keys over again. At least one of them has to come in from where they work.',
    steps: ['Put the address of a custodian on the list first.'],
    others: custodians,
    seeAlso: ['ip_not_allowed', 'would_lock_out_owner'],
  },
  minimum_version_above_own: {
    means: 'Whoever sets a minimum version has to be able to come in with it.',
    steps: ['Update your client, or make the change from the web client.', 'Or ask for an older version.'],
    others: nobodyElse,
    seeAlso: ['client_outdated'],
  },
  address_of_proxy: {
    means:
      'Your request came through a proxy that the server does not know, so it sees one and the same address for everybody behind it. On the list it would let all of them in.',
    steps: [
      'The operator sets POSTERN_TRUSTED_PROXIES to the address of the proxy and starts the server again.',
      'Then reload and look at your own address.',
    ],
    others: 'The operator of this server.',
    seeAlso: ['ip_not_allowed'],
  },
} as const satisfies Record<keyof typeof teamRefusals, HelpText>;
