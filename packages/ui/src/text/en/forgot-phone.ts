/** The six steps of somebody who has lost a phone. */
export const forgotPhone = {
  forgotPhone: {
    title: 'Forgot your phone',
    lead: 'Six steps. This page knows how far you are, also after a reload.',
    nothingLost:
      'Your keys are open on this device, so nothing is lost: take the phone off the account and pair another.',
    done: 'Done',
    spared: 'Not needed',
    none: 'None at hand',
    steps: {
      open: { title: 'Open Account, Key storage', lead: 'You are signed in, and this page is part of it.' },
      entry: {
        title: 'Delete the account on the phone',
        lead: 'In the app, under This phone, press Unpair. If you no longer have the phone, say so.',
      },
      others: {
        title: 'Use another way to your keys',
        lead: 'A key sheet or a passkey brings everything back. Use one now if you have it: then nothing is lost.',
      },
      cut: {
        title: 'Start over with new keys',
        lead: 'A code is mailed to you. Then you see which organizations are closed to you and what each needs to let you in again. Nothing is lost until you confirm that and set a new password.',
      },
      pair: { title: 'Pair a phone', lead: 'So that the next loss costs nothing.' },
      ask: {
        title: 'Ask each organization for a new invitation',
        lead: 'Each shows what it needs: mostly six words that you read out to somebody there. Then everything is back: role, groups, vaults.',
      },
    },
    unpairHere: 'Unpair the phone in Key storage. That is enough, also if you no longer have it.',
    gone: 'I no longer have it',
    lookAgain: 'Look again',
    useOther: 'Get my keys back',
    noOther: 'I have none of them',
    startOver: 'Begin with a mailed code',
    noneSet: 'No key sheet and no passkey is set up.',
    toKeyStorage: 'Go to Key storage',
    goOn: 'On with the six steps',
    through: 'Done, to Key storage',
  },
};
