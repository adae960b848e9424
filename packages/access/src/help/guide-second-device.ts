import type { GuideText } from './guides.ts';

export const guideSecondDevice = {
  title: 'Signing in on a second device',
  lead: 'The same email address and password bring your keys to another browser. Nothing has to be copied by hand.',
  blocks: [
    {
      heading: 'Sign in',
      paragraphs: [],
      steps: [
        'Open the address of your Postern server in the other browser. Look for https at its start.',
        'Enter your email address and your password.',
        'Choose your organization. Your vaults appear as they are read and checked.',
      ],
    },
    {
      heading: 'What happens meanwhile',
      paragraphs: [
        'The password is turned into a key on the device, slowly on purpose, so that guessing is costly. The server takes part without learning the password or the key.',
        'That key opens the sealed bundle with your account keys, and these open the vaults that were shared with you.',
        'The device then reads the organization’s history from its first event, checks every signature, and compares the result with the state that your account carries from device to device.',
      ],
    },
    {
      heading: 'What a new device cannot know',
      paragraphs: [
        'A device that knows a password and nothing else gets a state that is consistent. It cannot prove that this is the newest one: for that, compare with a device that was there before, or with another member.',
      ],
    },
    {
      heading: 'See and end your sessions',
      paragraphs: [
        'Account, Sessions lists every device that is signed in, with its client, its address and when it was last used. Ending one locks its windows at once.',
      ],
      steps: [
        'Open Account, Sessions.',
        'End the sessions that you do not recognise or no longer use.',
        'If one was not yours, change your password too.',
      ],
    },
    {
      heading: 'If the password is refused',
      paragraphs: [
        'Postern does not say whether the email address or the password is wrong. Check both, the keyboard’s language and Caps Lock. After many tries you have to wait a while.',
      ],
    },
  ],
} as const satisfies GuideText;
