import type { RefusalEntry } from './entry.ts';

/** What the client itself refuses about links, words, addresses and lists that people type or paste. */
export const invitationRefusals = {
  words_wrong: {
    sentence: {
      with: 'These are not the words. You can try {attemptsLeft}.',
      without: 'These are not the words.',
    },
    status: 422,
    reveal: 'anyone',
    remedies: ['correct_input'],
    fixers: {},
  },
  invitation_link_wrong: {
    sentence: 'This link is incomplete or damaged.',
    status: 422,
    reveal: 'anyone',
    remedies: ['ask_resend_invitation'],
    fixers: {},
  },
  address_known_otherwise: {
    sentence: {
      with: 'You know another organization at /{slug}. Nothing was joined.',
      without: 'You know another organization at this address. Nothing was joined.',
    },
    status: 409,
    reveal: 'signed-in',
    remedies: ['ask_resend_invitation'],
    fixers: {},
  },
  device_unconfirmed: {
    sentence: 'This device knows only what the server told it. Look through who holds keys first.',
    status: 409,
    reveal: 'member',
    remedies: ['confirm_recipients'],
    fixers: {},
  },
  address_range_invalid: {
    sentence: 'This is no network address, like 192.0.2.10 or 192.0.2.0/24.',
    status: 422,
    reveal: 'member',
    remedies: ['correct_input'],
    fixers: {},
  },
} as const satisfies Record<string, RefusalEntry>;
