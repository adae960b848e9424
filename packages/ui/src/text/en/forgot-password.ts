/** Forgot password, and what a device that still has the keys is told about it. For people who are in a hurry, or worried. */

const day = (atMs: number) =>
  new Date(atMs).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
const list = (names: readonly string[]) =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;

export const forgotPassword = {
  forgotPassword: {
    link: 'Forgot password?',
    steps: { address: 'Address', code: 'Code', factor: 'Second factor', keys: 'Keys', password: 'Password' },
    title: 'Forgot your password',
    lead: 'You set a new one in a few minutes. Nothing changes until the last step.',
    email: 'Email address',
    emailHint: 'A code goes to this address.',
    sendCode: 'Send the code',
    remembered: 'Remembered it?',
    guide: 'How this works',
    codeTitle: 'Enter the code',
    codeLead: (email: string) => `If ${email} has an account here, a mail with six digits is on its way.`,
    code: 'Code from the mail',
    codeHint: 'Six digits. It works for 15 minutes.',
    factorTitle: 'Your second factor',
    factorLead: 'The mailbox alone is not enough for your account.',
    factorLost: 'Go on without a second factor',
    factorLostLead:
      'That is enough to start over, and to come back to an organization you own with its recovery code. Everything else waits until you have a second factor again.',
    keysTitle: 'Get your keys back',
    keysLead:
      'With one of these you lose nothing: every organization stays open, and you choose a new password.',
    none: 'I have none of these',
    noneLead: 'You see first what that means. Nothing happens yet.',
    noMethods: 'You set up no other way to your keys, so there is nothing to bring them back with.',
    noneTitle: 'Start over with new keys',
    noneBefore:
      'Look once more before you do: a printed key sheet, a phone you paired, a passkey, or a device on which you were signed in: the password you used there still opens it.',
    noneBeforeDevice:
      'Think once more before you do: a device on which you were signed in still opens with the password you used there, and has everything.',
    back: 'Look for another way',
    cutTitle: 'What you are cut off from',
    cutNothing: 'You are in no organization, so you lose nothing that somebody would have to give back.',
    need: {
      invitation: (helpers: readonly string[]) =>
        helpers.length === 0
          ? 'Closed until somebody there lets you in again. You read six words to them, and what you had comes back.'
          : `Closed until ${list(helpers)} lets you in again. You read six words to them, and what you had comes back.`,
      recovery_code: () => 'Closed until you enter the recovery code. Nobody else can open it for you.',
      recovery_code_or_invitation: (helpers: readonly string[]) =>
        `Closed until you enter the recovery code, or ${helpers.length === 0 ? 'another custodian' : list(helpers)} lets you in again.`,
      nobody: () =>
        'Closed, and nobody there can let you in as things stand. The owner can change that with the recovery code.',
      abandon: () =>
        'Its recovery kit was never saved, so nobody can open it again. It holds nothing yet: you can give it up and found another.',
    },
    roles: { owner: 'You are the owner', custodian: 'You are a custodian', member: 'You are a member' },
    rolesAlone: {
      owner: 'You are the owner, and its only custodian',
      custodian: 'You are its only custodian',
      member: 'You are a member',
    },
    lastTitle: 'Have the recovery kit in your hand first',
    lastLead: (name: string) =>
      `Nobody else holds the keys of ${name}. With the recovery code you are back in a minute. Without it, what only you could open there is lost for good.`,
    lastCheck: 'I have the recovery kit, or I know that it is lost',
    lastCustodian: {
      title: 'Let the owner in first',
      lead: (name: string) =>
        `You are the last who has keys to all of ${name}: the owner’s password was reset, too. Without yours, only the recovery kit helps, and only the owner can use it.`,
      check: 'The owner has the recovery kit, or I know that it is lost',
    },
    kit: (version: number, madeAtMs: number) =>
      `Look for “Postern recovery kit”, version ${version}, made on ${day(madeAtMs)}: a printed page or a PDF.`,
    typed: (email: string) => `Type ${email} to go on`,
    goOn: 'Go on without my keys',
    old: 'A device that still has your earlier keys goes on working. It can refuse this until your organizations have let you in again.',
    passwordTitle: 'Choose a new password',
    passwordLead: 'Your keys are here. This is the last step, and nothing is lost.',
    passwordLeadAnew: 'With it you sign in from now on, and your new keys are made.',
    password: 'New password',
    ends: 'All other devices are signed out.',
    submit: 'Set the password',
    submitAnew: 'Start over',
    working: 'Sealing everything anew. This takes a few seconds.',
    doneTitle: 'Your new password is set',
    doneLead: 'You are signed in, and nothing is lost.',
    doneHome: 'Go to your organizations',
    anewTitle: 'You are signed in with new keys',
    anewLead: 'Open each organization: it says what to do next, and who can help.',
    anewNothing: 'There is nothing else to do.',
    closedTitle: 'Not open yet with your new keys',
    open: (name: string) => `Open ${name}`,
    recover: 'Enter the recovery code',
    doorTitle: 'Your new password is set',
    doorLead:
      'You went on without your second factor, so all you can do from here is to enter the recovery code of an organization you own. For everything else, sign in with your second factor.',
    toDoor: 'Enter a recovery code',
    toSignIn: 'Sign in',
    cancel: 'Stop, and change nothing',
    expired: 'The 30 minutes are over, and nothing was changed. Have a new code sent.',
  },
  formerPassword: {
    lead: 'If somebody else reset your password, the earlier one still opens your keys. Sign in with it, and refuse the reset.',
    submit: 'Sign in with the earlier password',
  },
  waitingGeneration: {
    title: 'Somebody began to reset this password',
    lead: (when: string) =>
      `On ${when} somebody who reads your mail set a new password, without your keys. Refuse it, even if it was you: your keys are here, and the password you have just used goes on working. “It was me” lets the new one stand, and your organizations have to let you in again.`,
    refuse: 'Refuse it',
    itWasMe: 'It was me',
    refused: 'Refused. The other password is gone, and whoever used it is signed out.',
    untold: (addresses: readonly string[]) =>
      `These could not be told just now: ${addresses.join(', ')}. They are told when you next open Postern. Nobody gets in there either, since the password is gone.`,
    mailbox: 'If it was not you, somebody reads your mail. Change the password of your mailbox now.',
    close: 'Close',
  },
};
