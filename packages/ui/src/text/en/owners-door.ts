/** The owner's door: the page, the way to it, and the organization that is chosen before it. */
export const ownersDoor = {
  ownersDoor: {
    link: 'I am an owner and have lost my second factor',
    linkLead:
      'Ends this sign-in with your password alone. It opens no vault: you see what it takes to get back in, and everybody who holds the keys gets a mail.',
    linkDenial: 'If you are the owner, see what it takes to get back in',
    choose: 'Which organization?',
    chooseLead: 'The one that you own. Its address is the last part of its link.',
    address: 'Address of the organization',
    addressHint: 'Like northwind.',
    goOn: 'Continue',
    title: 'What it takes to get you back in',
    lead: (address: string) =>
      `You are the owner of /${address}, so this page opens although the organization does not.`,
    leadServer: (address: string) =>
      `This server says that you are the owner of /${address}, so this page opens although the organization does not.`,
    serverTitle: 'This device does not know the organization yet',
    serverLead:
      'So everything here is what the server says, unproven. This page asks for no code and no password. Type your recovery code nowhere because of it.',
    kitTitle: 'The recovery code',
    kitLead: (version: number, day: string) =>
      `It is printed on your recovery kit, version ${version}, made on ${day}. Kits of another version no longer count.`,
    kitFile: 'Look for the sheet, or for the file that your browser saved',
    copyFile: 'Copy the file name',
    kitNotYet:
      'This server’s version cannot take the code yet. Keep the kit where it is: the code belongs on paper, and nobody but you ever needs it.',
    untilThen: 'Until it can, these people can help',
    nobody: 'Nobody else in the organization can help: you alone manage it.',
    more: (count: number) => (count === 1 ? 'One more person' : `${count} more people`),
    can: {
      address: 'Can allow your address: Administration, Addresses.',
      client: 'Can allow this client for you: Administration, Members.',
      version: 'Can accept this version again: Administration, Rules.',
      exempt: 'Can let you in without the second factor for 24 hours: Administration, Members.',
      restore: 'Custodian: holds every key, and can give every vault to whoever needs it meanwhile.',
      manage: 'Can keep the organization going: members, groups and invitations.',
      settings: 'Can change the rules that keep you out.',
    },
    otherTitle: 'Other ways',
    other: {
      address: {
        title: 'Come from an allowed network',
        says: 'From the office or its VPN, for example. Then the organization opens as always.',
      },
      bypass: {
        title: 'Ask the operator to lift the address list for an hour',
        says: 'On the server, with this command. It is recorded, and the custodians get a mail.',
      },
      web: {
        title: 'Use the web client',
        says: 'It cannot be turned off for anybody.',
      },
      reload: { title: 'Update this client', says: 'In the browser, load the page again.' },
      factor: {
        title: 'Set up or enter your second factor',
        says: 'On the page that refused you, without signing in again.',
      },
      backup: {
        title: 'Sign in with a backup code',
        says: 'One of the ten that you kept when you set up your second factor. Each counts once.',
      },
      reset: {
        title: 'Ask the operator to take the lost second factor off',
        says: 'On the server, with this command. Your password then signs you in, and you set up another. The custodians get a mail.',
      },
      ask: {
        title: 'Ask for access',
        says: 'From the page that refused you. It goes to those who can change it.',
      },
    },
    copyCommand: 'Copy the command',
    toOrganization: 'To that page',
    signInAgain: 'Sign in again',
    announced:
      'Opening this page is in your access log, and a mail about it went to you and to everybody who holds the keys.',
    ends: (time: string) => `You are here with your password alone, until ${time}.`,
    leave: 'Leave',
    insideTitle: 'Nothing keeps you out',
    insideLead: (address: string) => `/${address} opens for you as it always does.`,
    open: 'Open the organization',
    doubtedTitle: 'This device does not know you as the owner',
    doubtedLead:
      'The server says that you own this organization. The history that this device has verified says otherwise, or knows no such organization. Type no recovery code anywhere because of it.',
    doubtedNext:
      'If ownership was handed to you lately, this device learns of it as soon as the organization opens on it again. If not, tell somebody of the organization, by another way than this server.',
  },
};
