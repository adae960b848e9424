import type { GuideText } from './guides.ts';

export const guideWhyBelieveIt = {
  title: 'Why believe it',
  lead: 'Nobody but the members of a vault can read it, the server’s operator included. This page says what that rests on, and where it ends.',
  blocks: [
    {
      heading: 'The server stores what it cannot read',
      paragraphs: [
        'Titles, addresses, names of vaults and folders, passwords and notes are sealed on your device with a key that the server does not have. Signing in does not show the server your password either.',
        'The server does see identifiers, rounded sizes, times, who reads and writes which entry when, network addresses, and the organization’s ledger with its email addresses, roles and settings.',
      ],
    },
    {
      heading: 'The organization’s history is signed',
      paragraphs: [
        'Who belongs, who may do what and which settings count is the result of a chain of events. Each is signed by the member who made it and seals all events before it; every client checks them all.',
        'The fingerprint of the first event is the organization’s id. It is printed on the recovery kit and kept in your sealed account state, so an organization cannot be exchanged for another.',
      ],
    },
    {
      heading: 'A vault is signed as a whole',
      paragraphs: [
        'Each change of a vault signs a sum over all of its entries. An entry that is dropped, doubled, exchanged or brought back from an older state changes the sum, and your device says so.',
      ],
    },
    {
      heading: 'Devices remember',
      paragraphs: [
        'Every device keeps the newest state that it has seen, and so does your sealed account state. A server that shows an older or another one raises an alarm, and the device stops instead of going on.',
      ],
      steps: [
        'Open Why believe it in your organization. It shows the organization’s id and the newest state this device has seen.',
        'Call another member. Read to each other the words, and the number and the characters beside Ledger.',
        'The same words mean the same organization; the same number and characters mean the same state of it.',
      ],
    },
    {
      heading: 'Where it ends',
      paragraphs: [
        'The pages in your browser come from that same server. An operator who changes them could make them do something else the next time they load.',
        'Address and client rules, the second factor, how long a session counts and finer rights inside a vault are enforced by the server and the clients, not by cryptography: whoever can open a vault holds its key.',
        'Somebody who steals the whole server, its keys included, can try passwords. A password that is hard to guess withstands that.',
        'What a member has seen or copied stays with that member. Change those passwords when somebody leaves.',
        'The server can keep back what is newest, a removal for instance, from a device that has not seen it, for as long as it keeps back everything that was written since. Comparing what stands beside Ledger with another member shows it.',
        'Whoever has the link of an invitation and the server’s help can open what it gives, also when its time is over. Revoke an invitation that nobody used: that renews the keys.',
        'The server can refuse to answer. It cannot make you believe something false without your devices noticing, once one of them has seen the truth.',
      ],
    },
  ],
} as const satisfies GuideText;
