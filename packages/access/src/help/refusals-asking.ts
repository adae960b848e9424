import type { askingRefusals } from '../catalogue/refusals-asking.ts';
import { type HelpText, nobodyElse } from './page.ts';

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
} satisfies Record<keyof typeof askingRefusals, HelpText>;
