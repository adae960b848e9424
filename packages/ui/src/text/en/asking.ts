/** Asking for access, from wherever somebody was refused, and what becomes of it. */
export const asking = {
  asking: {
    note: 'Note (optional)',
    noteHint: 'The server can read it. Never write a password here.',
    noteLeft: (left: number) => `${left} characters left`,
    stateTitle: 'Your request',
    asked: (when: string) => `Asked ${when}`,
    askedAgain: (when: string) => `Asked again ${when}`,
    /** A role as the catalogue names it, within a sentence. */
    role: (role: string) => role.replace(/^people /, 'the people '),
    sentTo: (roles: string) => `Sent to ${roles}.`,
    sentIfExists: 'If this organization exists, the people who manage members were told.',
    mailWaiting:
      'The mail that tells them has not gone out yet and is tried again. They see the request in Postern.',
    seen: (when: string) => `Seen ${when}`,
    notSeen: 'Not seen yet',
    waiting: 'Waiting for an answer',
    waits: 'This page goes on by itself.',
    waitsHere: 'The answer appears here by itself.',
    endsAt: (when: string) => `Without an answer it ends on ${when}.`,
    remind: 'Remind them',
    remindFrom: (when: string) => `You can remind them from ${when}.`,
    withdraw: 'Withdraw',
    refused: (when: string) => `Refused ${when}`,
    theirNote: 'Their note',
    yourNote: 'Your note',
    againFrom: (when: string) => `You can ask again from ${when}.`,
    expired: (when: string) => `Your request of ${when} ended without an answer.`,
    granted: (when: string) => `Granted ${when}`,
    grantedLead: 'You can go on.',
    missingTitle: 'You cannot do this yet',
    notSharedTitle: 'This vault is not shared with you',
    notSharedLead:
      'Its managers can share it. Once somebody does, it opens here by itself. If the link is wrong, there is nothing behind it.',
    toVaults: 'See your vaults',
    toVaultsSays: 'All that is shared with you is there. Nothing was changed.',
  },
};
