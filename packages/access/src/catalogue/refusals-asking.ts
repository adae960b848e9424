import type { RefusalEntry } from './entry.ts';

/** Refusals about asking for access and about the access inbox. */
export const askingRefusals = {
  nothing_to_ask: {
    sentence: 'Nothing that somebody else could end stands in your way any more.',
    status: 409,
    reveal: 'signed-in',
    remedies: ['try_again', 'go_back'],
    fixers: {},
  },
  request_settled: {
    sentence: 'This request is settled already. Nothing was changed.',
    status: 409,
    reveal: 'signed-in',
    remedies: ['reload'],
    fixers: {},
  },
  request_changed: {
    sentence: 'The request is not as it was shown. Nothing was changed.',
    status: 409,
    reveal: 'signed-in',
    remedies: ['reload'],
    fixers: {},
  },
  words_used_up: {
    sentence: 'Wrong words were typed too often. They have to draw others.',
    status: 429,
    reveal: 'member',
    remedies: ['go_back'],
    fixers: {},
  },
  recovery_interrupted: {
    sentence:
      'Your recovery code was accepted, and then something came in between: this device does not have your keys yet. Enter the code once more.',
    status: 409,
    reveal: 'member',
    remedies: ['enter_recovery_code', 'try_again'],
    fixers: {},
  },
  relink_words_elsewhere: {
    sentence:
      'You were invited again, and this device cannot check it yet. Continue on the device on which you asked.',
    status: 409,
    reveal: 'member',
    remedies: ['switch_account', 'choose_organization'],
    fixers: {},
  },
} as const satisfies Record<string, RefusalEntry>;
