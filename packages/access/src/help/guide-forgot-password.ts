import type { GuideText } from './guides.ts';

export const guideForgotPassword = {
  title: 'Forgot your password',
  lead: 'Your password does two things: it signs you in, and it opens your keys. A mailed code replaces the first. For the second you need another way to your keys, or people who let you in again.',
  blocks: [
    {
      heading: 'With any other way to your keys',
      paragraphs: [
        'Any one of them is enough: the printed key sheet, a paired phone, a passkey that holds your key. Nothing is lost, no organization notices, and nobody has to do anything for you.',
      ],
      steps: [
        'On the sign-in page, choose Forgot password.',
        'Enter your email address, then the six digits from the mail. The code works for 15 minutes, and what follows for 30.',
        'Give your second factor, if your account has one.',
        'Scan or type the key sheet, use the passkey, or let your phone approve.',
        'Choose a new password. All other devices are signed out, and open with the new one.',
      ],
    },
    {
      heading: 'Without any',
      paragraphs: [
        'Look once more first: a device on which you were signed in opens with the password you used there, and has everything. If it says that the password is wrong after a reset, choose Sign in with the earlier password.',
        'If there is nothing, your account starts over with new keys. The page names every organization that will be closed to you, and what opens each again.',
      ],
      steps: [
        'Choose I have none of these, and read the list.',
        'If you are the owner, or the last who holds an organization’s keys, find the recovery kit before you go on.',
        'Type your address, and choose a new password.',
        'Open each organization. It says who can let you in again, and shows six words: read them to that person yourself.',
        'What you had comes back: role, groups, vaults, your own vault.',
      ],
    },
    {
      heading: 'Somebody else did it',
      paragraphs: [
        'Whoever reads your mail can start your account over, and gets nothing by it: no organization opens for the new keys until a person there hears six words. Your earlier keys keep working until every organization has let the new ones in.',
      ],
      steps: [
        'Unlock a device that you used before, with the password you used there. Or sign in anywhere with it: choose Sign in with the earlier password.',
        'At the top of the page it says that somebody began to reset this password. Choose Refuse it.',
        'The other password is gone, and whoever used it is signed out. Every organization keeps the refusal.',
        'Change the password of your mailbox.',
      ],
    },
    {
      heading: 'Without the second factor as well',
      paragraphs: [
        'You can go on without it. The session you get is good for the owner’s door and nothing else: an owner enters the recovery code there, and is inside. Everybody else signs in once they have a second factor again: a backup code, another way to the keys at sign-in, or the operator of this server.',
      ],
    },
  ],
} as const satisfies GuideText;
