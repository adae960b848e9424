import type { GuideText } from './guides.ts';

export const guideSecondFactor = {
  title: 'The second factor',
  lead: 'A second factor is something you have, asked for after your password. Somebody who learns your password still does not get in.',
  blocks: [
    {
      heading: 'Which kinds there are',
      paragraphs: [
        'A passkey or security key is the strongest: it answers this server’s address and no other, so a page that only looks like it gets nothing. Your device asks for your fingerprint, face or PIN.',
        'An authenticator app shows six digits that change every 30 seconds. You type them, so a false page could ask you for them: look at the address before you do.',
        'A mailed code is the weakest. Whoever reads your mailbox reads the code, and an organization may refuse to accept it.',
        'Once you have set one up, it is part of every sign-in, whether or not an organization asks for it.',
      ],
    },
    {
      heading: 'Set one up',
      paragraphs: [],
      steps: [
        'Open Account, Second factor. When an organization refuses you for want of one, you do this on that very page.',
        'Choose a passkey and follow your device, or scan the QR code with your authenticator app. If you cannot scan it, type the text below it.',
        'For an app, type the six digits it shows, so that a mistake shows now and not at the next sign-in.',
        'Save the backup codes. They are shown once.',
        'Set up a second one, on another device. Then losing one is no trouble.',
      ],
    },
    {
      heading: 'When an organization requires one',
      paragraphs: [
        'An organization can accept any second factor, all but mailed codes, or passkeys and security keys alone. It may give you time: days after you joined, or after the rule began.',
        'What counts is the factor that you gave in this session. If you have a strong enough one and did not use it, the page asks for it. If you have none or a weaker one, the page helps you set one up. You continue without signing in again.',
        'Who manages members can exempt you for 24 hours, in their organization alone.',
        'The server enforces this rule. Cryptography cannot: a second factor protects the sign-in, and your password protects your keys.',
      ],
    },
    {
      heading: 'If you lost it',
      paragraphs: [
        'Nobody in an organization can reset the second factor of your account. An exemption lets you into that organization for a day and changes nothing else.',
        'The owner of an organization for whom none of the steps below is left chooses I am an owner and have lost my second factor, where the second factor is asked for. That page says which recovery kit counts and who can help. It opens no vault, and everybody who holds the organization’s keys gets a mail.',
        'When you use a backup code, remove a second factor, or the operator takes them off, the owner and the custodians of every organization you are in get a mail. Tell them before you do.',
      ],
      steps: [
        'At sign-in, use another second factor if you have one.',
        'Otherwise use a backup code. Each works once.',
        'Otherwise choose Use another way to my keys instead, and show a key sheet or a passkey from Key storage. It takes all second factors off your account.',
        'Otherwise ask the operator of this server, who can take all of them off your account.',
        'Once you are in, remove the lost one and set up another.',
      ],
    },
    {
      heading: 'If the digits are refused',
      paragraphs: [
        'The digits follow the clock. Turn on automatic date and time on the phone, wait for the next digits, and type those. Each works once.',
      ],
    },
  ],
} as const satisfies GuideText;
