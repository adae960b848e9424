/** What a new device asks before it gives keys to anybody. */
export const recipients = {
  recipients: {
    title: 'Who receives keys',
    lead: 'You signed in on this device by password, so it knows only what the server told it. Before it hands keys over, or saves what others read, look through everybody who holds some: nobody may be here who has left.',
    you: 'You',
    roles: { owner: 'Owner', administrator: 'Administrator', member: 'Member' },
    custodian: 'Custodian',
    facts: (vaults: number, since: string) =>
      `${vaults === 1 ? '1 vault' : `${vaults} vaults`}, here since ${since}`,
    invited: (by: string) => `Invited by ${by}`,
    right: 'The list is right',
    notNow: 'Not now',
    again: 'Confirmed. Do again what you were doing.',
    wrong:
      'If somebody is here who should not be: close this list, give nothing to anybody from this device, and tell the owner.',
  },
};
