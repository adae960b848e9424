import type { invitationRefusals } from '../catalogue/refusals-invitation.ts';
import { type HelpText, nobodyElse } from './page.ts';

export const invitationRefusalsHelp = {
  words_wrong: {
    means:
      'The words that were typed do not belong to this invitation or to these keys. Nothing was opened or handed over.',
    steps: [
      'Have the words read out once more, and type them in their order.',
      'For an invitation that was sent again, the words are new as well.',
    ],
    others: 'Whoever told you the words.',
    seeAlso: ['invitation_not_open', 'confirmation_wrong'],
  },
  invitation_link_wrong: {
    means: 'A link of an invitation ends in a long secret. A program on the way may have cut it off.',
    steps: [
      'Copy the whole link from the message, to its very end.',
      'Or ask to have the invitation sent again.',
    ],
    others: 'Whoever invited you.',
    seeAlso: ['invitation_not_open'],
  },
  address_known_otherwise: {
    means:
      'An address leads to one organization. Your account knows another one at this address than the one that invites you. If that one was given up, somebody has founded a new one there. If it was not, somebody wants you to take theirs for it.',
    steps: [
      'Call somebody who worked with the organization that you know, by a number you had before, and ask whether it was given up.',
      'If it was, say so on the page of the invitation and join. The address leads to the new one from then on, and what you kept of the old one stays closed.',
      'If it was not, or you cannot find out, leave the invitation alone and tell the owner of the organization that you know.',
    ],
    others: 'The owner of the organization that you know can say whether it was given up.',
    seeAlso: ['organization_unknown', 'invitation_not_open'],
  },
  device_unconfirmed: {
    means:
      'You signed in here by password, and a server could show a new device how things stood long ago. With an old list of members, keys and what you save could reach somebody who has left.',
    steps: [
      'Look through the list that your client shows you. Nobody may be on it who has left.',
      'Say that it is right, then do again what you were doing. Each device asks once for each organization.',
      'Is the list wrong, give nothing to anybody from this device, and tell the owner.',
    ],
    others: 'Another device of yours that knows the organization can do it instead.',
    seeAlso: ['ledger_older', 'ledger_fork'],
  },
  address_range_invalid: {
    means: 'The list takes single addresses and networks, of IPv4 and IPv6, and no names.',
    steps: ['Write an address, or a network with its length behind a slash.'],
    others: nobodyElse,
    seeAlso: ['address_not_listed', 'ip_not_allowed'],
  },
} as const satisfies Record<keyof typeof invitationRefusals, HelpText>;
