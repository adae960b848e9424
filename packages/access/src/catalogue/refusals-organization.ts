import type { RefusalEntry } from './entry.ts';

/** Creating and naming an organization, and its recovery kit. */
export const organizationRefusals = {
  address_invalid: {
    sentence: 'Use 2 to 40 small letters and digits, with single hyphens between them.',
    status: 422,
    reveal: 'signed-in',
    remedies: ['correct_input'],
    fixers: {},
  },
  address_reserved: {
    sentence: { with: 'The address {slug} is reserved.', without: 'This address is reserved.' },
    status: 409,
    reveal: 'signed-in',
    remedies: ['correct_input'],
    fixers: {},
  },
  address_taken: {
    sentence: { with: 'The address {slug} is taken.', without: 'This address is taken.' },
    status: 409,
    reveal: 'signed-in',
    remedies: ['correct_input'],
    fixers: {},
  },
  name_invalid: {
    sentence: {
      with: 'A name has between 1 and {max} visible characters.',
      without: 'A name has at least one visible character, and is not too long.',
    },
    status: 422,
    reveal: 'signed-in',
    remedies: ['correct_input'],
    fixers: {},
  },
  nothing_to_announce: {
    sentence: 'The rule has begun for all of them, so there is nothing to announce.',
    status: 409,
    reveal: 'member',
    remedies: ['correct_input'],
    fixers: {},
  },
  recovery_code_mistyped: {
    sentence: 'This is not the part of the code that the kit shows.',
    status: 422,
    reveal: 'member',
    remedies: ['correct_input', 'make_recovery_kit'],
    fixers: {},
  },
  recovery_code_length: {
    sentence: {
      with: 'Group {group} of the recovery code has a character too few or too many.',
      without: 'The recovery code has eleven groups of six characters.',
    },
    status: 422,
    reveal: 'anyone',
    remedies: ['correct_input', 'search_recovery_kit'],
    fixers: {},
  },
  recovery_code_character: {
    sentence: {
      with: 'Group {group} of the recovery code has a character that no code contains.',
      without: 'The recovery code has a character that no code contains.',
    },
    status: 422,
    reveal: 'anyone',
    remedies: ['correct_input', 'search_recovery_kit'],
    fixers: {},
  },
  recovery_code_group: {
    sentence: {
      with: 'Group {group} of the recovery code is mistyped.',
      without: 'A group of the recovery code is mistyped.',
    },
    status: 422,
    reveal: 'anyone',
    remedies: ['correct_input', 'search_recovery_kit'],
    fixers: {},
  },
  recovery_code_checksum: {
    sentence: 'The recovery code is mistyped, or two of its groups have changed places.',
    status: 422,
    reveal: 'anyone',
    remedies: ['correct_input', 'search_recovery_kit'],
    fixers: {},
  },
  recovery_code_is_sheet: {
    sentence:
      'This is a key sheet, which brings back the keys of one account. The recovery kit is another page.',
    status: 422,
    reveal: 'anyone',
    remedies: ['correct_input', 'search_recovery_kit'],
    fixers: {},
  },
  recovery_kit_old: {
    sentence: {
      with: [
        'This is the kit of version {kitVersion}, made on {kitMadeAtMs}. Version {currentVersion} counts.',
        'This is the kit of version {kitVersion}. Version {currentVersion} counts.',
      ],
      without: 'This is an earlier kit. A newer one counts.',
    },
    status: 422,
    reveal: 'anyone',
    remedies: ['search_recovery_kit'],
    fixers: {},
  },
  recovery_kit_unknown: {
    sentence: {
      with: 'This is the kit of version {kitVersion}, which is newer than anything the server shows of the organization.',
      without: 'This kit is newer than anything the server shows of the organization.',
    },
    status: 422,
    reveal: 'anyone',
    remedies: ['search_recovery_kit', 'try_later'],
    fixers: {},
  },
  recovery_code_other: {
    sentence: 'This code is of another organization, or of a kit that was never confirmed.',
    status: 422,
    reveal: 'anyone',
    remedies: ['search_recovery_kit'],
    fixers: {},
  },
  recovery_kit_of_other: {
    sentence: 'The organization at this address is not the one that the kit was made for.',
    status: 422,
    reveal: 'anyone',
    remedies: ['correct_input', 'choose_organization', 'search_recovery_kit'],
    fixers: {},
  },
  reset_keys_not_open: {
    sentence:
      'Your password was reset, and this sign-in does not open your new keys. Reset it once more and come here from its end.',
    status: 409,
    reveal: 'signed-in',
    remedies: ['sign_in'],
    fixers: {},
  },
  wrong_organization: {
    sentence: 'This belongs to another organization. Nothing was changed.',
    status: 409,
    reveal: 'signed-in',
    remedies: ['choose_organization', 'reload'],
    fixers: {},
  },
} as const satisfies Record<string, RefusalEntry>;
