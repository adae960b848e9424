import type { accountRefusals } from '../catalogue/refusals-account.ts';
import { type HelpText, nobodyElse, operatorByReference } from './page.ts';

export const accountRefusalsHelp = {
  email_invalid: {
    means: 'The text is not of the form maya@northwind.example.',
    steps: ['Correct the address. Spaces around it do not matter.'],
    others: nobodyElse,
    seeAlso: ['code_wrong'],
  },
  code_wrong: {
    means: 'The digits are not those of the newest mail. After a few wrong tries the code is used up.',
    steps: ['Compare with the newest mail; an earlier code no longer counts.', 'Or choose Send a new code.'],
    others: nobodyElse,
    seeAlso: ['code_expired', 'too_many_attempts'],
  },
  code_expired: {
    means:
      'A mailed code counts for a short time, and this one’s has passed. A code for a forgotten password counts only on the network that asked for it, so that nobody elsewhere can use it up.',
    steps: ['Choose Send a new code.'],
    others: nobodyElse,
    seeAlso: ['code_wrong'],
  },
  too_many_attempts: {
    means: 'The code was entered wrongly too often. Otherwise it could be guessed.',
    steps: ['Choose Send a new code.'],
    others: nobodyElse,
    seeAlso: ['code_wrong', 'rate_limited'],
  },
  ticket_expired: {
    means:
      'Signing up, signing in and changing a password go in steps, and too much time passed between two of them.',
    steps: ['Start again from the first step.'],
    others: nobodyElse,
    seeAlso: ['code_expired'],
  },
  signup_closed: {
    means: 'The operator of this server takes new accounts by invitation, or none at all.',
    steps: [
      'If you have an account, sign in.',
      'If you have an invitation, open its link.',
      'Otherwise ask the operator.',
    ],
    others: 'The operator of this server, by the setting POSTERN_SIGNUP.',
    seeAlso: ['invitation_required'],
  },
  sign_in_failed: {
    means:
      'Either there is no account with this email address, or the password is another one. Postern does not say which: that would tell strangers who has an account. Your password did not leave this device.',
    steps: [
      'Check the email address.',
      'Type the password again. Look out for Caps Lock and the keyboard’s language.',
      'If you have no account yet, create one.',
    ],
    others: 'Nobody can look up your password. It is known to nobody but you.',
    seeAlso: ['rate_limited', 'guide:key-storage'],
  },
  second_factor_wrong: {
    means:
      'The code is another one, was used already, or is too old; or the passkey belongs to another account. Postern does not say which, so that nobody learns it by trying.',
    steps: [
      'Wait until your authenticator app shows the next code, and enter that one. A code counts once.',
      'Check that the clock of the device with the app is set automatically.',
      'If the device is lost, use one of your backup codes.',
    ],
    others: 'The operator of this server can reset the second factors of your account. A mail tells you.',
    seeAlso: ['second_factor_required', 'rate_limited'],
  },
  second_factor_required: {
    means:
      'Your account has a second factor. What you are about to do needs it once more, even in a session that goes on: somebody at your open screen does not have it.',
    steps: [
      'Enter the code of your authenticator app, or use your passkey or security key.',
      'A mailed code is enough only while your account has nothing stronger.',
      'If the device is lost, use one of your backup codes.',
    ],
    others: 'The operator of this server can reset the second factors of your account. A mail tells you.',
    seeAlso: ['second_factor_wrong', 'reauthentication_required'],
  },
  second_factor_missing: {
    means: 'It was never set up, or it was removed, perhaps on another device.',
    steps: [
      'Set up an authenticator app or a passkey. Backup codes stand in for one, so they come after it.',
    ],
    others: nobodyElse,
    seeAlso: ['second_factor_required'],
  },
  second_factors_full: {
    means: 'The number of second factors is limited, so that you can keep them all in view.',
    steps: ['Open the second factors of your account and remove one that you no longer use.'],
    others: nobodyElse,
    seeAlso: ['second_factor_missing'],
  },
  opaque_malformed: {
    means: 'A message of the sign-in was damaged on the way, or does not come from a Postern server.',
    steps: ['Start again.', 'If it stays, reload the page.'],
    others: operatorByReference,
    seeAlso: ['sign_in_failed'],
  },
  password_too_weak: {
    means:
      'Whoever steals the whole server can try passwords at leisure. The meter shows how long this one would last.',
    steps: ['Use more words or characters, or let the generator make a passphrase.'],
    others: nobodyElse,
    seeAlso: ['guide:key-storage'],
  },
  generation_waits: {
    means:
      'A password that was forgotten without any other way to the keys leaves you with new keys. Until your organizations know them, the keys of before are still in force, so that somebody who only reads your mail can’t take your account away from you. What belongs to the account as a whole stays as it is for so long: its second factors, its organizations, the other devices, and the account itself.',
    steps: [
      'Ask each of your organizations to invite you again. Once the last of them knows your new keys, this works.',
      'Or sign in with your earlier password, if you remember it after all.',
    ],
    others: 'Whoever can invite you again in your organizations.',
    seeAlso: ['guide:forgot-password', 'relink_required'],
  },
  generation_refused_lately: {
    means:
      'Whoever holds the keys of the account said that the last reset was none of theirs. For three days after that no other begins without keys, so that somebody who reads your mail can’t try again and again.',
    steps: [
      'Use one of your ways to your keys: the key sheet, a passkey or a phone. With them you can set a new password at once.',
      'Or sign in with the password that counts.',
      'Or wait until the time that is named.',
    ],
    others: nobodyElse,
    seeAlso: ['guide:forgot-password'],
  },
  state_moved: {
    means: 'Your account was changed on another device between reading and saving here.',
    steps: ['Try again. The newest state has been read.'],
    others: nobodyElse,
    seeAlso: ['head_moved'],
  },
  key_objects_invalid: {
    means:
      'Keys are saved as a set whose parts vouch for each other. This set did not add up, so none of it was saved.',
    steps: ['Start again.', 'If it stays, reload the page.'],
    others: operatorByReference,
    seeAlso: ['signature_wrong'],
  },
  key_method_last: {
    means: 'Without any way to your keys a new device could never open anything.',
    steps: ['Open key storage and add another way.', 'Then remove this one.'],
    others: nobodyElse,
    seeAlso: ['guide:key-storage'],
  },
  key_method_unknown: {
    means: 'It was removed or replaced, perhaps on another device.',
    steps: ['Open key storage. It shows the ways there are now.'],
    others: nobodyElse,
    seeAlso: ['guide:key-storage'],
  },
  keys_needed: {
    means:
      'You are signed in. This account does not keep its keys under the password, so a new device needs the key sheet, a passkey or a phone.',
    steps: ['Scan the key sheet, use the passkey, or approve with the phone.'],
    others: nobodyElse,
    seeAlso: ['guide:key-storage'],
  },
  key_opens_nothing: {
    means:
      'The code, passkey or phone is right in itself, and opens none of the ways to your keys that there are now. It may have been replaced or removed, or belong to another account.',
    steps: [
      'Look for a newer sheet: making a new code ends the one before.',
      'Check that it belongs to the address you are signing in with.',
      'Try another way to your keys.',
    ],
    others: nobodyElse,
    seeAlso: ['guide:key-storage'],
  },
  sheet_code_wrong: {
    means:
      'The last character of each group checks the five before it. Codes use digits and letters without I, L, O and U.',
    steps: ['Compare each group with the sheet.', 'Or scan the QR code, or choose the saved PDF.'],
    others: nobodyElse,
    seeAlso: ['guide:key-storage'],
  },
  sheet_is_recovery_kit: {
    means:
      'A recovery kit brings back an organization and belongs to its owner. A key sheet brings back the keys of one account. Their codes look alike and open different things.',
    steps: ['Look for the page that is called Postern key sheet.'],
    others: nobodyElse,
    seeAlso: ['guide:key-storage', 'guide:recovery-kit'],
  },
  key_methods_full: {
    means: 'The number of ways to your keys is limited, so that you can keep them all in view.',
    steps: ['Open key storage and remove one that you no longer need.'],
    others: nobodyElse,
    seeAlso: ['guide:key-storage'],
  },
  owns_organization: {
    means:
      'An organization always has an owner. Deleting the owner’s account would leave its members without one.',
    steps: [
      'Hand each of the organizations that are named over to one of its custodians: Administration, Members, Transfer ownership.',
      'Then delete the account.',
    ],
    others: nobodyElse,
    seeAlso: ['owner_only'],
  },
} as const satisfies Record<keyof typeof accountRefusals, HelpText>;
