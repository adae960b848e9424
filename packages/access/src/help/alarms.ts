import type { alarms } from '../catalogue/alarms.ts';
import type { HelpText } from './page.ts';

const tellByOtherChannel =
  'The owner and the operator. Reach them by telephone or in person, not through this server.';
const stopFirst =
  'Stop here. Type no password and no recovery code on a page of this server until it is settled.';

export const alarmsHelp = {
  ledger_fork: {
    means:
      'The organization’s history is a chain in which each event seals the ones before it. At a point that this device has already seen, the server now shows another event. A backup or a fault does not do that; somebody has changed the server’s data, or shows different histories to different people.',
    steps: [
      stopFirst,
      'Call another member and compare the newest state that both of you see under Why believe it.',
      'Tell the owner what you found. Other devices that saw the earlier history are the evidence: keep them as they are.',
    ],
    others: tellByOtherChannel,
    seeAlso: ['ledger_behind', 'guide:why-believe-it'],
  },
  ledger_behind: {
    means:
      'The server’s history is a part of what this device knows: nothing contradicts it, and the end is missing. That is what a restored backup looks like.',
    steps: [
      'Ask the operator whether a backup was restored.',
      'If so, let this device give the missing end back. Only changes that their authors signed are sent.',
      'If not, compare with another member before you go on.',
    ],
    others: tellByOtherChannel,
    seeAlso: ['ledger_fork', 'manifest_behind'],
  },
  ledger_older: {
    means:
      'Your account remembers, sealed, how far the organization’s history had come. The server shows less of it, and this device is too new to tell a restored backup from a false history.',
    steps: [
      'Open Postern on a device that you used before: it compares the histories and gives the missing end back, if it is one.',
      'Then sign in here again.',
      'If no such device is left, ask another member to open Postern.',
    ],
    others: tellByOtherChannel,
    seeAlso: ['ledger_behind', 'ledger_fork'],
  },
  ledger_invalid: {
    means:
      'This device checks every event by itself. One of those that the server shows was not allowed, is not signed by whom it says, or does not follow the one before.',
    steps: [stopFirst, 'Tell the owner and the operator which code is shown.'],
    others: tellByOtherChannel,
    seeAlso: ['signature_wrong', 'ledger_fork'],
  },
  signature_wrong: {
    means: 'Something was signed by somebody else than it says, or was changed after it was signed.',
    steps: [stopFirst, 'Tell the owner and the operator which code is shown.'],
    others: tellByOtherChannel,
    seeAlso: ['ledger_invalid', 'guide:why-believe-it'],
  },
  manifest_wrong: {
    means:
      'Whoever changes a vault signs a sum over all of its entries. What the server handed out does not give that sum: an entry was dropped, doubled, exchanged or brought back from an older state.',
    steps: [
      stopFirst,
      'Compare with another member of the vault.',
      'What was on this device before is still there and can be read.',
    ],
    others: tellByOtherChannel,
    seeAlso: ['manifest_behind', 'opening_failed'],
  },
  manifest_behind: {
    means:
      'This device has seen a newer state of the vault than the server shows. That is what a restored backup looks like.',
    steps: [
      'Ask the operator whether a backup was restored.',
      'If so, let this device give back what is missing.',
      'If not, compare with another member before you go on.',
    ],
    others: tellByOtherChannel,
    seeAlso: ['ledger_behind', 'manifest_wrong'],
  },
  opening_failed: {
    means:
      'What arrived does not open with the key that belongs to it. Postern does not say in which way it failed: answers to that have helped attackers before.',
    steps: [stopFirst, 'Tell the owner which entry or which step it was.'],
    others: tellByOtherChannel,
    seeAlso: ['manifest_wrong', 'key_commitment_wrong'],
  },
  key_commitment_wrong: {
    means:
      'When a key is made, its fingerprint goes into the organization’s history. The key that arrived has another one, and it was not used.',
    steps: [stopFirst, 'Tell the owner and the operator which code is shown.'],
    others: tellByOtherChannel,
    seeAlso: ['key_pair_wrong', 'opening_failed'],
  },
  key_pair_wrong: {
    means:
      'A private key must give the public key that is written in the history. This one gives another, and it was not used.',
    steps: [stopFirst, 'Tell the owner and the operator which code is shown.'],
    others: tellByOtherChannel,
    seeAlso: ['key_commitment_wrong'],
  },
  keys_missing: {
    means:
      'By what this device knows the keys exist. A client that made new ones instead could be led to seal your entries for somebody else, so it makes none.',
    steps: [stopFirst, 'Ask the operator whether a backup was restored.'],
    others: tellByOtherChannel,
    seeAlso: ['state_older_than_known'],
  },
  state_older_than_known: {
    means:
      'Your account carries a number that only goes up. The server shows a smaller one than this device has seen, so a removed device or an old password could count again.',
    steps: [
      stopFirst,
      'Ask the operator whether a backup was restored.',
      'If not, sign in on no further device until it is settled.',
      'If one was, and you changed your password after it was made: choose “The server was restored from a backup” on the page that asks for your password, and give both passwords there.',
    ],
    others: tellByOtherChannel,
    seeAlso: ['ledger_behind', 'keys_missing'],
  },
  organization_unknown: {
    means:
      'An organization is known by the fingerprint of its first event, and your account carries that of each of yours. The one that the server shows at this address has another.',
    steps: [
      stopFirst,
      'Compare the organization’s id with the one printed on the recovery kit.',
      'If your organization was given up and founded anew at the same address, ask to be invited to the new one, reload the page, and open the link of the invitation. It asks you whether the old one was given up.',
    ],
    others: tellByOtherChannel,
    seeAlso: ['ledger_fork', 'address_known_otherwise', 'guide:recovery-kit'],
  },
  relink_proof_wrong: {
    means:
      'The server says that you were invited again, but what it shows was not signed by anybody who heard your six words. It may show another organization, or other keys than yours were linked.',
    steps: [
      stopFirst,
      'Call the person to whom you read the words, and ask whether they let you in.',
      'Ask for a new invitation on the page below, and read the words out to the owner or a custodian. Once they have signed for your keys, you are inside, and this ends.',
      'If they say that they did, tell the owner which code is shown.',
    ],
    others: tellByOtherChannel,
    seeAlso: ['relink_unproven', 'organization_unknown', 'guide:why-believe-it'],
  },
  server_refused_form: {
    means:
      'The answer is not in the strict form that this client reads: another version, an unknown field, a weaker algorithm or damaged data. A client that made do with it could be talked into something weaker.',
    steps: [
      'Reload the page. After an update of the server that is enough.',
      'If it stays, tell the operator which code is shown.',
    ],
    others: tellByOtherChannel,
    seeAlso: ['client_outdated'],
  },
} as const satisfies Record<keyof typeof alarms, HelpText>;
