import type { Fixer } from './fixers.ts';

/**
 * Every remedy there is. INVARIANT: a remedy's text and target come from this list alone; the server names a code and
 * no more, so it cannot make a screen ask for a secret or lead outside the product (attack rows BW03, X1).
 */

/** Pages of the product that a `link` remedy may lead to; the interface knows their addresses. */
export type Place =
  | 'home'
  | 'sign-in'
  | 'sign-up'
  | 'account'
  | 'key-storage'
  | 'second-factor'
  | 'organizations'
  | 'members'
  | 'trash'
  | 'outbox'
  | 'help-forgot-phone';

interface RemedyShape {
  /** What the button or row says; starts with a verb. */
  readonly label: string;
  /** What happens then. */
  readonly explanation: string;
  /** `action`: done on this very screen. `ask`: goes to somebody's access inbox. `link`: a page of the product. */
  readonly kind: 'action' | 'ask' | 'link';
  /** Who may take it. */
  readonly by: readonly [Fixer, ...Fixer[]];
  readonly to?: Place;
}

const yours = {
  sign_in: {
    label: 'Sign in',
    explanation: 'With your email address and password. You come back to this page.',
    kind: 'action',
    by: ['self'],
  },
  sign_up: {
    label: 'Create an account',
    explanation: 'A code goes to your mailbox, then you choose a password.',
    kind: 'link',
    to: 'sign-up',
    by: ['self'],
  },
  switch_account: {
    label: 'Sign in with another account',
    explanation: 'Signs this account out here and asks for the other one.',
    kind: 'action',
    by: ['self'],
  },
  confirm_identity: {
    label: 'Confirm that it is you',
    explanation: 'Enter your password. What you were doing continues right after.',
    kind: 'action',
    by: ['self'],
  },
  request_invitation: {
    label: 'Ask for an invitation',
    explanation: 'Tell somebody who works with this organization which email address you signed in with.',
    kind: 'ask',
    by: ['self'],
  },
  open_invitation: {
    label: 'Open your invitation',
    explanation: 'Use the link you were given. It brings you inside.',
    kind: 'action',
    by: ['self'],
  },
  ask_resend_invitation: {
    label: 'Ask to have it sent again',
    explanation: 'Goes to the people who manage members.',
    kind: 'ask',
    by: ['self'],
  },
  see_operator: {
    label: 'See whom to contact',
    explanation: 'Shows the contact that the operator of this server has set.',
    kind: 'action',
    by: ['self'],
  },
  make_recovery_kit: {
    label: 'Make the recovery kit',
    explanation: 'Your browser makes it. Print or save it, then type back a part of its code.',
    kind: 'action',
    by: ['self', 'owner'],
  },
  wait_for_owner: {
    label: 'Wait for the owner',
    explanation: 'Remind the owner. This page continues by itself once the kit is confirmed.',
    kind: 'action',
    by: ['self'],
  },
  ask_to_be_enabled: {
    label: 'Ask to be enabled',
    explanation: 'Goes to the people who manage members. This page continues by itself.',
    kind: 'ask',
    by: ['self'],
  },
  ask_for_extension: {
    label: 'Ask for a later end date',
    explanation: 'Goes to the people who manage members. This page continues by itself.',
    kind: 'ask',
    by: ['self'],
  },
  ask_to_allow_address: {
    label: 'Ask to allow this address',
    explanation: 'Goes to the people who manage settings. This page continues by itself.',
    kind: 'ask',
    by: ['self'],
  },
  change_network: {
    label: 'Connect from an allowed network',
    explanation: 'From the office or its VPN, for example. Then try again; nothing else needs to change.',
    kind: 'action',
    by: ['self'],
  },
  use_web_client: {
    label: 'Use the web client',
    explanation: 'It opens in the browser and cannot be turned off for a member.',
    kind: 'link',
    to: 'home',
    by: ['self'],
  },
  ask_to_allow_client: {
    label: 'Ask to be allowed',
    explanation: 'Goes to the people who manage members. This page continues by itself.',
    kind: 'ask',
    by: ['self'],
  },
  update_client: {
    label: 'Update this client',
    explanation: 'In the browser, reload the page. Elsewhere, install the newer version.',
    kind: 'action',
    by: ['self'],
  },
  set_up_second_factor: {
    label: 'Set up a second factor',
    explanation: 'Here, on this page. You continue without signing in again.',
    kind: 'action',
    by: ['self'],
  },
  use_second_factor: {
    label: 'Enter your second factor',
    explanation: 'The code of your authenticator app, or your passkey.',
    kind: 'action',
    by: ['self'],
  },
  ask_second_factor_exemption: {
    label: 'Ask for 24 hours without it',
    explanation: 'Goes to the people who manage members, and counts in this organization only.',
    kind: 'ask',
    by: ['self'],
  },
  follow_forgot_phone: {
    label: 'Follow the six steps',
    explanation: 'A checklist that remembers how far you are.',
    kind: 'link',
    to: 'help-forgot-phone',
    by: ['self'],
  },
  enter_recovery_code: {
    label: 'Enter the recovery code',
    explanation: 'From the printed recovery kit. The code does not leave this device.',
    kind: 'action',
    by: ['self', 'owner'],
  },
  search_recovery_kit: {
    label: 'I can’t find it',
    explanation: 'Shows which file or sheet to look for, and when it was made.',
    kind: 'action',
    by: ['self', 'owner'],
  },
  ask_new_invitation: {
    label: 'Ask for a new invitation',
    explanation: 'You keep your role, your groups and your personal vault.',
    kind: 'ask',
    by: ['self'],
  },
  read_words: {
    label: 'Read out the six words',
    explanation: 'By voice, to somebody who knows you. They type the words and your keys arrive.',
    kind: 'action',
    by: ['self'],
  },
  try_again: {
    label: 'Try again',
    explanation: 'Nothing was changed, so trying again is safe.',
    kind: 'action',
    by: ['self'],
  },
  try_later: {
    label: 'Wait, then try again',
    explanation: 'It works again by itself after a while.',
    kind: 'action',
    by: ['self'],
  },
  quote_reference: {
    label: 'Tell the operator the reference',
    explanation: 'It finds this very event in the server’s log.',
    kind: 'action',
    by: ['self'],
  },
  ask_for_permission: {
    label: 'Ask for this permission',
    explanation: 'Goes to the people who can grant it.',
    kind: 'ask',
    by: ['self'],
  },
  ask_to_share_vault: {
    label: 'Ask to share the vault with you',
    explanation: 'Goes to the managers of the vault.',
    kind: 'ask',
    by: ['self'],
  },
  ask_to_approve: {
    label: 'Ask for approval',
    explanation: 'Goes to the people who approve access to this entry. The page continues by itself.',
    kind: 'ask',
    by: ['self'],
  },
  ask_to_check_in: {
    label: 'Ask to have it given back',
    explanation: 'Goes to the person who has it now and to the managers of the vault.',
    kind: 'ask',
    by: ['self'],
  },
  go_online: {
    label: 'Connect and try again',
    explanation: 'What you have open stays open.',
    kind: 'action',
    by: ['self'],
  },
  use_shared_vault: {
    label: 'Use a shared vault',
    explanation: 'Pick another vault for this entry.',
    kind: 'action',
    by: ['self'],
  },
  choose_smaller: {
    label: 'Make it smaller',
    explanation: 'Split it up, or shorten it. What you entered is still here.',
    kind: 'action',
    by: ['self'],
  },
  free_space: {
    label: 'Empty the trash',
    explanation: 'Deleted entries and attachments take up space until then.',
    kind: 'link',
    to: 'trash',
    by: ['self'],
  },
  compare_versions: {
    label: 'Compare both versions',
    explanation: 'Side by side. Keep yours, theirs, or parts of both; neither is lost.',
    kind: 'action',
    by: ['self'],
  },
  see_member: {
    label: 'See the member',
    explanation: 'Opens the list of members.',
    kind: 'link',
    to: 'members',
    by: ['self'],
  },
  hand_link_over: {
    label: 'Copy the link instead',
    explanation: 'Hand it over by any channel you trust.',
    kind: 'action',
    by: ['self'],
  },
  ask_owner_to_recover: {
    label: 'Tell the owner',
    explanation: 'Only the owner uses the recovery code. Nothing happened with the one entered.',
    kind: 'action',
    by: ['self'],
  },
  remove_a_member: {
    label: 'Remove somebody first',
    explanation: 'A removed member gives a seat free at once.',
    kind: 'link',
    to: 'members',
    by: ['self'],
  },
  correct_input: {
    label: 'Correct it',
    explanation: 'The field is marked. What else you entered is still here.',
    kind: 'action',
    by: ['self'],
  },
  request_new_code: {
    label: 'Send a new code',
    explanation: 'To the same mailbox. The earlier code stops working.',
    kind: 'action',
    by: ['self'],
  },
  start_over: {
    label: 'Start again',
    explanation: 'From the first step. It takes a minute.',
    kind: 'action',
    by: ['self'],
  },
  reload: {
    label: 'Reload',
    explanation: 'Reads the newest state from the server. What you were typing is kept.',
    kind: 'action',
    by: ['self'],
  },
  set_clock: {
    label: 'Set this device’s clock',
    explanation: 'Turn on automatic date and time, then try again.',
    kind: 'action',
    by: ['self'],
  },
  choose_organization: {
    label: 'Choose an organization',
    explanation: 'Lists the organizations of your account.',
    kind: 'link',
    to: 'organizations',
    by: ['self'],
  },
  open_account: {
    label: 'Open your account',
    explanation: 'Sessions, password and key storage.',
    kind: 'link',
    to: 'account',
    by: ['self'],
  },
  open_key_storage: {
    label: 'Open key storage',
    explanation: 'Shows every way to your keys.',
    kind: 'link',
    to: 'key-storage',
    by: ['self'],
  },
  hand_ownership_over: {
    label: 'See your organizations',
    explanation: 'Ownership has to be settled there before the account can go.',
    kind: 'link',
    to: 'organizations',
    by: ['self'],
  },
  go_back: {
    label: 'Go back',
    explanation: 'To where you came from. Nothing was changed.',
    kind: 'action',
    by: ['self'],
  },
  unlock: {
    label: 'Unlock',
    explanation: 'Enter your password. What you had open is still there.',
    kind: 'action',
    by: ['self'],
  },
  open_over_https: {
    label: 'Open the secure address',
    explanation: 'The address that starts with https.',
    kind: 'action',
    by: ['self'],
  },
  open_public_address: {
    label: 'Open the server’s own address',
    explanation: 'The one that the operator gave you.',
    kind: 'action',
    by: ['self'],
  },
  compare_with_member: {
    label: 'Compare with another member',
    explanation:
      'By voice: read the newest state under Why believe it to each other. If they differ, something is wrong.',
    kind: 'action',
    by: ['self'],
  },
  stop_working: {
    label: 'Stop and enter nothing',
    explanation: 'Type no password and no recovery code until this is settled.',
    kind: 'action',
    by: ['self'],
  },
  give_tail_back: {
    label: 'Let this device give it back',
    explanation: 'It sends what the server lost. Only signed, verified changes are sent.',
    kind: 'action',
    by: ['self'],
  },
  tell_owner: {
    label: 'Tell the owner and the operator',
    explanation: 'By a channel other than this server. Say the code shown here.',
    kind: 'action',
    by: ['self'],
  },
} as const satisfies Record<string, RemedyShape>;

