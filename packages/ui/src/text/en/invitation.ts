export const invitation = {
  invitation: {
    title: (organization: string) => `You are invited to ${organization}`,
    opening: 'Opening your invitation',
    facts: 'What the invitation says',
    by: 'Invited by',
    as: 'You join as',
    for: 'Sent to',
    until: 'Works until',
    roles: { administrator: 'Administrator', member: 'Member' },
    signedOutLead:
      'Sign up with the address it was sent to, or sign in if you have an account. You come back to this page.',
    signedOutFor: (email: string) => `Its link was made for ${email}.`,
    signUp: 'Sign up',
    signIn: 'Sign in',
    accept: 'Join',
    joining: 'Joining: your keys are checked and handed over.',
    knownOtherwise: {
      question: (address: string) => `You know another organization at /${address}. Was it given up?`,
      givenUp:
        'If it was, you can join the new one. The address leads to the new one from then on, on all your devices, and what you kept of the old one stays closed.',
      notGivenUp:
        'If it was not, or you are not sure, do not join: what you mean for your organization would reach this one. Call somebody you know from your organization, by a number you had before.',
      leave: 'Do not join',
      join: 'It was given up, join the new one',
    },
    words: 'Six words',
    wordsLead:
      'Whoever invited you tells you six words, by voice or chat. They prove that the link was not exchanged on its way.',
    wordsHint: 'All six, with spaces between them.',
    wordsCount: (typed: number) => `${typed} of 6 words`,
    otherAddress: (email: string, own: string) =>
      `This invitation was sent to ${email}, and you are signed in as ${own}. Switch to the account with that address, or ask to be invited at yours.`,
    checked: 'Checked on this device: the invitation is signed by somebody who may invite.',
    otherLead:
      'Switch to the account with the address it was sent to. Or ask for an invitation to the one you are signed in with.',
    memberTitle: 'You are a member of this organization already',
    memberLead:
      'Open it from your organizations. An invitation to another address opens with the account of that address.',
    refusedTitle: 'This invitation does not open',
    refusedLead:
      'Ask whoever invited you to send it again. They find your address under Administration, Invitations.',
    noneTitle: 'Open the link of your invitation once more',
    noneLead:
      'What the link holds is kept in this window only, so that nobody finds it on this device later. Loading the page anew forgets it. Open the link from the mail or message again.',
    signInTitle: 'Sign in to open your invitation',
    waitsTitle: 'You are in; your keys are on their way',
    waitsLead:
      'Read these words to somebody who works with this organization, by voice. They compare them and hand the keys over. This page continues by itself.',
    ownWords: 'Your key in words',
    waiting: 'Waiting for your keys',
  },
};
