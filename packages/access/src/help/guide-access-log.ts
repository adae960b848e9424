import type { GuideText } from './guides.ts';

export const guideAccessLog = {
  title: 'The access log',
  lead: 'Who came in, who was refused, who asked for access and what was changed: how to find it, save it and what to believe of it.',
  blocks: [
    {
      heading: 'Find what you look for',
      paragraphs: [
        'The log of an organization is in its administration, for the owner and for whoever may read the audit log. What happened with your own account, at every organization, is in your account under Access log; that one is yours alone.',
      ],
      steps: [
        'Open Access log. The newest lines come first.',
        'Narrow it down by person, by what happened, by client, by network address or by days. The address of the page changes along, so you can send what you look at to another administrator.',
        'Follow a line to where it leads: a refusal to Check access, with everything filled in as it was; a request to the inbox; a change to what was changed.',
        'Whoever was refused can read you their reference from the page that refused them. It is on their line.',
      ],
    },
    {
      heading: 'Watch what happens now',
      paragraphs: [
        'As long as the page says Live, new lines appear by themselves, within about a second. Press Pause to read in peace; the page says when there are new lines.',
      ],
    },
    {
      heading: 'Save it',
      paragraphs: [
        'Save as CSV for a spreadsheet, or as JSON for a program. The file holds what the filters leave, not everything. It is made on your device, and says of each line whether the server told it or your device has verified it.',
        'A file holds at most 50,000 lines, the newest. For more, choose fewer days and save several.',
      ],
    },
    {
      heading: 'How long it is kept',
      paragraphs: [
        'Under Rules, whoever manages settings chooses how long sign-ins, refusals and requests are kept: 30 days to two years. Older lines are deleted from the server for good, so save what you have to keep. Changes of the organization are part of its signed history and stay as long as the organization does.',
      ],
    },
    {
      heading: 'What a line says, and what it does not',
      paragraphs: [
        'Coming in is written down once a day for each session, network address, client version and second factor, not with every request. A refusal is written down once a minute for each person and reason, so that a page that tries again and again fills no log.',
        'A line names who and when and, of coming in and being refused, from which network address, with which client and which second factors. It does not say what was looked at: names of entries, their contents and passwords are never in it. The server does not know them.',
        'Lines about changes come out of the history that members sign, and your device has verified them: nobody can make one up or leave one out unnoticed. Sign-ins, refusals and requests are told by the server. Believe them as far as you believe the server: it could leave one out or say another address.',
        'A client says itself which kind and version it is. An address is that of the last network on the way: behind a proxy that the operator has not named, everybody has the proxy’s.',
      ],
    },
  ],
} as const satisfies GuideText;
