import type { RefusalEntry } from './entry.ts';

/**
 * Signing up, signing in, keys and account. There is no code for "this account exists": before identity is proven
 * nobody learns that (attack row X2); a mail to the owner of the address says it.
 */
export const accountRefusals = {
  email_invalid: {
    sentence: 'This is not an email address.',
    status: 422,
    reveal: 'anyone',
    remedies: ['correct_input'],
    fixers: {},
  },
  code_wrong: {
    sentence: {
      with: 'This is not the code from the mail. You can try {attemptsLeft}.',
      without: 'This is not the code from the mail.',
    },
    status: 422,
    reveal: 'anyone',
    remedies: ['correct_input', 'request_new_code'],
    fixers: {},
  },
  code_expired: {
    sentence: 'This code has expired.',
    status: 410,
    reveal: 'anyone',
    remedies: ['request_new_code'],
    fixers: {},
  },
  too_many_attempts: {
    sentence: 'Too many wrong codes. This one is used up.',
    status: 429,
    reveal: 'anyone',
    remedies: ['request_new_code'],
    fixers: {},
  },
  ticket_expired: {
    sentence: 'This took too long and has expired. Nothing was saved.',
    status: 410,
    reveal: 'anyone',
    remedies: ['start_over'],
    fixers: {},
  },
  signup_closed: {
    sentence: 'This server is not open for new accounts.',
    status: 403,
    reveal: 'anyone',
    remedies: ['sign_in', 'see_operator'],
    fixers: { operator: ['open_signup'] },
  },
  sign_in_failed: {
    sentence: 'The email address and the password do not belong together.',
    status: 401,
    reveal: 'anyone',
    remedies: ['sign_in', 'sign_up'],
    fixers: {},
  },
  second_factor_wrong: {
    sentence: 'This second factor was not accepted.',
    status: 401,
    reveal: 'anyone',
    remedies: ['use_second_factor', 'request_new_code', 'use_backup_code'],
    fixers: { operator: ['reset_second_factors'] },
  },
  second_factor_required: {
    sentence: 'Confirm with your second factor.',
    status: 403,
    reveal: 'signed-in',
    remedies: ['use_second_factor', 'use_backup_code'],
    fixers: { operator: ['reset_second_factors'] },
  },
  second_factor_missing: {
    sentence: 'Your account does not have this second factor.',
    status: 409,
    reveal: 'signed-in',
    remedies: ['set_up_second_factor'],
    fixers: {},
  },
  second_factors_full: {
    sentence: {
      with: 'There is room for {max} of these. Remove one first.',
      without: 'There is no room for another one. Remove one first.',
    },
    status: 409,
    reveal: 'signed-in',
    remedies: ['open_second_factors'],
    fixers: {},
  },
  opaque_malformed: {
    sentence: 'The sign-in could not be completed. Nothing was revealed.',
    status: 400,
    reveal: 'anyone',
    remedies: ['start_over'],
    fixers: { operator: ['find_in_log'] },
  },
  password_too_weak: {
    sentence: 'This password is easy to guess. Use a longer one.',
    status: 422,
    reveal: 'anyone',
    remedies: ['correct_input'],
    fixers: {},
  },
  generation_waits: {
    sentence:
      'These keys are new. Until your organizations know them, this is not open to them: sign in with your earlier password, or be invited again first.',
    status: 403,
    reveal: 'signed-in',
    remedies: ['sign_in', 'ask_new_invitation'],
    fixers: {},
  },
  generation_refused_lately: {
    sentence: {
      with: 'A reset of this password was refused with the keys of the account. You can begin with new keys after {retryAtMs}.',
      without:
        'A reset of this password was refused with the keys of the account. Begin with new keys later.',
    },
    status: 403,
    reveal: 'anyone',
    remedies: ['try_later'],
    fixers: {},
  },
  state_moved: {
    sentence: 'Another device of yours changed the account first. Nothing is lost.',
    status: 409,
    reveal: 'signed-in',
    remedies: ['try_again'],
    fixers: {},
  },
  key_objects_invalid: {
    sentence: 'The keys that arrived do not belong together. Nothing was saved.',
    status: 422,
    reveal: 'signed-in',
    remedies: ['start_over'],
    fixers: { operator: ['find_in_log'] },
  },
  key_method_last: {
    sentence: 'This is the last way to your keys. Add another one first.',
    status: 409,
    reveal: 'signed-in',
    remedies: ['open_key_storage'],
    fixers: {},
  },
  key_method_unknown: {
    sentence: 'This way to your keys no longer exists.',
    status: 404,
    reveal: 'signed-in',
    remedies: ['open_key_storage'],
    fixers: {},
  },
  keys_needed: {
    sentence: 'Your password does not bring your keys back. Use one of the other ways to them.',
    status: 409,
    reveal: 'signed-in',
    remedies: ['open_key_storage'],
    fixers: {},
  },
  key_opens_nothing: {
    sentence: 'This is not, or no longer, a way to the keys of this account.',
    status: 422,
    reveal: 'anyone',
    remedies: ['correct_input'],
    fixers: {},
  },
  sheet_code_wrong: {
    sentence: {
      with: 'Group {group} of the code is mistyped.',
      without: 'This is not the code of a key sheet. It has eleven groups of six characters.',
    },
    status: 422,
    reveal: 'anyone',
    remedies: ['correct_input'],
    fixers: {},
  },
  sheet_is_recovery_kit: {
    sentence: 'This is the recovery kit of an organization. Your key sheet is another page.',
    status: 422,
    reveal: 'anyone',
    remedies: ['correct_input'],
    fixers: {},
  },
  key_methods_full: {
    sentence: {
      with: 'An account has at most {max} ways to its keys. Remove one first.',
      without: 'There is no room for another way to your keys. Remove one first.',
    },
    status: 409,
    reveal: 'signed-in',
    remedies: ['open_key_storage'],
    fixers: {},
  },
  owns_organization: {
    sentence: {
      with: 'Your account owns {organizations}. It cannot be deleted before somebody else does.',
      without: 'Your account owns an organization. It cannot be deleted before somebody else does.',
    },
    status: 409,
    reveal: 'signed-in',
    remedies: ['hand_ownership_over', 'open_account'],
    fixers: {},
  },
} as const satisfies Record<string, RefusalEntry>;
