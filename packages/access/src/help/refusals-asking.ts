import type { askingRefusals } from '../catalogue/refusals-asking.ts';
import { buttonOf } from '../gate/offered-remedies.ts';
import { type HelpText, nobodyElse } from './page.ts';

const buttonOfDrawing = 'Draw other words';

export const askingRefusalsHelp = {
  nothing_to_ask: {
    means: 'Somebody may have helped in the meantime, or what is in the way is for you alone to end.',
    steps: ['Try again: the page shows what stands in the way now, if anything does.'],
    others: nobodyElse,
    seeAlso: ['request_settled'],
  },
  request_settled: {
    means: 'Somebody else granted or refused it first, it was withdrawn, or its time was over.',
    steps: ['Reload to see who settled it, and how.'],
    others: nobodyElse,
    seeAlso: ['nothing_to_ask', 'request_changed'],
  },
  request_changed: {
    means:
      'Between showing you the request and your click, the server told of another person, place or thing. It may be that they asked again from somewhere else.',
    steps: ['Reload, read what the request says now, and choose again.'],
    others: nobodyElse,
    seeAlso: ['request_settled'],
  },
  words_used_up: {
    means:
      'Five times the words that were typed were not those of the person who asks. So nobody finds them by trying. It may be that somebody else asks than you think.',
    steps: [
      'Ask the person, by voice, whether the page shows them six words, and from where they asked.',
      `They choose ${buttonOfDrawing} on their page and read out the new words.`,
    ],
    others: nobodyElse,
    seeAlso: ['relink_required', 'request_changed'],
  },
  recovery_interrupted: {
    means:
      'The history of the organization says that you came back with the recovery code. What the code opened has not reached this device: the connection was lost, or the page was closed, before it was kept.',
    steps: [
      'If the page on which you entered the code is still open on another device, wait for it, and open the organization here again.',
      `Otherwise choose ${buttonOf('enter_recovery_code')} and go through the steps once more. The same code counts again.`,
    ],
    others: nobodyElse,
    seeAlso: ['recovery_code_required', 'guide:recovery-kit'],
  },
  relink_words_elsewhere: {
    means:
      'Whoever invited you again heard six words that another device of yours showed, or you typed the recovery code there. This device has not been told yet, and cannot tell that the answer is theirs and not the server’s.',
    steps: [
      'Open the organization again in a moment. What one device of yours knows comes to the others by itself.',
      'If it stays, open the organization on the device on which you asked or typed the recovery code.',
    ],
    others: nobodyElse,
    seeAlso: ['relink_required', 'guide:why-believe-it'],
  },
} satisfies Record<keyof typeof askingRefusals, HelpText>;
