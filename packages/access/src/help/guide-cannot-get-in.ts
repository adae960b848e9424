import type { GuideText } from './guides.ts';

export const guideCannotGetIn = {
  title: 'When somebody cannot get in',
  lead: 'For whoever looks after an organization: from the message that somebody is shut out until they are inside, and how to shut nobody out by accident.',
  blocks: [
    {
      heading: 'Let them in',
      paragraphs: [
        'Whoever is refused asks on the page that refuses them. That page goes on by itself within a second of your help.',
      ],
      steps: [
        'Open the link in the mail, or the Access inbox in the administration. The number beside it says how many wait.',
        'Look at who asks and from where. If you do not know them, ask them another way than by mail.',
        'Read what stands in their way. The mildest remedy that helps is chosen; each says what it changes before it is done.',
        'Press the one button. Everything chosen is done together, or nothing is.',
        'To say no, press Refuse and write them why. For an hour you can take back what you did.',
      ],
    },
    {
      heading: 'Find out why, without a request',
      paragraphs: [
        'Check access goes through the same checks as the gate, each with who set it and when. The rules come out of the ledger that your device has verified. What your device cannot know is said to be not known.',
      ],
      steps: [
        'Open Check access and type who it is. To ask about a past refusal, pick it in the list below.',
        'Read the check that is in the way, and follow its link to where that is changed.',
        'Open Access log for everything that happened around it. Whoever was refused can tell you their reference: it is on their line.',
      ],
    },
    {
      heading: 'Shut nobody out by accident',
      paragraphs: [
        'A change that would shut out whoever makes it, the owner, or everybody who holds the organization’s keys is not taken.',
      ],
      steps: [
        'Before you save a rule, read What this does: it lists who of the last 30 days would be refused, and why.',
        'Let a second factor begin on a later day, and let the people concerned be told by mail.',
      ],
    },
    {
      heading: 'If nobody is left inside',
      paragraphs: [
        'The owner finds a link on the page that refuses them. It says which recovery kit counts, who can still help and what the operator can do. An address list that shuts everybody out can be lifted by the operator for a while; that is recorded and announced.',
      ],
    },
  ],
} as const satisfies GuideText;
