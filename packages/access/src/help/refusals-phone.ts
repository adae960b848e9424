import type { phoneRefusals } from '../catalogue/refusals-phone.ts';
import { type HelpText, nobodyElse } from './page.ts';

const notYourCode =
  'A code is read by camera so that the server cannot put another in its place. A wrong one may be an old code on the screen; it may also be somebody who tries to be handed your key.';

export const phoneRefusalsHelp = {
  phone_unknown: {
    means:
      'The account lists no phone with this key. It was removed from the account, or its pairing was never finished.',
    steps: [
      'Delete the account in the app on this phone.',
      'Open key storage where you are signed in, and pair the phone again.',
    ],
    others: nobodyElse,
    seeAlso: ['guide:key-storage'],
  },
  phone_code_wrong: {
    means:
      'The phone reads two kinds of code: one that pairs it with an account, one of a device that asks for a key.',
    steps: [
      'Check that the code is on a page of this very Postern server.',
      'Scan it again, or copy the whole text below it.',
    ],
    others: nobodyElse,
    seeAlso: ['approval_code_wrong', 'pairing_expired'],
  },
  phone_answer_wrong: {
    means:
      'The phone proves with the code that it read it. This answer proves nothing, so it may come from somebody between you and your phone.',
    steps: [
      'Begin the pairing again, and let nobody else see the code.',
      'If it happens again, tell whoever runs this server.',
    ],
    others: nobodyElse,
    seeAlso: ['approval_answer_wrong'],
  },
  pairing_expired: {
    means: 'A pairing code is good for ten minutes, for one phone, and as long as nobody cancels it.',
    steps: ['Begin the pairing again where you are signed in.'],
    others: nobodyElse,
    seeAlso: ['pairing_answered'],
  },
  pairing_answered: {
    means: 'Each code is good for one phone. If you answered only once, somebody else has read your code.',
    steps: ['Cancel the pairing where you are signed in, and begin it again.'],
    others: nobodyElse,
    seeAlso: ['pairing_expired'],
  },
  phone_paired: {
    means: 'A phone has one key for each account. Another one would take the place of a key that works.',
    steps: [
      'There is nothing to do: the phone can be asked.',
      'To begin anew, delete the account in the app first.',
    ],
    others: nobodyElse,
    seeAlso: ['phone_unknown'],
  },
  phone_missing: {
    means: 'A phone has to be paired before it can be asked. None is, or the last one was removed.',
    steps: ['Use another way to your keys.', 'Once you are in, pair a phone under key storage.'],
    others: nobodyElse,
    seeAlso: ['guide:key-storage'],
  },
  approval_expired: {
    means: 'A question to your phone ends after five minutes, so that none waits unseen.',
    steps: ['Ask again, with the phone at hand.', 'Open the app on the phone if it shows nothing.'],
    others: nobodyElse,
    seeAlso: ['approval_withdrawn'],
  },
  approval_answered: {
    means: 'One of your phones has approved or refused it. No question is answered twice.',
    steps: ['If you did not answer it, look at the list of your phones under key storage.', 'Ask again.'],
    others: nobodyElse,
    seeAlso: ['approval_denied'],
  },
  approval_denied: {
    means: 'Somebody who holds one of your phones said that it was not you, or did not want to answer.',
    steps: ['If it was a mistake, ask again.', 'Or use another way to your keys.'],
    others: nobodyElse,
    seeAlso: ['approval_answered'],
  },
  approval_withdrawn: {
    means: 'Whoever asked went back, closed the page, or asked anew.',
    steps: ['Look whether there is a newer question.', 'Otherwise there is nothing to do.'],
    others: nobodyElse,
    seeAlso: ['approval_expired'],
  },
  approval_code_wrong: {
    means: notYourCode,
    steps: [
      'Check that the device in front of you is the one that asks.',
      'Begin there again, and scan the new code.',
      'If it happens again, refuse the question and report it.',
    ],
    others: nobodyElse,
    seeAlso: ['approval_digits_wrong'],
  },
  approval_digits_wrong: {
    means:
      'Six digits can be tried once: whoever stands between your devices would otherwise find them in time. They differ when they were mistyped, or when another device asks than the one in front of you.',
    steps: [
      'Ask again on the device, and compare digit by digit.',
      'Use the camera if you can: it needs no typing.',
    ],
    others: nobodyElse,
    seeAlso: ['approval_code_wrong'],
  },
  approval_digits_unready: {
    means: 'Both devices first commit to what the digits are made of. The other one has not answered yet.',
    steps: ['Keep the page on the other device open, and wait until it shows six digits.'],
    others: nobodyElse,
    seeAlso: ['approval_digits_wrong'],
  },
  approval_answer_wrong: {
    means:
      'The phone proves with the code on this screen that the answer is its own. This one proves nothing, or does not open your keys.',
    steps: [
      'Ask again.',
      'If it happens again, use another way to your keys and tell whoever runs this server.',
    ],
    others: nobodyElse,
    seeAlso: ['phone_answer_wrong'],
  },
  push_service_refused: {
    means:
      'Browsers name a service that wakes them. Postern sends only to services on the internet that are reached by https, so that nobody can make the server call machines of its own network.',
    steps: [
      'Keep the app open to see questions as they come.',
      'Whoever runs the server can allow others with POSTERN_PUSH_PRIVATE.',
    ],
    others: nobodyElse,
    seeAlso: ['approval_expired'],
  },
} as const satisfies Record<keyof typeof phoneRefusals, HelpText>;
