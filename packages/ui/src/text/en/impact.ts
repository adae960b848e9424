const people = (count: number) => (count === 1 ? '1 person' : `${count} people`);

/** The preview of what a change of the rules does to people. */
export const impact = {
  impact: {
    title: 'What this does',
    looking: 'Looking at who signed in during the last 30 days',
    cannotTell: 'Who would be refused cannot be said now.',
    refused: (count: number, of: number) => `${count} of ${of} people would be refused`,
    refusedFrom: (count: number, of: number, day: string) =>
      `From ${day}, ${count} of ${of} people would be refused`,
    asked: (count: number, of: number) => `${count} of ${of} people would be asked for their password again`,
    nobody: 'Nobody who signed in during the last 30 days would be refused.',
    letIn: (count: number, names: string) => `${people(count)} refused now would be let in: ${names}.`,
    wayBack: 'They see this sentence, and can ask for access where they see it. The access inbox tells you.',
    wayBackFactor:
      'They set one up or give it where they see this sentence, and go on. Whoever cannot asks there.',
    see: (sentence: string) => `They see: “${sentence}”`,
    from: (client: string, address: string, when: string) => `${client} from ${address}, last ${when}`,
    fromDay: (day: string) => `From ${day}:`,
    moreWays: (count: number) => (count === 1 ? 'and one more' : `and ${count} more`),
    stillIn: (count: number) =>
      count === 1 ? 'Still gets in the other way they came.' : `Still gets in ${count} other ways they came.`,
    showMore: (count: number) => `Show ${count} more`,
    unseen: (count: number) => `${people(count)} did not sign in for 30 days, so nobody can tell`,
    save: (count: number) => `Save, and refuse ${people(count)}`,
    doAnd: (action: string, count: number) => `${action}, and refuse ${people(count)}`,
    giveTime: (day: string) => `Ask from ${day} instead`,
    tell: (count: number) => `Tell ${people(count)} by mail`,
    tellHint: 'Those above, and whoever did not sign in lately. A rule is announced once a day.',
    told: (count: number) => `${people(count)} told by mail.`,
    lockOut: {
      title: 'The server would not take this',
      would_lock_out_author: 'It would lock you out yourself.',
      would_lock_out_author_later:
        'Your own address is let in for a while only. When that ends, you would be locked out yourself.',
      would_lock_out_owner: 'It would lock the owner out wherever they came from.',
      would_lock_out_custodians: 'It would lock every custodian out wherever they came from.',
      minimum_version_above_own: 'Your own client is older than that.',
      you: (client: string, address: string) => `Your session: ${client} from ${address}.`,
    },
    coming: (day: string) => `From ${day} this organization asks for a second factor.`,
    setUpNow: 'Set it up now',
    starts: {
      label: 'When',
      now: { name: 'From now on', says: 'Counts as soon as it is saved.' },
      date: { name: 'From a date', says: 'Until then people are reminded and let in.' },
    },
  },
};
