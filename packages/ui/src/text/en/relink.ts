const plural = (count: number, one: string, many: string) => (count === 1 ? one : many);

/** Being invited again after the keys were lost: who asks, who helps, and everybody else. */
export const relink = {
  relink: {
    wordsTitle: 'Your six words',
    wordsLead:
      'Call somebody who can help and read these words out. They type them, and you are back. Do not mail them: somebody who reads your mail could send words of their own.',
    wordsAfter: 'Leave this page open on this device. It goes on by itself.',
    drawing: 'Drawing words',
    otherDevice:
      'Another device of yours has asked since, and the words there count. Draw others to use this device.',
    draw: 'Draw other words',
    drawLead: 'For when they were typed wrong too often, or somebody heard them who should not have.',
    unproven: {
      title: 'Stop: whoever let you in did not hear your words',
      wrong:
        'Nothing was opened on this device. A colleague may have done it without a call, or the server may have made it up. This device cannot tell which.',
      elsewhere:
        'Nothing was opened on this device: the words that were read out are not on it. If another device of yours shows them, wait a moment, and this page goes on by itself. Otherwise ask again, and you get new words.',
      call: 'Ask again and call the owner or a custodian, on a number you know. Tell them what this page says, and read out your six words. Once they have typed them you are inside.',
    },
    canRestore: (who: string) => `${who} can restore everything.`,
    fixer: {
      words: 'The words they read out',
      hints: {
        reinvite_member:
          'Six words, by voice: they see them on the page they wait on. Call a number that you had before; whoever only reads their mail may call you.',
        confirm_words:
          'By voice: they see the words on the page they wait on. Call a number that you had before.',
      },
      linkedBy: (who: string, when: string) =>
        `${who} let them in ${when}, and their device says that the words were not known. Ask both, by voice.`,
      onlyCustodians: (names: string) => `A custodian alone can do this here. Ask ${names}.`,
      noUndo: 'This cannot be taken back: keys that were handed over stay with whoever has them.',
      open: 'Open their request',
      asks: 'They ask to be invited again',
      asksLead:
        'Their password was reset, so they have other keys. Their six words are typed in their request.',
    },
    keysChanged: (who: string, by: string, vaults: number) =>
      `${who} came back with new keys, confirmed by ${by}. You share ${vaults} ${plural(vaults, 'vault', 'vaults')} with them.`,
    keysChangedMore: (count: number) => `And ${count} more.`,
    keysChangedRead: 'Dismiss',
  },
};
