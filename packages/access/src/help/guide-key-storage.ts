import type { GuideText } from './guides.ts';

export const guideKeyStorage = {
  title: 'Key storage',
  lead: 'Your keys open everything that is shared with you. Key storage is the list of ways to get them onto a device.',
  blocks: [
    {
      heading: 'Account keys and the account secret',
      paragraphs: [
        'Your account has a pair of keys to sign with and a pair to receive keys with. Their private halves are made on your device and are sealed under a random account secret before they are stored.',
        'Each way in the list wraps that one secret on its own. Adding a way wraps it once more; removing or replacing one draws a new secret, so that an old copy of the removed way opens nothing newer.',
      ],
    },
    {
      heading: 'The password',
      paragraphs: [
        'The way that this version has is your password. Signing in with it and storing the keys under it are two separate uses: the server checks the first without learning the password, and nobody but you can do the second.',
        'How well your keys are protected from somebody who steals the whole server depends on how hard your password is to guess. Use a long one that you use nowhere else.',
      ],
    },
    {
      heading: 'Change the password',
      paragraphs: [],
      steps: [
        'Open Account and choose Change password.',
        'Enter the present password, then the new one twice.',
        'Your keys are sealed under a new account secret, and other devices ask for the new password.',
      ],
    },
    {
      heading: 'If you forget it',
      paragraphs: [
        'Nobody can look it up or reset it for you: without a way to your keys they stay sealed. Keep the password where you keep your recovery kit, or somewhere as safe.',
      ],
    },
  ],
} as const satisfies GuideText;
