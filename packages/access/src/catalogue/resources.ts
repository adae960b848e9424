import type { DenialEntry } from './entry.ts';

/** Refusals inside an organization, in the gate's shape: a vault, an entry or a right stands in the way. */
export const resourceDenials = {
  permission_missing: {
    sentence: {
      with: [
        'You need the permission to {permission} for this.',
        'You need the right to {right} in this vault.',
      ],
      without: 'You do not have the permission for this.',
    },
    status: 403,
    reveal: 'member',
    remedies: ['ask_for_permission', 'go_back'],
    fixers: {
      owner: ['grant_permission'],
      'permission:members.manage': ['grant_permission'],
      vault_manager: ['grant_permission'],
    },
  },
  vault_not_shared: {
    sentence: 'This vault is not shared with you.',
    status: 403,
    reveal: 'member',
    remedies: ['ask_to_share_vault', 'go_back'],
    fixers: { vault_manager: ['share_vault'] },
  },
  entry_needs_approval: {
    sentence: 'This entry opens after somebody approves.',
    status: 403,
    reveal: 'member',
    remedies: ['ask_to_approve'],
    fixers: { vault_manager: ['approve_entry'] },
  },
  entry_checked_out: {
    sentence: { with: '{names} is using this entry now.', without: 'Somebody else is using this entry now.' },
    status: 403,
    reveal: 'member',
    remedies: ['ask_to_check_in', 'try_later'],
    fixers: { vault_manager: ['force_check_in'] },
  },
  offline_not_allowed: {
    sentence: 'This vault cannot be used offline.',
    status: 403,
    reveal: 'member',
    remedies: ['go_online'],
    fixers: { 'permission:members.manage': ['allow_offline'], vault_manager: ['allow_offline'] },
  },
  personal_vault_disabled: {
    sentence: 'Personal vaults are off in this organization.',
    status: 403,
    reveal: 'member',
    remedies: ['use_shared_vault', 'ask_for_personal_vaults'],
    fixers: { 'permission:settings.manage': ['allow_personal_vaults'] },
  },
  attachment_too_large: {
    sentence: {
      with: 'This attachment is larger than {limitBytes}.',
      without: 'This attachment is larger than the organization accepts.',
    },
    status: 413,
    reveal: 'member',
    remedies: ['choose_smaller'],
    fixers: { operator: ['raise_limit'] },
  },
  storage_full: {
    sentence: {
      with: 'The storage of {limitBytes} is full. Nothing was saved.',
      without: 'The storage is full. Nothing was saved.',
    },
    status: 507,
    reveal: 'member',
    remedies: ['free_space', 'try_again'],
    fixers: { operator: ['raise_limit'] },
  },
  edit_conflict: {
    sentence: 'Somebody changed this entry while you were editing it. Both versions are kept.',
    status: 409,
    reveal: 'member',
    remedies: ['compare_versions'],
    fixers: {},
  },
  rate_limited: {
    sentence: {
      with: 'Too many tries. Try again after {retryAtMs}.',
      without: 'Too many tries. Wait a while, then try again.',
    },
    status: 429,
    reveal: 'anyone',
    remedies: ['try_later'],
    fixers: {},
  },
  // Said by the client alone: what the gate sees is in order.
  relink_unproven: {
    sentence: {
      with: '{names} let you in again without knowing your six words. Ask for a new invitation.',
      without:
        'You were let in again, and this device cannot tell that it was by somebody who heard your six words. Ask for a new invitation.',
    },
    status: 409,
    reveal: 'member',
    remedies: ['ask_new_invitation', 'enter_recovery_code'],
    fixers: { custodian: ['reinvite_member'] },
  },
  recovery_denied: {
    sentence: 'Only the owner can use the recovery code. Nothing was changed.',
    status: 403,
    reveal: 'member',
    remedies: ['ask_owner_to_recover'],
    fixers: { owner: ['enter_recovery_code'] },
  },
  recovery_proof_required: {
    sentence: 'The history of the organization is shown here once its recovery code was given.',
    status: 403,
    reveal: 'member',
    remedies: ['search_recovery_kit'],
    fixers: {},
  },
  already_member: {
    sentence: { with: '{email} is already a member.', without: 'This person is already a member.' },
    status: 409,
    reveal: 'member',
    remedies: ['see_member'],
    fixers: {},
  },
  email_not_sent: {
    sentence: { with: 'The mail to {email} was not sent.', without: 'The mail was not sent.' },
    status: 503,
    reveal: 'member',
    remedies: ['hand_link_over', 'try_again'],
    fixers: { operator: ['repair_mail'] },
  },
  seat_limit_reached: {
    sentence: {
      with: 'All {max} seats of this organization are taken.',
      without: 'All seats of this organization are taken.',
    },
    status: 403,
    reveal: 'member',
    remedies: ['remove_a_member'],
    fixers: { operator: ['raise_limit'] },
  },
} as const satisfies Record<string, DenialEntry>;
