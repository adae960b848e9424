import type { gateKeys } from '../catalogue/gate-keys.ts';
import { buttonOf } from '../gate/offered-remedies.ts';
import { type HelpText, operatorByReference } from './page.ts';

const reinviters =
  'A custodian can restore everything at once. People who manage members can let you in; some vaults then wait until somebody who holds their keys confirms you.';

export const gateKeysHelp = {
  phone_unpaired: {
    means:
      'The only way to your keys was a phone, and the phone is no longer paired with your account. Without the keys nothing in the organization can be opened for you.',
    steps: [
      `Choose ${buttonOf('follow_forgot_phone')}. It keeps a checklist: open Account, Key storage; delete the account’s entry in the phone app, or say that you no longer have it; use a QR code or a passkey if one still stores your keys, for then nothing is lost and you are done; press Forgot your phone on its card, which lists the organizations that this cuts off; pair a phone.`,
      `Then, in each organization, choose ${buttonOf('ask_new_invitation')}, and read out the six words that the page shows.`,
      `As the owner you can choose ${buttonOf('enter_recovery_code')} instead; if the kit is not there, choose ${buttonOf('search_recovery_kit')}.`,
    ],
    others: reinviters,
    seeAlso: ['relink_required', 'recovery_code_required', 'guide:key-storage'],
  },
  recovery_code_required: {
    means:
      'Your password was reset and no other way to your keys was left. You are the owner and nobody else holds the organization’s keys, so the recovery kit is the only way back.',
    steps: [
      'Find the recovery kit: a sheet or a PDF named after the organization. The page says when it was made and which version it is.',
      `Choose ${buttonOf('enter_recovery_code')}. A device that does not know the organization asks for its id first, which the kit prints.`,
      'Type the code, scan it, or open the saved PDF there. It stays on this device.',
      `If the kit is not there, choose ${buttonOf('search_recovery_kit')}: the page says what to look for, who could still hand vaults over and what is lost otherwise.`,
    ],
    others:
      'Nobody. Neither the operator of this server nor the makers of Postern can open the organization.',
    seeAlso: ['recovery_code_or_invitation_required', 'guide:recovery-kit'],
  },
  recovery_code_or_invitation_required: {
    means:
      'Your password was reset and no other way to your keys was left. You are the owner, and others hold keys as well, so there are two ways back.',
    steps: [
      `Choose ${buttonOf('ask_new_invitation')}. The page shows six words: read them out, by voice, to one of the people named on the page.`,
      `Or choose ${buttonOf('enter_recovery_code')} and type the code from the recovery kit. It stays on this device.`,
      `If the kit is not there, choose ${buttonOf('search_recovery_kit')}.`,
    ],
    others:
      'A custodian, who can restore everything at once. People who manage members cannot invite an owner again.',
    seeAlso: ['recovery_code_required', 'relink_required', 'guide:recovery-kit'],
  },
  relink_required: {
    means:
      'Your password was reset and no other way to your keys was left, so your account has new keys. The organization’s keys were handed to your old ones.',
    steps: [
      `Choose ${buttonOf('ask_new_invitation')}. The page shows six words.`,
      'Call somebody who can invite you and read out the six words. Do not send them by mail.',
      'Leave the page open. Your role, your vaults and your personal vault come back.',
      'Where nothing was wrong with the old keys, a device that still has them can refuse the reset instead.',
    ],
    others: `${reinviters} Who is a custodian is invited again by a custodian alone.`,
    seeAlso: ['keys_pending', 'phone_unpaired', 'guide:key-storage'],
  },
  keys_pending: {
    means:
      'You are a member again or for the first time, and the keys of your vaults have not arrived yet. After an invitation by mail somebody who holds them has to hear your words first: the server saw that invitation, so its word is not enough. After a new invitation by a custodian nobody needs to hear them again: the keys arrive when somebody who holds them opens Postern. After one by somebody else, those who hold the keys hear them, too.',
    steps: [
      'Call one of the people named on the page and read out the words that it shows.',
      `Choose ${buttonOf('ask_for_keys')}: those who hold the keys are told.`,
      'Leave the page open. Vaults appear as their keys arrive.',
      `If you are the owner, you can choose ${buttonOf('enter_recovery_code')} instead.`,
    ],
    others: 'A custodian, and everybody who holds the keys concerned.',
    seeAlso: ['relink_required', 'guide:why-believe-it'],
  },
  check_failed: {
    means:
      'The server met something that nobody expected, or could not find out whether you may enter; when in doubt it lets nobody in. That is a fault of the server, not something you did. Nothing was half-saved.',
    steps: [
      `Choose ${buttonOf('try_again')}.`,
      'If it stays, tell the operator of this server the reference shown on the page.',
    ],
    others: operatorByReference,
    seeAlso: ['server_unreachable'],
  },
} as const satisfies Record<keyof typeof gateKeys, HelpText>;
