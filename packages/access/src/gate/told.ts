import type { GateCode } from '../catalogue/catalogue.ts';
import type { Fixer, RevealLevel } from '../catalogue/fixers.ts';
import type { RemedyCode } from '../catalogue/remedies.ts';

/** What the decision table expects that Maya is told: all of it, so that a change of words is seen. For tests. */
export interface Told {
  readonly code: GateCode;
  readonly says: string;
  readonly remedies: readonly RemedyCode[];
  readonly fixers: readonly Fixer[];
  readonly reveal: RevealLevel;
}

const told = (
  code: GateCode,
  says: string,
  remedies: readonly RemedyCode[],
  fixers: readonly Fixer[],
  reveal: RevealLevel,
): Told => ({ code, says, remedies, fixers, reveal });

const managers = 'permission:members.manage';
export const signInRequired = told(
  'sign_in_required',
  'Sign in to continue.',
  ['sign_in'],
  ['self'],
  'anyone',
);
export const invitationRequired = told(
  'invitation_required',
  'You are not a member of this organization. Ask for an invitation.',
  ['request_invitation', 'switch_account', 'choose_organization'],
  ['self', managers],
  'signed-in',
);
export const invitationPending = told(
  'invitation_pending',
  'Your invitation is waiting. Open its link to get inside.',
  ['open_invitation', 'ask_resend_invitation', 'switch_account'],
  ['self', managers],
  'signed-in',
);
export const invitationExpired = told(
  'invitation_expired',
  'Your invitation expired on 20 November 2026.',
  ['ask_resend_invitation', 'switch_account'],
  ['self', managers],
  'signed-in',
);
export const forOtherAddress = told(
  'invitation_for_other_address',
  'This invitation was sent to another address than maya@northwind.example, which you are signed in with.',
  ['switch_account', 'ask_resend_invitation'],
  ['self', managers],
  'signed-in',
);
export const suspended = told(
  'organization_suspended',
  'This organization is suspended.',
  ['see_operator'],
  ['self', 'operator'],
  'member',
);
export const setupForOwner = told(
  'setup_required',
  'Save the recovery kit to open your organization.',
  ['make_recovery_kit'],
  ['self'],
  'member',
);
export const setupForOthers = told(
  'setup_required',
  'The owner still has to save the recovery kit.',
  ['remind_owner', 'wait_for_owner'],
  ['owner'],
  'member',
);
export const disabled = told(
  'member_disabled',
  'Your membership is disabled.',
  ['ask_to_be_enabled'],
  [managers],
  'member',
);
export const expired = told(
  'member_expired',
  'Your membership ended on 20 November 2026.',
  ['ask_for_extension'],
  [managers],
  'member',
);
export const addressNotAllowed = told(
  'ip_not_allowed',
  'Your address 203.0.113.7 is not allowed here.',
  ['ask_to_allow_address', 'change_network'],
  ['self', 'permission:settings.manage', 'operator'],
  'member',
);
const clientOff = (code: GateCode, says: string) =>
  told(code, says, ['use_web_client', 'ask_to_allow_client'], ['self', managers], 'member');
export const extensionOff = clientOff(
  'extension_not_allowed',
  'The browser extension is off for you in this organization.',
);
export const appOff = clientOff('app_not_allowed', 'The installed app is off for you in this organization.');
export const cliOff = clientOff('cli_not_allowed', 'The command line is off for you in this organization.');
export const outdated = told(
  'client_outdated',
  'This client is older than the organization accepts. It needs version 1.4.0 or newer.',
  ['update_client', 'ask_to_accept_version'],
  ['self', 'permission:settings.manage'],
  'member',
);
export const setUpFactor = told(
  'mfa_enrollment_required',
  'This organization requires a second factor, and your account has none yet. It accepts an authenticator app, a passkey, a security key or a mailed code.',
  ['set_up_second_factor', 'ask_second_factor_exemption'],
  ['self', managers],
  'member',
);
export const useFactor = told(
  'mfa_required',
  'This organization requires your second factor.',
  ['use_second_factor', 'ask_second_factor_exemption'],
  ['self', managers],
  'member',
);
export const setUpStronger = told(
  'mfa_too_weak',
  'This organization requires a stronger second factor. It accepts a passkey or a security key.',
  ['set_up_second_factor', 'ask_second_factor_exemption'],
  ['self', managers],
  'member',
);
export const useStronger: Told = {
  ...setUpStronger,
  remedies: ['use_second_factor', 'set_up_second_factor', 'ask_second_factor_exemption'],
};
export const reauthentication = told(
  'reauthentication_required',
  'Confirm that it is you.',
  ['confirm_identity'],
  ['self'],
  'signed-in',
);
export const phoneGone = told(
  'phone_unpaired',
  'Your key was only on a phone that is no longer paired. Ask dana@northwind.example for a new invitation.',
  ['ask_new_invitation', 'follow_forgot_phone'],
  ['self', 'custodian', managers],
  'member',
);
export const phoneOfOwnerGone: Told = {
  ...phoneGone,
  remedies: ['ask_new_invitation', 'enter_recovery_code', 'follow_forgot_phone', 'search_recovery_kit'],
  fixers: ['self', 'custodian'],
};
export const phoneOfLoneOwnerGone: Told = {
  ...phoneGone,
  says: 'Your key was only on a phone that is no longer paired.',
  remedies: ['enter_recovery_code', 'follow_forgot_phone', 'search_recovery_kit'],
  fixers: ['self'],
};
export const recoveryCodeOnly = told(
  'recovery_code_required',
  'You are the owner, your password was reset, and nobody else holds the keys. Enter the recovery code.',
  ['enter_recovery_code', 'search_recovery_kit'],
  ['self'],
  'member',
);
export const recoveryCodeOrCustodian = told(
  'recovery_code_or_invitation_required',
  'You are the owner and your password was reset. Ask dana@northwind.example for a new invitation, or enter the recovery code.',
  ['ask_new_invitation', 'enter_recovery_code', 'search_recovery_kit'],
  ['self', 'custodian'],
  'member',
);
export const relinkRequired = told(
  'relink_required',
  'Your password was reset and no other key method was left. Ask dana@northwind.example for a new invitation.',
  ['ask_new_invitation'],
  ['custodian', managers],
  'member',
);
export const keysPending = told(
  'keys_pending',
  'You are in. The keys arrive when dana@northwind.example opens Postern or confirms your words.',
  ['read_words', 'ask_for_keys'],
  ['self', 'custodian', 'key_holder'],
  'member',
);
export const keysOfOwnerPending: Told = {
  ...keysPending,
  says: 'You are in. The keys arrive when a custodian confirms your words, or at once with the recovery code.',
  remedies: ['read_words', 'ask_for_keys', 'enter_recovery_code'],
};
export const failed = told(
  'check_failed',
  'Something is wrong on our side.',
  ['try_again', 'quote_reference'],
  ['self', 'operator'],
  'anyone',
);
