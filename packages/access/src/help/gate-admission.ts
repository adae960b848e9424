import type { gateAdmission } from '../catalogue/gate-admission.ts';
import { buttonOf } from '../gate/offered-remedies.ts';
import { type HelpText, nobodyElse } from './page.ts';

const membersManagers = 'Everybody in the organization with the permission to manage members.';

export const gateAdmissionHelp = {
  sign_in_required: {
    means:
      'The page belongs to an account, and nobody is signed in in this browser. Sessions also end when you sign out elsewhere, when the session is revoked, or when it grows too old.',
    steps: [
      `Choose ${buttonOf('sign_in')}.`,
      'Enter your email address and your password. You come back to the page you wanted.',
      'If you have no account yet, that page leads to making one.',
    ],
    others: nobodyElse,
    seeAlso: ['sign_in_failed', 'session_expired', 'guide:second-device'],
  },
  invitation_required: {
    means:
      'You are signed in, and this account is not a member of an organization at this address. The answer is the same when there is no such organization, when you were removed and when an invitation was taken back, so that it tells nobody who belongs where.',
    steps: [
      `Check the address of the organization for a typing mistake. To see those that you belong to, choose ${buttonOf('choose_organization')}.`,
      `Check the email address at the top of the page. If your organization knows you by another one, choose ${buttonOf('switch_account')}.`,
      `If both are right, choose ${buttonOf('request_invitation')}. If the organization exists, the people who manage members read which email address you signed in with, and your note. Leave the page open: it goes on by itself.`,
    ],
    others: membersManagers,
    seeAlso: ['invitation_for_other_address', 'invitation_expired'],
  },
  invitation_pending: {
    means: 'You were invited, and the link in the invitation has not been opened with this account.',
    steps: [
      'Find the link you were given: in a mail, in a chat, or as a QR code.',
      `Open it in this browser. You are inside at once. If you have opened it in this window before, choose ${buttonOf('open_invitation')}.`,
      `If you cannot find it, choose ${buttonOf('ask_resend_invitation')}. The people who manage members can send the invitation again.`,
      `If another account of yours was invited, choose ${buttonOf('switch_account')}.`,
    ],
    others: membersManagers,
    seeAlso: ['invitation_expired', 'invitation_for_other_address'],
  },
  invitation_expired: {
    means:
      'Invitations end after a while, so that an old link in somebody’s mailbox opens nothing. Yours has ended.',
    steps: [
      `Choose ${buttonOf('ask_resend_invitation')}. The people who manage members can send the invitation again.`,
      'Open the new link. The old one stays dead.',
      `If another account of yours was invited as well, choose ${buttonOf('switch_account')}.`,
    ],
    others: membersManagers,
    seeAlso: ['invitation_pending'],
  },
  invitation_for_other_address: {
    means:
      'An invitation counts for one email address. You opened it while signed in with another one, so it was not used up.',
    steps: [
      `Choose ${buttonOf('switch_account')} and use the address that was invited.`,
      `If you want to join with the address you have now, open the page of the organization and choose ${buttonOf('ask_resend_invitation')}. The people who manage members can invite that address.`,
    ],
    others: membersManagers,
    seeAlso: ['invitation_pending', 'invitation_required'],
  },
  organization_suspended: {
    means:
      'The operator of this server has suspended the organization. Nothing in it was changed or deleted.',
    steps: [
      'The page shows the contact that the operator of this server has set.',
      'Ask the operator why it is suspended and when it comes back.',
    ],
    others: 'The operator of this server.',
    seeAlso: ['member_disabled'],
  },
  setup_required: {
    means:
      'A new organization opens once its recovery kit is in safe hands. The kit is the only way back for an owner who has lost every other way to the keys; nobody can make one afterwards for an organization that is already lost.',
    steps: [
      `If you are the owner, choose ${buttonOf('make_recovery_kit')}. Your browser makes it; the code in it does not leave your device.`,
      'Print it or save it where only you find it.',
      'Type back the part of the code that the page asks for. The organization opens.',
      'If you lose an unconfirmed kit, make another one; the unconfirmed one is worth nothing.',
      `If you are the owner and lost your keys before a kit was confirmed, choose ${buttonOf('give_up_organization')}: a mailed code begins 30 days, then its address is free. Nothing is lost, for vaults exist only once there is a kit.`,
      `If you are not the owner, choose ${buttonOf('remind_owner')}. The page continues by itself; to have it look at once, choose ${buttonOf('wait_for_owner')}.`,
    ],
    others: 'Only the owner.',
    seeAlso: ['guide:recovery-kit', 'recovery_code_mistyped'],
  },
  member_disabled: {
    means:
      'Somebody who manages members has put your membership on hold. Your role, your vaults and your personal vault are kept as they are.',
    steps: [
      `Choose ${buttonOf('ask_to_be_enabled')}. Say in the note why you need to get in, if you like.`,
      'Leave the page open. It continues by itself.',
    ],
    others: membersManagers,
    seeAlso: ['member_expired'],
  },
  member_expired: {
    means:
      'Your membership had an end date, and it has passed. What you had is kept until somebody removes it.',
    steps: [
      `Choose ${buttonOf('ask_for_extension')}. The people who manage members can set a later end date.`,
      'Leave the page open. It continues by itself.',
    ],
    others: membersManagers,
    seeAlso: ['member_disabled'],
  },
} as const satisfies Record<keyof typeof gateAdmission, HelpText>;
