/** Ways to the keys of an account: the page about them, and getting keys back by one of them. */

/** Like `the key sheet, the passkey or the phone`. */
const anyOf = (names: readonly string[]) =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;

export const keyStorage = {
  keyStorage: {
    title: 'Key storage',
    lead: 'Ways to bring your keys to a new device, and back after a forgotten password. Each one alone is enough.',
    guide: 'Guide to key storage',
    only: 'This is your only way. Add a second one: then a forgotten password costs you nothing.',
    onlyOther:
      'This is your only way. Without it, a new device stays closed even with your password: add a second one.',
    noWayTitle: 'No way to your keys is left',
    noWay:
      'They are open where you are signed in now, and nowhere new: a new device stays closed even with your password. Add a way here.',
    nudge: 'You have only one way to your keys. Without it, they stay closed.',
    nudgeLink: 'Add a second way',
    checked: (version: number) =>
      `Version ${version} of this list, signed by your account key and checked on this device.`,
    names: {
      password: 'your password',
      qr: 'your key sheet',
      phone: 'your phone',
      passkey: 'your passkey',
    },
    lost: {
      title: 'If you forget your password today',
      nothing: (ways: readonly string[]) =>
        `You lose nothing: ${anyOf(ways)} brings everything back, and you choose a new password.`,
      cut: 'You choose a new one, and these stay closed at first. What nobody else can open, like a personal vault, may be lost.',
      unseen: (places: readonly string[]) =>
        `This device has not opened ${anyOf(places)} yet, so what it would need there is not known here.`,
      noPlace: 'Your keys stay closed. You are in no organization yet, so nothing else is lost.',
    },
    since: (when: string) => `Since ${when}`,
    lastUsed: (when: string) => `last used ${when}`,
    neverUsed: 'not used yet',
    set: 'On',
    notSet: 'Off',
    remove: 'Remove',
    removeLabel: (name: string) => `Remove ${name}`,
    removed: (sessions: number) =>
      sessions === 0
        ? 'It is removed.'
        : `It is removed, and ${sessions} other ${sessions === 1 ? 'session has' : 'sessions have'} ended.`,
    ends: 'All other devices are signed out, since everything is sealed anew.',
    yourPassword: 'Your password',
    password: {
      title: 'Password',
      lead: 'Brings your keys back wherever you sign in with it.',
      offLead: 'Signs you in, and brings no keys back: a new device asks for another way.',
      add: 'Keep keys under the password',
      added: 'Your password brings your keys back again.',
      removeTitle: 'Stop keeping keys under the password?',
      removeLead:
        'The password still signs you in. A new device also needs another way to your keys, so somebody who guesses the password opens nothing.',
    },
    sheet: {
      title: 'Key sheet',
      lead: 'A page to print, with a QR code for the camera and the same code to type.',
      make: 'Make a key sheet',
      remake: 'Make a new one',
      making: 'Drawing the sheet',
      saveTitle: 'Save the sheet',
      saveLead:
        'It was drawn on this device and is sent nowhere. Print it and keep it apart from your password.',
      file: 'File',
      save: 'Save the file',
      saved: 'It is saved',
      confirmTitle: 'Show that you have it',
      confirmLead: (group: number) =>
        `Scan the sheet, choose the saved file, or type group ${group} of its code. From then on it brings your keys back.`,
      confirmLabel: (group: number) => `Group ${group} of the code`,
      confirmHint: 'Six characters. Large or small letters do not matter.',
      replaces: 'Your old sheet opens nothing from then on, and all other devices are signed out.',
      done: 'Your key sheet brings your keys back from now on.',
      doneReplaced: (sessions: number) =>
        sessions === 0
          ? 'Your new key sheet is the one that works now. Destroy the old one.'
          : `Your new key sheet is the one that works now. Destroy the old one. ${sessions} other ${sessions === 1 ? 'session has' : 'sessions have'} ended.`,
      removeTitle: 'Remove the key sheet?',
      removeLead: 'The printed page opens nothing from then on. Destroy it.',
    },
    passkey: {
      title: 'Passkey',
      lead: 'This device, your phone or a security key holds a secret that only this server’s address can ask for.',
      add: 'Add a passkey',
      another: 'Add another passkey',
      name: 'Name',
      nameHint: 'So that you know later which one it is.',
      defaultName: (device: string) => `Passkey of ${device}`,
      submit: 'Make the passkey',
      again: 'Use the passkey once more',
      againLead: 'The passkey is made. Use it once more, so that it hands over the key.',
      added: 'The passkey brings your keys back from now on.',
      removeTitle: (name: string) => `Remove ${name}?`,
      removeLead:
        'It opens nothing from then on. The passkey itself stays where it is until you delete it there.',
      noKey:
        'This passkey can sign you in, but this device or browser keeps no key in it (the feature is called PRF). Use a security key or a phone, or make a key sheet instead. You can delete the passkey that was just made.',
    },
    replace: {
      title: 'Replace your keys',
      lead: 'When somebody may have had your keys: a stolen device, or a lost sheet together with a copy of the server’s data.',
      ask: 'Replace your keys',
      offer: 'Did somebody else get it?',
      offerLead:
        'What you removed opens nothing newer by itself. Who has it together with a copy of the server’s data has your keys, until you replace them as well.',
      offerAction: 'Replace your keys as well',
      question: 'Replace your keys?',
      consequence:
        'Your organizations get your new keys, and everything that the old ones open gets new keys, too. Your password brings the new ones back; key sheets, passkeys and phones have to be added again.',
      action: 'Replace my keys',
      done: 'Your keys are replaced.',
      next: 'Add a second way again. If somebody may know your password, change it, too. What the old keys could open until today, somebody may have read: change the passwords that matter.',
      waiting:
        'These organizations do not let you in today. They go on with the keys of before, and take the new ones by themselves when you enter them next:',
    },
    back: {
      title: 'Get your keys',
      lead: (email: string) =>
        `The password of ${email} is right. On a new device that is not enough: use one of your other ways once, and from then on this device opens with your password.`,
      choose: 'Which way do you have at hand?',
      qr: 'Key sheet',
      qrLead: 'Your key sheet: scan the printed page, choose the saved file, or type its code.',
      qrLabel: 'Key code',
      qrHint: 'Eleven groups of six characters.',
      passkey: 'Passkey',
      passkeyLead: 'The one that you added in Key storage. This browser asks for it.',
      usePasskey: 'Use the passkey',
      phone: 'Phone',
      none: 'The server names no other way to your keys. Sign out and try again, or ask whoever runs this server.',
      wrongPasskey:
        'This passkey holds no key for this account. Choose the one that you added in Key storage.',
      signOut: 'Sign out',
    },
    lostFactor: {
      link: 'Use another way to my keys instead',
      lead: 'A key sheet or passkey from Key storage proves that it is you. It takes all second factors off your account, and you set up a new one inside.',
      title: 'Show another way to your keys',
      none: 'This account has no other way to its keys than the password.',
    },
  },
};
