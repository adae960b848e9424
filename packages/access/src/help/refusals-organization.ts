import type { organizationRefusals } from '../catalogue/refusals-organization.ts';
import { type HelpText, nobodyElse } from './page.ts';

const codeSteps = [
  'Compare what you typed with the kit, group by group. Capital or small letters, spaces and hyphens do not matter.',
  'O counts as 0, I and L count as 1.',
] as const;

export const organizationRefusalsHelp = {
  address_invalid: {
    means: 'The address of an organization is a part of a web address and is read out on the phone.',
    steps: ['Use 2 to 40 small letters and digits, with single hyphens between them.'],
    others: nobodyElse,
    seeAlso: ['address_reserved', 'address_taken'],
  },
  address_reserved: {
    means: 'Postern’s own pages use this word, or it could be mistaken for one of them.',
    steps: ['Choose another address.'],
    others: nobodyElse,
    seeAlso: ['address_taken'],
  },
  address_taken: {
    means: 'Another organization on this server has this address.',
    steps: ['Choose another address.'],
    others: nobodyElse,
    seeAlso: ['address_reserved'],
  },
  name_invalid: {
    means: 'The name is empty, too long, or contains characters that cannot be seen.',
    steps: ['Type the name again instead of pasting it.'],
    others: nobodyElse,
    seeAlso: ['request_invalid'],
  },
  recovery_code_mistyped: {
    means: 'You are asked for a part of the code so that it is certain that you hold the kit you just made.',
    steps: ['Read the groups asked for from the newest kit.', 'If you do not have it, make the kit again.'],
    others: nobodyElse,
    seeAlso: ['setup_required', 'guide:recovery-kit'],
  },
  recovery_code_length: {
    means: 'A recovery code has eleven groups of six characters; one of them is short, long or missing.',
    steps: codeSteps,
    others: nobodyElse,
    seeAlso: ['recovery_code_group', 'guide:recovery-kit'],
  },
  recovery_code_character: {
    means: 'Codes use digits and letters without I, L, O and U, so that they survive bad printing.',
    steps: codeSteps,
    others: nobodyElse,
    seeAlso: ['recovery_code_group', 'guide:recovery-kit'],
  },
  recovery_code_group: {
    means: 'The last character of each group checks the five before it, and in one group it does not fit.',
    steps: codeSteps,
    others: nobodyElse,
    seeAlso: ['recovery_code_checksum', 'guide:recovery-kit'],
  },
  recovery_code_checksum: {
    means: 'Each group is well-formed, and together they are not a code. Groups may have changed places.',
    steps: codeSteps,
    others: nobodyElse,
    seeAlso: ['recovery_code_group', 'guide:recovery-kit'],
  },
  recovery_code_is_sheet: {
    means:
      'A key sheet and a recovery kit both print eleven groups of six characters. A key sheet opens one account, a recovery kit one organization.',
    steps: ['Look for the page that is called Postern recovery kit.'],
    others: nobodyElse,
    seeAlso: ['guide:recovery-kit', 'guide:key-storage'],
  },
  recovery_kit_old: {
    means:
      'A newer kit was made after the one with this code. From then on the newer one alone counts, so that a lost sheet opens nothing.',
    steps: [
      'Look for the newest kit. The page names its version, the day it was made and the file.',
      'If the newest one is lost, choose I can’t find it: the page says who can help.',
    ],
    others: nobodyElse,
    seeAlso: ['recovery_code_other', 'guide:recovery-kit'],
  },
  recovery_kit_unknown: {
    means:
      'The kit says that it is newer than the history that the server has just shown. The server may have been restored from a backup, or it holds something back.',
    steps: [
      'Tell the operator of this server, and say on which day the kit was made.',
      'Do not look for an older kit to make it fit: what was done since would be missing.',
    ],
    others: 'The operator of this server.',
    seeAlso: ['ledger_older', 'guide:recovery-kit'],
  },
  recovery_code_other: {
    means:
      'The code is well-formed, and it is not the one of this organization: it belongs to another, or to a kit that was made and never confirmed.',
    steps: [
      'Compare the address and the organization’s id on the kit with this page.',
      'Look for another sheet with the same address on it.',
    ],
    others: nobodyElse,
    seeAlso: ['recovery_kit_of_other', 'recovery_kit_old', 'guide:recovery-kit'],
  },
  recovery_kit_of_other: {
    means:
      'The kit names an organization by its id, and what is at this address has another one. Either the kit is of another organization, or the server shows one that it should not.',
    steps: [
      'Compare the address in your browser with the one on the kit.',
      'Read the first characters of the organization’s id from the kit again. Capital and small letters count.',
      'If both are right, type the code nowhere and ask the operator of this server by another way.',
    ],
    others: 'The operator of this server.',
    seeAlso: ['organization_unknown', 'guide:recovery-kit'],
  },
  nothing_to_announce: {
    means:
      'A rule is announced to people for whom it begins later. For all of those named it has begun, it asks nothing of them, or they are no active members any more.',
    steps: ['Look at the date of the rule and at who is concerned, in Administration, Rules.'],
    others: nobodyElse,
    seeAlso: ['mfa_enrollment_required'],
  },
  reset_keys_not_open: {
    means:
      'The recovery code brings you back under your own keys. Since your password was reset without the old ones you have new keys, and without the second factor a sign-in does not open them. The page at the end of a reset has them at hand.',
    steps: [
      'Sign out, choose Forgot password, and enter the mailed code.',
      'Where the second factor is asked for, say that you have lost it.',
      'Choose the new password, go on to the owner’s door and enter the recovery code there within half an hour.',
    ],
    others: nobodyElse,
    seeAlso: ['recovery_code_required', 'guide:recovery-kit'],
  },
  wrong_organization: {
    means: 'A change is signed for one organization and counts in no other.',
    steps: ['Choose the organization again and repeat what you did.'],
    others: nobodyElse,
    seeAlso: ['organization_unknown'],
  },
} as const satisfies Record<keyof typeof organizationRefusals, HelpText>;
