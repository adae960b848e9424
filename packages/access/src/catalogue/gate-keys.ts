import type { DenialEntry } from './entry.ts';

/** Rows 13 to 17 of the gate: whether your keys open the organization's; and the gate's own failure. */
export const gateKeys = {
  phone_unpaired: {
    sentence: {
      with: 'Your key was only on a phone that is no longer paired. Ask {names} for a new invitation.',
      without: 'Your key was only on a phone that is no longer paired.',
    },
    status: 403,
    reveal: 'member',
    remedies: ['ask_new_invitation', 'enter_recovery_code', 'follow_forgot_phone', 'search_recovery_kit'],
    fixers: { custodian: ['reinvite_member'], 'permission:members.manage': ['reinvite_member'] },
  },
  recovery_code_required: {
    sentence:
      'You are the owner, your password was reset, and nobody else holds the keys. Enter the recovery code.',
    status: 403,
    reveal: 'member',
    remedies: ['enter_recovery_code', 'search_recovery_kit'],
    fixers: {},
  },
  recovery_code_or_invitation_required: {
    sentence: {
      with: 'You are the owner and your password was reset. Ask {names} for a new invitation, or enter the recovery code.',
      without:
        'You are the owner and your password was reset. Ask a custodian for a new invitation, or enter the recovery code.',
    },
    status: 403,
    reveal: 'member',
    remedies: ['ask_new_invitation', 'enter_recovery_code', 'search_recovery_kit'],
    // The owner is re-invited by a custodian alone, as the ledger has it.
    fixers: { custodian: ['reinvite_member'] },
  },
  relink_required: {
    sentence: {
      with: 'Your password was reset and no other key method was left. Ask {names} for a new invitation.',
      without: 'Your password was reset and no other key method was left. Ask for a new invitation.',
    },
    status: 403,
    reveal: 'member',
    remedies: ['ask_new_invitation'],
    fixers: { custodian: ['reinvite_member'], 'permission:members.manage': ['reinvite_member'] },
  },
  keys_pending: {
    sentence: {
      with: 'You are in. The keys arrive when {names} opens Postern or confirms your words.',
      without:
        'You are in. The keys arrive when somebody who holds them opens Postern or confirms your words.',
      when: {
        youAreOwner:
          'You are in. The keys arrive when a custodian confirms your words, or at once with the recovery code.',
      },
    },
    status: 403,
    reveal: 'member',
    remedies: ['read_words', 'ask_for_keys', 'enter_recovery_code'],
    fixers: { custodian: ['confirm_words'], key_holder: ['confirm_words'] },
  },
  check_failed: {
    sentence: {
      with: 'Something is wrong on our side. Quote {reference} to the operator.',
      without: 'Something is wrong on our side.',
    },
    status: 500,
    reveal: 'anyone',
    remedies: ['try_again', 'quote_reference'],
    fixers: { operator: ['find_in_log'] },
  },
} as const satisfies Record<string, DenialEntry>;
