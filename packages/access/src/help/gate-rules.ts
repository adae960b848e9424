import type { gateRules } from '../catalogue/gate-rules.ts';
import { buttonOf } from '../gate/offered-remedies.ts';
import { type HelpText, nobodyElse } from './page.ts';

const membersManagers = 'Everybody in the organization with the permission to manage members.';
const exempters =
  'Everybody in the organization with the permission to manage members: they can exempt you for 24 hours, in this organization alone. They cannot reset your second factor.';
const clientSteps = [
  `Choose ${buttonOf('use_web_client')}. It opens in the browser and cannot be turned off for a member.`,
  `If you need this client, choose ${buttonOf('ask_to_allow_client')}. The people who manage members can allow it for you.`,
] as const;

export const gateRulesHelp = {
  ip_not_allowed: {
    means:
      'The organization accepts its members from listed networks only, and the address that the server sees you coming from is not on the list. Addresses change when you change network, and with some providers every day. The server enforces this rule; cryptography cannot.',
    steps: [
      `If you have a network that is allowed, such as the office or its VPN, connect to it and choose ${buttonOf('change_network')}.`,
      `Otherwise choose ${buttonOf('ask_to_allow_address')}. The people who manage settings read which address it is.`,
      'Leave the page open. It continues by itself once somebody allows the address.',
    ],
    others:
      'Everybody in the organization with the permission to manage settings: once, for 24 hours, or always. If they are locked out as well, the operator of this server can suspend the list for an hour, which is recorded and announced.',
    seeAlso: ['check_failed'],
  },
  extension_not_allowed: {
    means:
      'The organization has turned the browser extension off for you, or for everybody. The server enforces this rule, going by what a client says of itself.',
    steps: clientSteps,
    others: membersManagers,
    seeAlso: ['app_not_allowed', 'cli_not_allowed'],
  },
  app_not_allowed: {
    means:
      'The organization has turned the installed app off for you, or for everybody. The server enforces this rule, going by what a client says of itself. Approving a new device with the phone still works: it belongs to your account, not to the organization.',
    steps: clientSteps,
    others: membersManagers,
    seeAlso: ['extension_not_allowed', 'cli_not_allowed'],
  },
  cli_not_allowed: {
    means:
      'The organization has turned the command line off for you, or for everybody. The server enforces this rule, going by what a client says of itself.',
    steps: clientSteps,
    others: membersManagers,
    seeAlso: ['extension_not_allowed', 'app_not_allowed'],
  },
  client_outdated: {
    means:
      'The organization accepts clients from a certain version on, or its ledger holds something that this version does not know how to read. Going on without understanding it would mean guessing, so the client stops.',
    steps: [
      `In the browser, choose ${buttonOf('update_client')}. It loads the newest version.`,
      'Elsewhere, install the newest version and open it again. What is on the device stays.',
      `If there is no newer one, choose ${buttonOf('ask_to_accept_version')}. The people who manage settings can accept this version.`,
    ],
    others:
      'Everybody in the organization with the permission to manage settings can accept older versions again.',
    seeAlso: ['server_refused_form'],
  },
  mfa_enrollment_required: {
    means:
      'The organization asks for more than a password, and your account has no second factor. The server enforces this rule; cryptography cannot.',
    steps: [
      `Choose ${buttonOf('set_up_second_factor')}. The page says which kinds the organization accepts.`,
      'Follow the page and save the backup codes. You continue from there without signing in again.',
      `If you cannot set one up now, choose ${buttonOf('ask_second_factor_exemption')}. The people who manage members can let you in for 24 hours without it.`,
    ],
    others: exempters,
    seeAlso: ['guide:second-factor', 'mfa_required', 'mfa_too_weak'],
  },
  mfa_required: {
    means:
      'Your account has a second factor that the organization accepts, and it was not given in this session.',
    steps: [
      'Use your passkey, or enter the code of your authenticator app, right on the page.',
      'If you lost it, use a backup code.',
      `If you do not have it with you, choose ${buttonOf('ask_second_factor_exemption')}. The people who manage members can let you in for 24 hours without it.`,
    ],
    others: exempters,
    seeAlso: ['guide:second-factor', 'mfa_enrollment_required', 'mfa_too_weak'],
  },
  mfa_too_weak: {
    means:
      'The organization asks for a stronger kind of second factor than the one you have, or than the one you gave in this session. A mailed code is the weakest, a passkey or security key the strongest.',
    steps: [
      `If you have a stronger one, such as a passkey, choose ${buttonOf('use_second_factor')} and use it.`,
      `Otherwise choose ${buttonOf('set_up_second_factor')}. You continue without signing in again.`,
      `If you can do neither now, choose ${buttonOf('ask_second_factor_exemption')}. The people who manage members can let you in for 24 hours without it.`,
    ],
    others: exempters,
    seeAlso: ['guide:second-factor', 'mfa_required', 'mfa_enrollment_required'],
  },
  reauthentication_required: {
    means:
      'Your last sign-in is longer ago than the organization accepts, or than what you are about to do allows. Somebody else could be sitting at your open screen.',
    steps: [
      'Enter your password. If your account has a passkey or security key, you can use that instead.',
      'What you were doing continues right after.',
    ],
    others: nobodyElse,
    seeAlso: ['sign_in_failed', 'guide:second-factor'],
  },
} as const satisfies Record<keyof typeof gateRules, HelpText>;
