/** The installed app and what it does as the account's phone. */
export const phoneApp = {
  phoneApp: {
    newerBuild: 'A newer version of Postern is here.',
    useNewerBuild: 'Use it now',
    link: 'This phone',
    linkWithRequests: (count: number) =>
      `This phone: ${count === 1 ? '1 device asks' : `${count} devices ask`}`,
    title: 'This phone',
    lead: 'A paired phone keeps a key to your account. When you come to a new device, or forgot your password, it lets you in.',
    emptyTitle: 'Not paired yet',
    emptyLead:
      'On a device where Postern is open, go to Account, Key storage, Pair a phone. Then scan the code it shows.',
    scan: 'Scan a code',
    elsewhereTitle: 'This page is part of the app',
    elsewhereLead:
      'It answers for a phone, so it works in the Postern app alone: open that on your phone, and add it to the home screen.',
    elsewhereOpen: 'Open the app',
    offline: 'This phone is offline. Requests arrive once it is online again.',
    requests: {
      title: 'Devices that ask',
      none: 'No device asks for your key.',
      sign_in: 'A new device asks for your key',
      reset: 'Somebody resets your password and asks for your key',
      answer: 'Look and answer',
    },
    request: {
      title: 'A device asks for your key',
      lead: 'Approve only a device that is in front of you, and only while you sign in there yourself.',
      reset:
        'Somebody proved they read your mail, and wants to choose a new password. Approve only if that is you.',
      account: 'Account',
      client: 'Asks from',
      version: (version: string) => `Postern ${version}`,
      address: 'Address',
      asked: 'Asked',
      ends: 'Ends',
      approve: 'Approve',
      scanTitle: 'Scan the code it shows',
      scanLead: 'The code proves that this is the device you see. Scanning it approves.',
      scanned: 'You scanned this device’s code.',
      noCamera: 'Type six digits instead',
      toCamera: 'Scan its code instead',
      waitsForDigits: 'Press “No camera on the phone” on the other device. It then shows six digits.',
      digitsTitle: 'Type the six digits it shows',
      digitsLead: 'You can try once. Wrong digits end the request, and the device can ask again.',
      digits: 'Six digits',
      approveByDigits: 'Approve with these digits',
      pasteCode: 'Paste its code',
      codeText: 'Its code as text',
      codeTextHint: 'Copied on the device that asks, if this phone has no camera.',
      deny: 'Deny',
      report: 'Deny and report',
      reportHint:
        'Report it when it is not you who asks: their sign-in or reset ends too, and you get a mail that says so.',
      approvedTitle: 'Approved',
      approved: 'The other device goes on by itself.',
      approvedByDigits: 'Go back to the other device and press “My phone says it is approved”.',
      deniedTitle: 'Denied',
      reportedTitle: 'Denied and reported',
      denied: 'The device got nothing.',
      reported:
        'The device got nothing, and its sign-in or reset is ended. You get a mail that says what to do next.',
      overTitle: 'This request is over',
      over: 'It was answered, taken back, or its five minutes passed. The device can ask again.',
      back: 'Back to this phone',
    },
    code: {
      title: 'Scan a code',
      lead: 'The code is on your other device: on the page that pairs a phone, or where you ask this phone.',
      typed: 'Code as text',
      typedHint: 'Copied on the other device, if this phone has no camera.',
      unknown:
        'This is no code for a phone. Postern shows one on the page that pairs a phone, and on a device that asks for your key.',
      notHere:
        'This code is of a device that asks an account this phone is not paired with, or its request is over.',
      pairTitle: 'Pair this phone',
      pairLead:
        'The key is made on this phone and never leaves it. Name the phone, so that you know it again in the list.',
      label: 'Name of this phone',
      defaultLabel: 'My phone',
      pair: 'Pair',
      again: 'Scan another code',
      waitingTitle: 'Almost there',
      homeScreenTitle: 'Add Postern to the home screen first',
      homeScreenLead:
        'Press the Share button, then Add to Home Screen. Open Postern from there and scan the code again: a key made in this tab would not be in the app.',
      notKept:
        'This browser does not promise to keep the key: it may delete it when space runs short or the app is not used for a while. Add the app to the home screen, and keep another way to your keys, such as a key sheet.',
      digits: 'Four digits of this phone',
      waiting: (email: string) =>
        `Compare these digits with the page that showed the code, and confirm there: it then adds this phone to ${email}.`,
      doneTitle: 'This phone is paired',
      done: (email: string) => `It can now let you into ${email} on new devices.`,
    },
    accounts: {
      title: 'Accounts',
      facts: (label: string, since: string) => `As ${label}, since ${since}`,
      waiting: 'Not listed yet',
      lost: 'No longer paired',
      lostLead: 'The account does not list this phone any more. It can only be forgotten here.',
      unpair: 'Unpair',
      unpairLabel: (email: string) => `Unpair from ${email}`,
      unpairTitle: (email: string) => `Unpair this phone from ${email}?`,
      unpairLead:
        'The key on this phone is deleted. If it was your only other way in, a forgotten password then cuts you off.',
      unpaired: 'This phone is unpaired.',
      forget: 'Forget',
      forgetLabel: (email: string) => `Forget the key of ${email}`,
      forgetAnyway: 'Forget it here all the same',
      forgetAnywayLead: 'The account goes on listing this phone until you remove it there.',
    },
    push: {
      title: 'While the app is closed',
      lead: 'Postern can wake this phone when a device asks. The message says nothing of who or where, and goes through the push service of your browser’s maker.',
      on: 'Tell me when a device asks',
      off: 'Stop telling me',
      isOn: 'This phone is told when a device asks.',
      denied:
        'Notifications are blocked for Postern. Allow them in the settings of this browser or phone, then come back.',
      unsupported:
        'This browser cannot be woken. On an iPhone, add Postern to the home screen first and open it from there.',
      failed:
        'The push service of this browser did not answer. Try again later; open requests are always shown here.',
    },
  },
};
