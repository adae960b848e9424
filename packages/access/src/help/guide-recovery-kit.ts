import type { GuideText } from './guides.ts';

export const guideRecoveryKit = {
  title: 'The recovery kit',
  lead: 'One sheet of paper that opens the whole organization when everything else is lost. Only the owner uses it.',
  blocks: [
    {
      heading: 'What it is',
      paragraphs: [
        'The kit is a PDF that your browser makes when you create an organization. It holds the recovery code as text and as a QR code, the organization’s id and address, the version of the code and the day it was made.',
        'The file is called “Postern recovery kit <organization> <address> v<number>.pdf”. Search for that name when you need it.',
        'The code is made on your device and does not reach the server. The server holds what is needed to recognise the code, and that opens nothing.',
      ],
    },
    {
      heading: 'Save it',
      paragraphs: ['A new organization stays closed until you have confirmed the kit.'],
      steps: [
        'Choose Make the kit.',
        'Print it, or save the file to a place that only you reach. Two sheets in two places are better than one.',
        'Type back the group of the code that the page asks for. Spaces, hyphens and capital letters do not matter; O counts as 0, I and L count as 1.',
        'The organization opens.',
      ],
    },
    {
      heading: 'Where to keep it',
      paragraphs: [
        'Keep it like a house key and a will: in a safe, a bank deposit box, or with a notary. Not in the organization itself, and not in the mailbox that your account uses.',
        'Whoever holds the sheet and can get into your account can open everything. Whoever finds a lost sheet without your account has more than they should: make a new kit.',
      ],
    },
    {
      heading: 'If you lose it before confirming it',
      paragraphs: [
        'Make another one. The kit that was not confirmed is worth nothing, and the page always goes by the newest.',
      ],
    },
    {
      heading: 'Use it',
      paragraphs: [
        'Sign in with your mail address and password. If your second factor is lost, choose I am an owner and have lost my second factor. Then open the address of the organization with /recover behind it, or choose Enter the recovery code on the page that refused you.',
        'The page names the version of the kit, the day it was made and the file to look for. Opening it is recorded, and everybody who holds the organization’s keys gets a mail.',
      ],
      steps: [
        'Choose Enter the recovery code. On a device that has never been in the organization, type the first 12 characters of the organization’s id from the kit, or scan the kit: that proves which organization is at this address.',
        'Type the code, scan it, or choose the PDF. A mistyped group is named while you type. The code stays on your device.',
        'Read what happens, and choose whether you are let in from this address, and without a second factor, for 24 hours.',
        'Choose Come back in. You are the owner with every key; custodians have to be made again.',
        'Make a new kit: the code you used has been on a screen.',
      ],
    },
    {
      heading: 'On the command line',
      paragraphs: [
        'The page that takes the code comes from the server. If you would rather not rely on that, take a copy of Postern from where you trust it and run: npx postern-client recover https://postern.example/northwind --kit <file> --exempt-factor. It asks for everything else and keeps nothing.',
      ],
    },
    {
      heading: 'Confirm it twice a year',
      paragraphs: [
        'A lost kit is noticed when it is needed, which is too late. So Postern asks you every six months: Administration, Recovery key. Later puts it off until you sign in again.',
      ],
    },
    {
      heading: 'Make a new one',
      paragraphs: [
        'After a sheet was lost, shown to somebody or used: Administration, Recovery key, Generate recovery key. The new kit counts once you have typed a part of its code back; until then the present one does.',
        'The page shows how many vaults still have a key that the kit before opens. Once every vault has a new key, the sheet before opens nothing that is written from then on.',
      ],
    },
    {
      heading: 'If you cannot find it',
      paragraphs: [
        'Choose I can’t find it on the same page: it names who could still hand your vaults over, whom to contact, and what is lost if nobody can. A custodian who invites you anew brings everything back, your personal vault included.',
        'When nothing is left, you can give the organization up there: a mailed code begins 30 days in which every member knows, and whoever manages members can keep it. Then it is deleted, and its address is free.',
      ],
    },
    {
      heading: 'When a page asks for the code',
      paragraphs: [
        'Type the code only on a page that you opened yourself, and only when you want to recover the organization or to confirm a kit. No message, no mail and no person from support needs it.',
        'A device that does not know the organization asks for the beginning of its id first. A page that wants the code without either is not to be trusted.',
      ],
    },
  ],
} as const satisfies GuideText;
