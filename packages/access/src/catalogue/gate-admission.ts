import type { DenialEntry } from './entry.ts';

/** Rows 1 to 7 of the gate: who you are, whether you belong, whether the organization is ready. */
export const gateAdmission = {
  sign_in_required: {
    sentence: 'Sign in to continue.',
    status: 401,
    reveal: 'anyone',
    remedies: ['sign_in'],
    fixers: {},
  },
  // The same for an address nobody has, a removed member and a revoked invitation: it names nobody and nothing.
  invitation_required: {
    sentence: 'You are not a member of this organization. Ask for an invitation.',
    status: 403,
    reveal: 'signed-in',
    remedies: ['request_invitation', 'switch_account', 'choose_organization'],
    fixers: { 'permission:members.manage': ['invite_member'] },
  },
  invitation_pending: {
    sentence: 'Your invitation is waiting. Open its link to get inside.',
    status: 403,
    reveal: 'signed-in',
    remedies: ['open_invitation', 'ask_resend_invitation', 'switch_account'],
    fixers: { 'permission:members.manage': ['resend_invitation'] },
  },
  invitation_expired: {
    sentence: {
      with: 'Your invitation expired on {endedAtMs}.',
      without: 'Your invitation has expired.',
    },
    status: 403,
    reveal: 'signed-in',
    remedies: ['ask_resend_invitation', 'switch_account'],
    fixers: { 'permission:members.manage': ['resend_invitation'] },
  },
  invitation_for_other_address: {
    sentence: {
      with: 'This invitation was sent to another address than {email}, which you are signed in with.',
      without: 'This invitation was sent to another address than the one you are signed in with.',
    },
    status: 403,
    reveal: 'signed-in',
    remedies: ['switch_account', 'ask_resend_invitation'],
    fixers: { 'permission:members.manage': ['resend_invitation'] },
  },
  organization_suspended: {
    sentence: 'This organization is suspended.',
    status: 403,
    reveal: 'member',
    remedies: ['see_operator'],
    fixers: { operator: ['reactivate_organization'] },
  },
  setup_required: {
    sentence: {
      with: 'The owner still has to save the recovery kit.',
      without: 'The owner still has to save the recovery kit.',
      when: { youAreOwner: 'Save the recovery kit to open your organization.' },
    },
    status: 403,
    reveal: 'member',
    remedies: ['make_recovery_kit', 'give_up_organization', 'remind_owner', 'wait_for_owner'],
    fixers: { owner: ['make_recovery_kit'] },
  },
  member_disabled: {
    sentence: 'Your membership is disabled.',
    status: 403,
    reveal: 'member',
    remedies: ['ask_to_be_enabled'],
    fixers: { 'permission:members.manage': ['enable_member'] },
  },
  member_expired: {
    sentence: { with: 'Your membership ended on {endedAtMs}.', without: 'Your membership has ended.' },
    status: 403,
    reveal: 'member',
    remedies: ['ask_for_extension'],
    fixers: { 'permission:members.manage': ['extend_member'] },
  },
} as const satisfies Record<string, DenialEntry>;
