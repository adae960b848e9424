import type { GuideText } from './guides.ts';

export const guideKeyStorage = {
  title: 'Key storage',
  lead: 'Your keys open everything that is shared with you. Key storage is the list of ways to get them onto a device, and back after a forgotten password.',
  blocks: [
    {
      heading: 'Have two ways',
      paragraphs: [
        'Each way in the list is enough by itself. With one way only, losing it cuts you off from every organization until somebody there invites you again. With two, losing one costs you nothing.',
        'None of them signs anybody in. A key sheet that somebody finds opens nothing without your password or your mailbox.',
      ],
      steps: [
        'Open the account menu and choose Key storage.',
        'Add a key sheet, a phone or a passkey.',
        'Keep it apart from where you keep the password.',
      ],
    },
    {
      heading: 'The password',
      paragraphs: [
        'Signing in with the password and keeping the keys under it are two separate uses: the server checks the first without learning the password, and nobody but you can do the second.',
        'You can remove the password from the list. It still signs you in; a new device then also needs another way. Whoever guesses your password opens nothing.',
      ],
    },
    {
      heading: 'The key sheet',
      paragraphs: [
        'A page to print, with a QR code and the same code in letters. It is drawn on your device and sent nowhere.',
        'Making a new one ends the one before: destroy the old page. It is not the recovery kit, which belongs to the owner of an organization.',
      ],
      steps: [
        'Choose Make a key sheet and save the file.',
        'Print it.',
        'Show that you have it: scan it, choose the saved file, or type the group that is asked for.',
      ],
    },
    {
      heading: 'The passkey',
      paragraphs: [
        'A passkey can hold a key that only this server’s address may ask for. Not every device can: where it cannot, Postern says so and adds nothing.',
        'A passkey that is your second factor is another one. Each does its own work.',
      ],
    },
    {
      heading: 'Removing a way',
      paragraphs: [
        'Removing one draws a new secret and seals everything anew. What you removed opens nothing that is newer, and all other devices are signed out.',
        'Your keys themselves stay the same. Where somebody may have had what you removed together with a copy of the server’s data, replace your keys as well.',
      ],
      steps: [
        'Open Key storage and choose Remove beside it.',
        'Enter your password.',
        'Destroy the page, or delete the passkey where it is kept.',
      ],
    },
    {
      heading: 'Replace your keys',
      paragraphs: [
        'For when somebody may have had the keys themselves: from a stolen device that was open, or from a sheet together with a copy of the server’s data. What is saved from then on opens by the new keys alone, and nobody can sign anything with the old ones. What was saved before, somebody may have read already: change the passwords that matter.',
        'Every organization takes your new keys at once, and with you everybody gets new keys to the vaults and groups you are in. Where you are not let in today, that happens by itself when you are. Nothing of yours is lost, and nobody has to invite you again.',
        'Your password brings the new keys back. Key sheets, passkeys and phones prove themselves by the old keys, so they are taken off, and you add them again.',
      ],
      steps: [
        'Open Key storage and choose Replace your keys.',
        'Enter your password.',
        'Sign in again on your other devices, and add a second way again.',
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
        'Nobody can look it up. With any other way in the list you get your keys back, choose a new password, and lose nothing.',
        'Without one you can begin with new keys; every organization then has to let you in again, and what nobody else can open is lost.',
      ],
    },
  ],
} as const satisfies GuideText;
