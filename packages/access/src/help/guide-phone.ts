import type { GuideText } from './guides.ts';

export const guidePhone = {
  title: 'Your phone as a key',
  lead: 'A paired phone lets you in on a new device, and gets your keys back when the password is forgotten.',
  blocks: [
    {
      heading: 'Install the app',
      paragraphs: [
        'The app is part of your Postern server; no store is involved. It has a session of its own: signing out of it leaves your browser signed in, and the other way round.',
      ],
      steps: [
        'On the phone, open the address of your Postern server with /app/ at its end.',
        'Add it to the home screen, from the menu of the browser. On an iPhone this is the Share button.',
        'Open it from there.',
      ],
    },
    {
      heading: 'Pair the phone',
      paragraphs: [
        'The phone draws a key that never leaves it. Only what can be checked against the code you scan is added to your account, so nobody in between can add a phone of their own.',
      ],
      steps: [
        'On a device where Postern is open, go to Account, Key storage, and press Pair a phone.',
        'On the phone, press Scan a code and point it at the screen. Without a camera, copy the code as text and paste it.',
        'Name the phone and press Pair. Both then show four digits: compare them, and confirm on the page that showed the code.',
      ],
    },
    {
      heading: 'Approve a new device',
      paragraphs: [
        'The phone shows which account is asked for, by which client, from which address and when. Approve only a device in front of you. Scanning its code proves that it is this device; the six digits do the same where there is no camera, and there is one attempt.',
        'A request ends after five minutes. If you did not ask, press Deny and report: what was begun ends, and you get a mail.',
      ],
      steps: [
        'On the new device, sign in, or follow Forgot password, and choose the phone.',
        'Open the app. The request is there by itself.',
        'Scan the code of the new device, or, on a phone without a camera, press No camera on the phone there and type the six digits it shows; when the phone says Approved, say so on the new device.',
      ],
    },
    {
      heading: 'Be told while the app is closed',
      paragraphs: [
        'Press Tell me when a device asks, on the page This phone. The message goes through the push service of your browser’s maker, and says nothing but that a device asks.',
      ],
    },
    {
      heading: 'Let a phone go',
      paragraphs: [
        'Unpair it on the phone, or under Account, Key storage. What is left on the phone then opens nothing newer.',
        'A lost phone costs nothing as long as one of your devices is open, or another way to your keys is left: unpair the phone and pair another. Only when the key was on that phone alone, Forgot your phone, under Key storage, leads through six steps: organizations then have to let you in anew.',
      ],
      steps: [
        'Open Account, Key storage.',
        'Delete the account’s entry in the app on the phone, or say that you no longer have it.',
        'Use a key sheet, a passkey or your password, if you have one of them. Then nothing is lost.',
        'If not, press Forgot your phone and look through the organizations that will be cut.',
        'Pair a phone.',
        'Ask each organization for a new invitation.',
      ],
    },
    {
      heading: 'What the app cannot prove',
      paragraphs: [
        'Its pages come from your server, as those of the web do. It protects you from whoever reads your mail or your password, not from somebody who changes the program on the server.',
      ],
    },
  ],
} as const satisfies GuideText;