/** Taken by somebody else, from the access inbox. */
const theirs = {
  invite_member: {
    label: 'Invite this person',
    explanation: 'Opens an invitation with the address filled in.',
    kind: 'action',
    by: ['permission:members.manage'],
  },
  resend_invitation: {
    label: 'Send the invitation again',
    explanation: 'A new link with a new end date. The old link stops working.',
    kind: 'action',
    by: ['permission:members.manage'],
  },
  reactivate_organization: {
    label: 'End the suspension',
    explanation: 'With the server’s command line.',
    kind: 'action',
    by: ['operator'],
  },
  enable_member: {
    label: 'Enable this member',
    explanation: 'They are back at once, with the role and vaults they had.',
    kind: 'action',
    by: ['permission:members.manage'],
  },
  extend_member: {
    label: 'Extend the membership',
    explanation: 'Pick a new end date, or none.',
    kind: 'action',
    by: ['permission:members.manage'],
  },
  allow_address_once: {
    label: 'Allow this address once',
    explanation: 'For this sign-in of this member.',
    kind: 'action',
    by: ['permission:settings.manage'],
  },
  allow_address_for_a_day: {
    label: 'Allow this address for 24 hours',
    explanation: 'For this member’s sign-ins.',
    kind: 'action',
    by: ['permission:settings.manage'],
  },
  allow_address_always: {
    label: 'Allow this address always',
    explanation: 'Puts it on the list of allowed addresses, for everybody.',
    kind: 'action',
    by: ['permission:settings.manage'],
  },
  bypass_allowlist: {
    label: 'Suspend the address list for an hour',
    explanation: 'With the server’s command line. It is recorded and announced.',
    kind: 'action',
    by: ['operator'],
  },
  allow_client: {
    label: 'Allow this client',
    explanation: 'For this member.',
    kind: 'action',
    by: ['permission:members.manage'],
  },
  lower_minimum_version: {
    label: 'Accept this version',
    explanation: 'Lowers the oldest version that the organization accepts.',
    kind: 'action',
    by: ['permission:settings.manage'],
  },
  exempt_second_factor: {
    label: 'Exempt for 24 hours',
    explanation: 'This member, in this organization.',
    kind: 'action',
    by: ['permission:members.manage'],
  },
  reinvite_member: {
    label: 'Invite again',
    explanation: 'Keeps role, groups, vaults and personal vault. Type the six words the member reads out.',
    kind: 'action',
    by: ['custodian', 'permission:members.manage'],
  },
  confirm_words: {
    label: 'Confirm the words',
    explanation: 'Type the six words the member reads out; their keys arrive at once.',
    kind: 'action',
    by: ['custodian', 'key_holder'],
  },
  find_in_log: {
    label: 'Find the reference in the log',
    explanation: 'Its record says what failed.',
    kind: 'action',
    by: ['operator'],
  },
  grant_permission: {
    label: 'Grant the permission',
    explanation: 'Changes the member’s role or permissions.',
    kind: 'action',
    by: ['owner', 'permission:members.manage', 'vault_manager'],
  },
  share_vault: {
    label: 'Share the vault',
    explanation: 'Pick a role; the member sees the vault within a second.',
    kind: 'action',
    by: ['vault_manager'],
  },
  approve_entry: {
    label: 'Approve',
    explanation: 'For as long as you pick.',
    kind: 'action',
    by: ['vault_manager'],
  },
  force_check_in: {
    label: 'Take it back',
    explanation: 'Ends the other member’s check-out.',
    kind: 'action',
    by: ['vault_manager'],
  },
  allow_offline: {
    label: 'Allow offline use',
    explanation: 'For this member or this vault.',
    kind: 'action',
    by: ['permission:members.manage', 'vault_manager'],
  },
  allow_personal_vaults: {
    label: 'Turn personal vaults on',
    explanation: 'For everybody in the organization.',
    kind: 'action',
    by: ['permission:settings.manage'],
  },
  raise_limit: {
    label: 'Raise the limit',
    explanation: 'In the server’s configuration.',
    kind: 'action',
    by: ['operator'],
  },
  repair_mail: {
    label: 'Repair sending mail',
    explanation: 'In the server’s configuration.',
    kind: 'action',
    by: ['operator'],
  },
  set_public_address: {
    label: 'Set the public address',
    explanation: 'By the setting POSTERN_PUBLIC_URL.',
    kind: 'action',
    by: ['operator'],
  },
  open_signup: {
    label: 'Open sign-up',
    explanation: 'By the setting POSTERN_SIGNUP.',
    kind: 'action',
    by: ['operator'],
  },
} as const satisfies Record<string, RemedyShape>;

export const remedies = { ...yours, ...theirs } as const;

export type RemedyCode = keyof typeof remedies;
export const remedyCodes = Object.keys(remedies) as readonly RemedyCode[];

/** What a screen shows of a remedy. */
export interface Remedy extends RemedyShape {
  readonly code: RemedyCode;
}

/** The remedies that one kind of fixer may take. */
export type RemedyOf<Who extends Fixer> = {
  [Code in RemedyCode]: Who extends (typeof remedies)[Code]['by'][number] ? Code : never;
}[RemedyCode];

/** The remedy of a code, with its words. */
export function remedy(code: RemedyCode): Remedy {
  return { code, ...remedies[code] };
}
