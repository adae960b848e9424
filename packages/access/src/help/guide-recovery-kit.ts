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
      heading: 'Which kit counts',
      paragraphs: [
        'An owner whom a rule keeps out, or who lost the second factor, finds it at the owner’s door: the address of the organization with /recover behind it. The page names the version of the kit, the day it was made and the file to look for, who holds the keys as well, and what else can be done.',
        'Opening that page is recorded, and everybody who holds the organization’s keys gets a mail. It has no field for the code: this version cannot take it yet.',
      ],
    },
    {
      heading: 'When a page asks for the code',
      paragraphs: [
        'Type the code only on a page that you opened yourself, and only when you want to recover the organization or to confirm a kit you just made. No message, no mail and no person from support needs it.',
        'Compare the organization’s id on the page with the one on the sheet before you type.',
      ],
    },
  ],
} as const satisfies GuideText;
