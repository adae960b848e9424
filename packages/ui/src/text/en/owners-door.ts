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
      'What stands here is only what the server says. Your kit proves it: you compare the organization’s id on it before you enter the code.',
    kitTitle: 'The recovery code',
    kitLead: (version: number, day: string) =>
      `It is printed on your recovery kit, version ${version}, made on ${day}. Kits of another version no longer count.`,
    kitFile: 'Look for the sheet, or for the file that your browser saved',
    copyFile: 'Copy the file name',
    enter: 'Enter the recovery code',
    cannotFind: 'I can’t find it',
    backToKit: 'I have it after all',
    untilThen: 'Without the code, these people can help',
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
    unfinishedTitle: 'Your way back in is not finished',
    unfinishedLead: (address: string) =>
      `/${address} would let you in, and this device does not have its keys. If you entered the recovery code before and were interrupted, enter it once more: the same code counts again.`,
    insideTitle: 'Nothing keeps you out',
    insideLead: (address: string) => `/${address} opens for you as it always does.`,
    open: 'Open the organization',
    doubtedTitle: 'This device does not know you as the owner',
    doubtedLead:
      'The server says that you own this organization. The history that this device has verified says otherwise, or knows no such organization. Type no recovery code anywhere because of it.',
    doubtedNext:
      'If ownership was handed to you lately, this device learns of it as soon as the organization opens on it again. If not, tell somebody of the organization, by another way than this server.',
  },
  comeBack: {
    reading: 'Checking the history',
    identifyTitle: 'Which organization is the kit for?',
    identifyLead:
      'This device has never been in it. Read the beginning of the organization’s id from your kit: it proves that the right organization is at this address, before you type anything secret.',
    idStart: 'First 12 characters of the organization’s id',
    idStartHint: 'On the kit, below the address. Capital and small letters count.',
    identify: 'Compare',
    identifyOr: 'Or scan the kit, or choose its PDF',
    notKit: 'This is not a recovery kit.',
    codeTitle: 'The code on your kit',
    codeLead: 'It stays on this device: what follows from it is worked out here.',
    confirmTitle: 'What happens now',
    confirmLead: (version: number) =>
      `This is the code of kit version ${version}, the one that counts. Nothing has been changed yet.`,
    happens: {
      keys: (name: string) => `You come back as the owner of ${name}, with the keys of this account.`,
      vaults: (count: number) =>
        count === 1
          ? 'Its one vault is opened to you, and gets a new key.'
          : `Its ${count} vaults are opened to you, personal ones included, and get new keys.`,
      custodians: (names: string) =>
        `${names} ${names.includes(',') ? 'are' : 'is'} no custodian any more. You make custodians again in Administration, Members.`,
      alone: 'Nobody else was a custodian, so nobody loses anything.',
      stays: 'Members, groups, roles, rules and everything in the vaults stay as they are.',
      told: 'Everybody who held the keys is told by mail, and it is in the history.',
    },
    exemptAddress: (address: string) =>
      `Let me in from ${address} for 24 hours, although the address list does not name it.`,
    exemptFactor: 'Let me in without a second factor for 24 hours, although a rule asks for one.',
    exemptFactorLost:
      'Take the lost second factors off my account, and let me in without one for 24 hours. Without this you still have to give it at sign-in.',
    factorStays: (maker: string) =>
      `${maker} made this kit and may still have it, so it cannot take the second factors off your account. Sign in with your second factor afterwards, or ask the operator of this server to reset it.`,
    submit: 'Come back in',
    working: 'Opening the vaults and sealing them to you',
    other: 'Use another code',
    doneTitle: 'You are back in',
    doneLead: (name: string) => `You own /${name} again, with every key.`,
    doneKit:
      'The code you used has been on a screen now. Make a new kit: once every vault has a new key, the old code opens nothing.',
    makeKit: 'Make a new kit now',
    open: 'Open the organization',
    factorTitle: 'The code was right',
    factorLead:
      'You are the owner with these keys again. Your second factor still stands: sign in with it, and the organization opens. If it is lost, ask the operator of this server to reset it.',
    signIn: 'Sign in',
  },
  giveKit: {
    label: 'Recovery code',
    hint: 'Eleven groups of six characters. Spaces, hyphens and capital letters do not matter; O counts as 0, I and L as 1.',
    submit: 'Continue',
    or: 'Or scan the kit, or choose its PDF',
    notKit: 'What was read is not a recovery code.',
  },
  lostKit: {
    title: 'You can’t find the kit',
    lookTitle: 'Where to look',
    look: [
      'Search this and your other computers, and their backups, for the file’s name.',
      'Look where you keep contracts and keys: a safe, a bank, a notary, a sealed envelope.',
      'Look for a printed page whose heading is “Postern recovery kit”.',
    ],
    canTitle: 'Who can still help',
    can: 'These people hold the organization key. Each of them can invite you anew, and everything comes back, your personal vault included.',
    canSome:
      'These people manage members. They can invite you anew; some vaults open once somebody who has them is online.',
    nobody: 'Nobody else holds the organization key, and nobody else manages members.',
    contact: 'Whom to contact',
    lostTitle: 'What is lost without the kit and without them',
    lostWithHelp:
      'Nothing, as long as one of them helps. Entries that nobody but you could open come back only through a custodian or the kit.',
    lostAlone:
      'Every vault that nobody else can open: yours, and those shared with nobody. Members go on with the vaults they have. Neither the operator nor the makers of Postern can open anything.',
  },
  giveUp: {
    title: 'Give the organization up',
    lead: 'When nothing else is left: the organization and everything in it is deleted after 30 days. Every member is told now, and whoever manages members can keep it. Afterwards its address is free.',
    begin: 'Mail me a code',
    sent: (email: string) => `A code was sent to ${email}. Entering it begins the 30 days.`,
    code: 'Code from the mail',
    confirm: 'Give the organization up',
    running: (day: string) => `This organization is deleted on ${day}, unless somebody keeps it.`,
    see: 'See what can be done',
    keep: 'Keep the organization',
    kept: 'The organization is kept.',
  },
};
